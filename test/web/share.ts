import t, { type Test } from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { startHub } from '../support/hub.js';
import { sendMoments } from '../support/moments.js';
import { untilStored } from '../support/until.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner, watchFaults } from './fixtures/browser.js';
import { giveSheet, type Shared } from './fixtures/share-sheet.js';

const scenes = ['cat-focus', 'cat-turns-head', 'cat-looks-out', 'cat-exposure'];

/** A zone in which it is about noon now, so that what happened this hour happened today. */
const ahead = 12 - new Date().getUTCHours();
const noon = ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;

t.test('showing photos around', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t, { PETCAM_TIME_ZONE: noon });
  const { page, faults, context } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();
  const moments = scenes.map((scene, index) => ({ scene, minutesAgo: 1 + 13 * index }));
  await sendMoments(hub, { id: 'porch', name: 'Porch' }, moments);
  await untilStored(hub.store, () => {
    const photos = hub.store.photos({ limit: 9 });
    return photos.length === scenes.length && photos.every(({ upscale }) => upscale === 'done');
  });
  await page.goto(`${hub.url}/#/highlights`);
  await page.getByRole('button', { name: 'Make it now' }).click();
  await page.locator('.highlight-view .loaded').waitFor();

  await t.test('where the browser has no sheet, there is the download', async (t) => {
    t.equal(await page.getByRole('link', { name: 'Save the film' }).count(), 1);
    t.equal(await page.getByRole('button', { name: 'Share the film' }).count(), 0);
    await page.goto(`${hub.url}/#/photo/1`);
    await page.locator('.film .chosen .loaded').waitFor();
    t.equal(await page.getByRole('button', { name: 'Share' }).count(), 0);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download', exact: true }).click(),
    ]);
    t.match(download.suggestedFilename(), /^petcam-porch-.*\.jpg$/);
  });

  const phone = await context.newPage();
  // The file has the Exif of its date and camera, which is short, more than what is stored.
  const isWhole = (t: Test, file: Shared | undefined, id: number) => {
    const more = (file?.size ?? 0) - (hub.store.image(id, 'upscaled')?.bytes.length ?? 0);
    t.ok(more > 100 && more < 1500, `${more} bytes more than the enlargement`);
  };
  watchFaults(phone);
  await giveSheet(phone);

  await t.test('the sheet of a phone gets the photo itself, and the best there is of it', async (t) => {
    await phone.goto(`${hub.url}/#/photo/1`);
    await phone.locator('.film .chosen .loaded').waitFor();
    await phone.getByRole('button', { name: 'Share' }).click();
    await phone.waitForFunction(() => window.shared.length === 1);
    const [file] = await phone.evaluate(() => window.shared);
    t.match(file, { name: /^petcam-porch-\d{8}-\d{6}\.jpg$/, type: 'image/jpeg', begins: /^ffd8ff/ });
    t.match(file?.date, /^20\d\d:/, 'with its date');
    isWhole(t, file, 1);
  });

  await t.test('who thinks better of it is not bothered, a phone that fails says so', async (t) => {
    await phone.evaluate(() => {
      window.refusal = 'AbortError';
    });
    await phone.getByRole('button', { name: 'Share' }).click();
    await phone.evaluate(() => {
      window.refusal = 'DataError';
    });
    await phone.getByRole('button', { name: 'Share' }).click();
    await phone.getByText('Something went wrong').waitFor();
    t.equal(await phone.evaluate(() => window.shared.length), 1);
  });

  await t.test('a photo that came too late for the tap is shared by the next one, from memory', async (t) => {
    await phone.goto(`${hub.url}/#/photo/2`);
    await phone.locator('.film .chosen .loaded').waitFor();
    await phone.evaluate(() => {
      window.refusal = 'NotAllowedError';
    });
    await phone.getByRole('button', { name: 'Share' }).click();
    await phone.getByText('tap Share once more').waitFor();
    await context.setOffline(true);
    await phone.evaluate(() => {
      window.refusal = null;
    });
    await phone.getByRole('button', { name: 'Share' }).click();
    await phone.waitForFunction(() => window.shared.length === 2);
    const [, file] = await phone.evaluate(() => window.shared);
    isWhole(t, file, 2);
    await context.setOffline(false);
  });

  await t.test('several that are picked in the gallery go to it together', async (t) => {
    await phone.goto(`${hub.url}/#/gallery`);
    await phone
      .locator('.tile .loaded')
      .nth(scenes.length - 1)
      .waitFor();
    await phone.getByRole('button', { name: 'Select' }).click();
    for (const at of [0, 2]) await phone.getByRole('checkbox').nth(at).click();
    await phone.evaluate(() => {
      window.shared = [];
    });
    await phone.getByRole('button', { name: 'Share' }).click();
    await phone.waitForFunction(() => window.shared.length > 1);
    const files = await phone.evaluate(() => window.shared);
    const shown = hub.store.photos({ limit: scenes.length }).filter((_, at) => at === 0 || at === 2);
    t.equal(files.length, 2, 'with one sheet');
    for (const [at, photo] of shown.entries()) isWhole(t, files[at], photo.id);
    t.not(files[0]?.name, files[1]?.name);
  });

  await t.test('so it is with the film and the collage of a day', async (t) => {
    await phone.goto(`${hub.url}/#/highlights`);
    await phone.evaluate(() => {
      window.refusal = null;
      window.shared = [];
    });
    for (const name of ['Share the film', 'Share the collage'])
      await phone.getByRole('button', { name }).click();
    await phone.waitForFunction(() => window.shared.length === 2);
    const files = await phone.evaluate(() => window.shared);
    const byType = files.sort((one, other) => other.type.localeCompare(one.type));
    t.match(byType, [
      { name: /^petcam-\d{4}-\d\d-\d\d\.webp$/, type: 'image/webp', begins: '52494646' },
      { name: /^petcam-\d{4}-\d\d-\d\d\.jpg$/, type: 'image/jpeg', begins: /^ffd8ff/ },
    ]);
    t.same(faults, []);
  });
});
