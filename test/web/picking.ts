import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { unzip } from '../support/zip.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';
import { pressOn, tabFaults, tabTo } from './fixtures/keyboard.js';

const PHOTOS = 4;

t.test('several photos at once', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const { page, context, faults } = await openPhone(await openBrowser(t), { acceptDownloads: true });
  const devtools = await context.newCDPSession(page);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const picked = page.getByRole('checkbox', { checked: true });
  const photos = () => hub.store.photos({ limit: 9 }).length;
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();
  for (let count = 1; count <= PHOTOS; count += 1) {
    camera.capture('motion');
    await untilStored(hub.store, () => photos() === count);
  }
  await page.goto(`${hub.url}/#/gallery`);
  await page
    .locator('.tile .loaded')
    .nth(PHOTOS - 1)
    .waitFor();

  await t.test('two touches delete what a finger sweeps over, and it can be undone', async (t) => {
    await sweep(devtools, page, 0, 2);
    await page.getByText('3 selected').waitFor();
    t.equal(await page.evaluate(() => location.hash), '#/gallery', 'the photo that was held is not opened');
    await button('Delete').click();
    await page.getByText('3 photos are in the bin for 30 days.').waitFor();
    t.strictSame([photos(), hub.store.binCount()], [1, 3]);
    await button('Select').waitFor();
    await button('Undo').click();
    await page.getByText('3 photos are back in the gallery').waitFor();
    t.equal(photos(), PHOTOS);
    await page
      .locator('.tile .loaded')
      .nth(PHOTOS - 1)
      .waitFor();
  });

  await t.test('the newest photo of a day says which day it is', async (t) => {
    const { takenAt } = hub.store.photos({ limit: 1 })[0] ?? { takenAt: 0 };
    const day = await page.evaluate(
      (ms) => new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric' }).format(ms),
      takenAt,
    );
    t.equal(await page.locator('.tile').first().getByRole('heading', { level: 3 }).innerText(), day);
  });

  await t.test('everything by keyboard alone', async (t) => {
    await pressOn(page, button('Select'));
    await page.getByText('Select photos').waitFor();
    t.same(await accessibilityFaults(page), []);
    t.same(await tabFaults(page), []);
    await tabTo(page, page.getByRole('checkbox').first());
    await page.keyboard.press('Space');
    await page.getByText('1 selected').waitFor();
    await tabTo(page, page.getByRole('checkbox').nth(2));
    await page.keyboard.down('Shift');
    await page.keyboard.press('Space');
    await page.keyboard.up('Shift');
    await page.getByText('3 selected').waitFor();
    t.same(await accessibilityFaults(page), []);
    await pressOn(page, button('Favourite'));
    await untilStored(hub.store, () => hub.store.photos({ limit: 9, favourite: true }).length === 3);
    await button('Select').waitFor();
    await page.locator('.favourite-mark').nth(2).waitFor();
    await pressOn(page, button('Select'));
    await page.getByText('Select photos').waitFor();
    await page.keyboard.press('Escape');
    await button('Select').waitFor();
  });

  await t.test('the way back ends it, and the one after that leaves the gallery', async (t) => {
    const hash = () => page.evaluate(() => location.hash);
    await page.goto(`${hub.url}/#/cameras`);
    await page.getByRole('heading', { name: 'Cameras' }).waitFor();
    await page.goto(`${hub.url}/#/gallery`);
    await button('Select').click();
    await page.getByText('Select photos').waitFor();
    await page.goBack();
    await button('Select').waitFor();
    t.equal(await hash(), '#/gallery');
    await button('Select').click();
    await button('Cancel').click();
    await page.waitForFunction(() => history.state === null);
    t.equal(await hash(), '#/gallery', 'what ended otherwise has left no step behind');
    await page.goBack();
    await page.getByRole('heading', { name: 'Cameras' }).waitFor();
    await page.goto(`${hub.url}/#/gallery`);
    await page
      .locator('.tile .loaded')
      .nth(PHOTOS - 1)
      .waitFor();
  });

  await t.test('more of them are downloaded as one file', async (t) => {
    await button('Select').click();
    for (const at of [0, 1, 3]) await page.getByRole('checkbox').nth(at).click();
    await picked.nth(2).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), button('Download').click()]);
    t.equal(download.suggestedFilename(), 'petcam-photos.zip');
    const files = unzip(readFileSync(await download.path()));
    t.equal(files.size, 3);
    for (const name of files.keys()) t.match(name, /^petcam-simulated-\d{8}-\d{6}(-2)?\.jpg$/);
    t.same(faults, []);
  });
});

/** Holds a finger on one photo until it is picked, sweeps to another, and lets go. */
async function sweep(devtools: CDPSession, page: Page, from: number, to: number): Promise<void> {
  const middle = async (at: number) => {
    const { x = 0, y = 0, width = 0, height = 0 } = (await page.locator('.tile').nth(at).boundingBox()) ?? {};
    return { x: x + width / 2, y: y + height / 2, id: 0 };
  };
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number; id: number }) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
  await touch('touchStart', await middle(from));
  await page.getByText('1 selected').waitFor();
  await touch('touchMove', await middle(to));
  await page.getByText(`${to - from + 1} selected`).waitFor();
  await touch('touchEnd');
}
