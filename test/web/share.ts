import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { startHub } from '../support/hub.js';
import { sendMoments } from '../support/moments.js';
import { untilStored } from '../support/until.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner, watchFaults } from './fixtures/browser.js';

interface Shared {
  name: string;
  type: string;
  size: number;
  /** The first bytes, as hexadecimal digits. */
  begins: string;
  /** What of the first bytes is a date of Exif; empty without one. */
  date: string;
}

declare global {
  interface Window {
    shared: Shared[];
    /** What the phone's sheet does: null for sharing. */
    refusal: string | null;
  }
}

/** Puts the sheet of a phone into the page: the one part that a browser without a screen has not got. */
const giveSheet = (page: Page) =>
  page.addInitScript(() => {
    window.shared = [];
    window.refusal = null;
    navigator.canShare = (data) => (data?.files ?? []).length > 0;
    navigator.share = async (data) => {
      if (window.refusal !== null) throw new DOMException('not shared', window.refusal);
      for (const file of data?.files ?? []) {
        const bytes = [...new Uint8Array(await file.slice(0, 4).arrayBuffer())];
        const begins = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
        const head = await file.slice(0, 1000).text();
        const [date = ''] = /\d{4}:\d\d:\d\d \d\d:\d\d:\d\d/.exec(head) ?? [];
        window.shared.push({ name: file.name, type: file.type, size: file.size, begins, date });
      }
    };
  });

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

  await t.test('so it is with the film and the collage of a day', async (t) => {
    await phone.goto(`${hub.url}/#/highlights`);
    await phone.evaluate(() => {
      window.refusal = null;
    });
    for (const name of ['Share the film', 'Share the collage'])
      await phone.getByRole('button', { name }).click();
    await phone.waitForFunction(() => window.shared.length === 4);
    const [, , ...files] = await phone.evaluate(() => window.shared);
    const byType = files.sort((one, other) => other.type.localeCompare(one.type));
    t.match(byType, [
      { name: /^petcam-\d{4}-\d\d-\d\d\.webp$/, type: 'image/webp', begins: '52494646' },
      { name: /^petcam-\d{4}-\d\d-\d\d\.jpg$/, type: 'image/jpeg', begins: /^ffd8ff/ },
    ]);
    t.same(faults, []);
  });
});
