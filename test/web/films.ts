import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';
import { pressOn } from './fixtures/keyboard.js';
import { giveSheet } from './fixtures/share-sheet.js';

t.test('videos of photos that were picked', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const { page, faults } = await openPhone(await openBrowser(t));
  await giveSheet(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();
  for (const count of [1, 2]) {
    camera.capture('motion');
    await untilStored(hub.store, () => hub.store.photos({ limit: 9 }).length === count);
  }

  await t.test('none yet, and where they come from', async (t) => {
    await page.goto(`${hub.url}/#/films`);
    await page.getByText('No videos yet.').waitFor();
    t.same(await accessibilityFaults(page), []);
  });

  await t.test('two photos become one, by keyboard', async (t) => {
    await page.goto(`${hub.url}/#/gallery`);
    await page.locator('.tile .loaded').nth(1).waitFor();
    await button('Select').click();
    for (const at of [0, 1]) await page.getByRole('checkbox').nth(at).click();
    await pressOn(page, button('Video'));
    await page.getByText('From 2 photos').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      t.same(await accessibilityFaults(page), [], colorScheme);
    }
    await page.getByLabel('Shape').selectOption('1:1');
    await pressOn(page, button('Make the video'));
    await page.locator('.video').waitFor();
    const job = hub.store.nextFilmJob();
    const captions = job?.photos.map(({ caption }) =>
      Buffer.from(caption ?? [])
        .subarray(1, 4)
        .toString(),
    );
    if (job) t.strictSame(captions, ['PNG', 'PNG'], 'with the day on each');
    await page.locator('.video-view').waitFor({ timeout: 120_000 });
    t.match(hub.store.films(), [{ state: 'done', shape: '1:1', photos: 2 }]);
    t.same(await accessibilityFaults(page), []);
  });

  await t.test('it is shared as a file, saved and removed', async (t) => {
    await button('Share the video').click();
    await page.waitForFunction(() => window.shared.length === 1);
    const [file] = await page.evaluate(() => window.shared);
    const [film] = hub.store.films();
    t.match(file, { type: film?.mime, size: film?.length });
    t.equal(await page.getByRole('link', { name: 'Save the video' }).count(), 1);
    await pressOn(page, button(/^Remove the video/));
    await page.locator('.video').waitFor({ state: 'detached' });
    t.strictSame(hub.store.films(), []);
    t.same(faults, []);
  });
});
