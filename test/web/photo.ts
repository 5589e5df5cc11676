import path from 'node:path';
import Database from 'better-sqlite3';
import type { CDPSession, Page } from 'playwright-core';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { databasePath } from '../../src/store/database.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

interface Finger {
  x: number;
  y: number;
}

/** Moves fingers over the screen: each step is where all of them are then. */
async function touch(devtools: CDPSession, steps: Finger[][]): Promise<void> {
  for (const [index, touchPoints] of steps.entries())
    await devtools.send('Input.dispatchTouchEvent', {
      type: index === 0 ? 'touchStart' : 'touchMove',
      touchPoints: touchPoints.map((finger, id) => ({ ...finger, id })),
    });
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** How much the picture is enlarged, 1 for whole. */
const zoomOf = (page: Page) =>
  page.evaluate(() => {
    const pane = document.querySelector('.viewport .pane .pane');
    return new DOMMatrix(pane ? getComputedStyle(pane).transform : '').a;
  });

t.test('a photo under the fingers and under the keys', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const { page, context, faults } = await openPhone(await openBrowser(t), { acceptDownloads: true });
  const devtools = await context.newCDPSession(page);
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();
  for (const count of [1, 2]) {
    camera.capture('motion');
    await untilStored(
      hub.store,
      () => hub.store.photos({ limit: 9 }).filter(({ upscale }) => upscale === 'done').length === count,
    );
  }
  const [newer, older] = hub.store.photos({ limit: 2 }).map(({ id }) => id);
  const at = (id: number | undefined) => page.waitForFunction((id) => location.hash === `#/photo/${id}`, id);
  await page.goto(`${hub.url}/#/photo/${newer}`);
  await page.locator('.turn.older').waitFor({ state: 'attached' });

  await t.test('two fingers enlarge it, a double tap makes it whole', async () => {
    await touch(devtools, [
      [
        { x: 180, y: 200 },
        { x: 210, y: 230 },
      ],
      [
        { x: 150, y: 170 },
        { x: 240, y: 260 },
      ],
      [
        { x: 110, y: 130 },
        { x: 280, y: 300 },
      ],
    ]);
    await page.waitForFunction(() =>
      /scale\([2-6]/.test(
        document.querySelector<HTMLElement>('.viewport .pane .pane')?.style.transform ?? '',
      ),
    );
    for (const _tap of [1, 2]) await touch(devtools, [[{ x: 200, y: 220 }]]);
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('.viewport .pane .pane')?.style.transform === '',
    );
  });

  await t.test('a swipe turns to the older one and back', async (t) => {
    await touch(devtools, [[{ x: 330, y: 220 }], [{ x: 200, y: 222 }], [{ x: 40, y: 224 }]]);
    await at(older);
    await page.locator('.turn.newer').waitFor({ state: 'attached' });
    await touch(devtools, [[{ x: 40, y: 220 }], [{ x: 200, y: 222 }], [{ x: 340, y: 224 }]]);
    await at(newer);
    t.equal(await zoomOf(page), 1);
  });

  await t.test('the best picture there is can be kept', async (t) => {
    const link = page.getByRole('link', { name: 'Download', exact: true });
    await page.locator('.action[href*="upscaled"]').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    t.match(download.suggestedFilename(), /^petcam-simulated-\d{8}-\d{6}\.jpg$/);
    t.match(download.url(), /variant=upscaled/);
  });

  await t.test('a frame that could not be looked at, and an enlargement, are tried again', async (t) => {
    const id = newer ?? 0;
    const index = loseFrame(hub, id);
    await page.reload();
    await page.getByText('Could not be sharpened').waitFor();
    await page.getByRole('button', { name: `Shot ${index + 1}. Couldn’t be checked.` }).click();
    await page.locator('.frame-verdict').getByRole('button', { name: 'Try again' }).click();
    const { burstId = 0 } = hub.store.photo(id) ?? {};
    const whole = () => hub.store.burst(burstId)?.state === 'cut' && hub.store.photo(id)?.upscale === 'done';
    await untilStored(hub.store, whole);
    t.notOk(hub.store.burst(burstId)?.frames.some(({ state }) => state === 'aside'));
    await page.locator('.film').waitFor();
    await page.getByText('Couldn’t be checked').waitFor({ state: 'detached' });

    loseFrame(hub, id);
    await page.reload();
    await page.locator('.photo-note').getByRole('button', { name: 'Try again' }).click();
    await page.locator('.photo-note').waitFor({ state: 'detached' });
    await untilStored(hub.store, whole);
  });

  await t.test('it is turned, and turned back', async (t) => {
    const id = newer ?? 0;
    const turn = () => hub.store.photo(id)?.turn;
    const isTall = (tall: boolean) =>
      page.waitForFunction((wanted) => {
        const shown = [...document.querySelectorAll<HTMLImageElement>('main img, .viewer img')];
        return shown.some(({ naturalHeight: h, naturalWidth: w }) => w > 400 && h > w === wanted);
      }, tall);
    await page.getByRole('button', { name: 'Turn right' }).click();
    await page.getByText('Photo turned').waitFor();
    t.equal(turn(), 90);
    await isTall(true);
    await untilStored(hub.store, () => hub.store.photo(id)?.upscale === 'done');
    await page.getByRole('button', { name: 'Undo' }).click();
    await untilStored(hub.store, () => turn() === 0 && hub.store.photo(id)?.upscale === 'done');
    await isTall(false);
    await page.getByRole('button', { name: 'Turn left' }).click();
    await untilStored(hub.store, () => turn() === 270);
    await page.getByRole('button', { name: 'Undo' }).click();
    await untilStored(hub.store, () => turn() === 0 && hub.store.photo(id)?.upscale === 'done');
  });

  await t.test('everything about it is done by keys alone', async (t) => {
    await page.locator('.turn.older').waitFor({ state: 'attached' });
    await press(page, 'Favourite');
    await page.getByRole('button', { name: 'Favourite', pressed: true }).waitFor();
    await press(page, 'Compare');
    await page.getByRole('slider').press('End');
    await page.locator('[aria-valuetext="100% original"]').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('slider').waitFor({ state: 'detached' });
    await page.locator('.film button.kept').first().press('Enter');
    await press(page, 'Use this one instead');
    await page.getByText('Chosen by you.').first().waitFor();
    await page.keyboard.press('Delete');
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.focus();
    await at(older);
    t.equal(hub.store.photos({ limit: 9 }).length, 1);
    await undo.press('Enter');
    await at(newer);
    t.equal(hub.store.photos({ limit: 9 }).length, 2);
    await page.locator('.turn.older').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.hash.startsWith('#/photo'));
    t.same(faults, []);
  });
});

/** Makes it look as if the vision process had been lost on a frame of a photo's burst, and on its enlargement. */
function loseFrame(hub: Awaited<ReturnType<typeof startHub>>, photoId: number): number {
  const { burstId = 0 } = hub.store.photo(photoId) ?? {};
  const index = hub.store.burst(burstId)?.frames.find(({ state }) => state === 'kept')?.index ?? -1;
  const db = new Database(databasePath(path.join(hub.directory, 'data')));
  const reason = JSON.stringify({
    code: 'vision-crashed',
    params: {},
    text: 'This frame could not be used.',
  });
  db.prepare("UPDATE frame SET state = 'aside', reason = ? WHERE burst_id = ? AND position = ?").run(
    reason,
    burstId,
    index,
  );
  db.prepare("UPDATE photo SET upscale = 'failed' WHERE id = ?").run(photoId);
  db.close();
  return index;
}

/** Presses a button as somebody without a pointer does. */
const press = (page: Page, name: string) => page.getByRole('button', { name }).press('Enter');
