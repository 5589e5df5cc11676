import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { startHub } from '../support/hub.js';
import { sendMoments } from '../support/moments.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

/** A zone in which it is about noon now, so that what happened this hour happened today. */
function zoneOfNoon(): string {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

const moments = [
  { scene: 'cat-focus', minutesAgo: 1 },
  { scene: 'cat-turns-head', minutesAgo: 12 },
  { scene: 'cat-looks-out', minutesAgo: 25 },
  { scene: 'cat-exposure', minutesAgo: 40 },
];

t.test('the best of the day, on a phone', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t, { PETCAM_TIME_ZONE: zoneOfNoon() });
  const { page, faults } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('link', { name: 'Highlights' }).click();

  await t.test('a quiet day says so', async (t) => {
    await page.getByRole('heading', { name: 'No highlights yet' }).waitFor();
    await page.getByRole('button', { name: 'Make it now' }).click();
    await page.getByText('There are too few good moments yet.').waitFor();
    t.same(await accessibilityFaults(page), []);
  });

  await t.test('four moments become a film and a collage', async (t) => {
    await sendMoments(hub, { id: 'porch', name: 'Porch' }, moments);
    await untilStored(hub.store, () => hub.store.photos({ limit: 9 }).length === moments.length);
    await page.getByRole('button', { name: 'Make it now' }).click();
    await page.getByText('Best of the day').waitFor();
    await page.getByText('4 moments').waitFor();
    await page.getByRole('img', { name: /^Collage: / }).waitFor();
    await page.locator('.highlight-view .loaded').waitFor();
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByRole('img', { name: /^Film: / }).waitFor();
    await page.locator('.highlight-view .loaded').waitFor();
    const film = await page
      .locator('.highlight-view img')
      .evaluate((image: HTMLImageElement) => image.naturalWidth);
    t.equal(film, 560);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('img', { name: /^Collage: / }).waitFor();
  });

  await t.test('it can be kept', async (t) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Save the collage' }).click(),
    ]);
    t.match(download.suggestedFilename(), /^petcam-\d{4}-\d\d-\d\d\.jpg$/);
  });

  await t.test('everybody can use it, by day and by night', async (t) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      t.same(await accessibilityFaults(page), [], colorScheme);
    }
  });

  await t.test('with a photo that is deleted it goes, and comes back with it', async (t) => {
    await hub.store.deletePhoto(1);
    await page.getByRole('heading', { name: 'No highlights yet' }).waitFor();
    await hub.store.restorePhoto(1);
    await page.getByText('4 moments').waitFor();
    t.same(faults, ['POST /highlights 409'], 'only what was asked too early was refused');
  });
});
