import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { databasePath, openForWriting } from '../../src/store/database.js';
import { startHub } from '../support/hub.js';
import { countDays, fillGallery, giveThumbnails } from '../support/many-photos.js';
import { KEY } from '../support/store.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

/** On a phone taller than any element that a browser lays out: 33.5 million pixels are reached at 764,000. */
const PHOTOS = 800_000;
/** Half an hour between two and two: 96 a day. */
const EVERY_MS = 1_800_000;
const A_DAY = 96;
/** Ids, and so times, of those that there are: the oldest, those of June 1981, the newest. The others are only counted. */
const THERE = [
  [1, 2_000],
  [400_001, 6_000],
  [PHOTOS - 1_999, 2_000],
] as const;
const BROWSERS_MOST_PX = 33_554_400;

t.test('a gallery that is taller than browsers go', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  await hub.store.addCamera('porch', 'Porch', KEY);
  const db = openForWriting(databasePath(path.join(hub.directory, 'data')));
  const grey = { create: { width: 32, height: 24, channels: 3 as const, background: '#999' } };
  for (const [first, photos] of THERE) fillGallery(db, photos, EVERY_MS, first);
  for (const [index, [first, photos]] of THERE.entries()) {
    const next = THERE[index + 1];
    if (next) countDays(db, Math.ceil((first + photos) / A_DAY), Math.floor(next[0] / A_DAY), A_DAY / 2);
  }
  giveThumbnails(db, await sharp(grey).webp().toBuffer(), 200);
  db.close();
  const { page } = await openPhone(await openBrowser(t));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();
  await page.goto(`${hub.url}/#/gallery`);
  await page.getByText(/^799,\d{3} photos$/).waitFor();
  await page.locator('.tile a').first().waitFor();
  const newest = await firstTile(page);

  await t.test('its end is the oldest photo', async (t) => {
    const rows = Math.ceil(799_000 / 3) * (390 / 3);
    t.ok(rows > BROWSERS_MOST_PX, 'the test is one');
    await page.keyboard.press('End');
    await page.getByRole('heading', { name: /January 1970/ }).waitFor();
    const last = page.locator('.tile a').last();
    await last.waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.tile a')].at(-1)?.getAttribute('href')?.includes('/photo/1'),
    );
    t.match(await last.getAttribute('href'), /photo\/1(\?|$)/);
    await last.scrollIntoViewIfNeeded();
    await last.click();
    await page.locator('.viewer .viewport').waitFor();
    t.match(await page.evaluate(() => location.hash), /^#\/photo\/1$/);
    await page.goBack();
    await page.getByRole('heading', { name: /January 1970/ }).waitFor();
    t.pass('and going back comes back to it');
  });

  await t.test('in the middle a turn of the wheel moves the photos by as much', async (t) => {
    await page.getByRole('button', { name: 'Go to a date' }).click();
    await page.getByLabel('Month', { exact: true }).selectOption('1981-06');
    await page.getByRole('button', { name: '15 June 1981' }).click();
    await page.getByRole('heading', { name: /June 1981/ }).waitFor();
    const before = await tileAt(page, 700);
    await page.mouse.move(200, 400);
    await page.mouse.wheel(0, 300);
    await page.waitForFunction(
      ([href, most]) => {
        const tile = document.querySelector(`.tile a[href="${href}"]`);
        return tile !== null && Math.abs(tile.getBoundingClientRect().top - Number(most)) < 3;
      },
      [before.href, before.top - 300] as const,
    );
    t.pass('300 pixels for 300 pixels, the scroll bar set right meanwhile');
  });

  await t.test('and scrolling up on and on ends at the newest', async (t) => {
    await page.evaluate(() => window.scrollTo(0, 600));
    await page.mouse.move(200, 400);
    for (let turn = 0; turn < 12; turn += 1) {
      await page.mouse.wheel(0, -700);
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
    }
    await page.waitForFunction(
      (newest) => scrollY === 0 && document.querySelector('.tile a')?.getAttribute('href') === newest,
      newest,
    );
    t.equal(await firstTile(page), newest);
  });
});

const firstTile = (page: Page) => page.locator('.tile a').first().getAttribute('href');

/** The first tile that begins below a height of the window. */
function tileAt(page: Page, below: number): Promise<{ href: string; top: number }> {
  return page
    .waitForFunction((below) => {
      const tiles = [...document.querySelectorAll('.tile a')].map((tile) => ({
        href: tile.getAttribute('href') ?? '',
        top: tile.getBoundingClientRect().top,
      }));
      return tiles.find(({ top }) => top > below);
    }, below)
    .then(async (found) => (await found.jsonValue()) as { href: string; top: number });
}
