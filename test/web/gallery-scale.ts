import path from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import sharp from 'sharp';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { databasePath, openForWriting } from '../../src/store/database.js';
import { startHub } from '../support/hub.js';
import { fillGallery, giveThumbnails } from '../support/many-photos.js';
import { KEY } from '../support/store.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

const PHOTOS = 100_000;
/** Half an hour between two and two: almost three years. */
const EVERY_MS = 1_800_000;
const most = { elements: 1500, growthBytes: 6_000_000 };

t.test('a gallery of 100,000 photos on a phone', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  await hub.store.addCamera('porch', 'Porch', KEY);
  const db = openForWriting(databasePath(path.join(hub.directory, 'data')));
  const grey = { create: { width: 32, height: 24, channels: 3 as const, background: '#999' } };
  fillGallery(db, PHOTOS, EVERY_MS);
  giveThumbnails(db, await sharp(grey).webp().toBuffer());
  db.close();
  const { page, context, faults } = await openPhone(await openBrowser(t));
  const devtools = await context.newCDPSession(page);
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();
  await page.goto(`${hub.url}/#/gallery`);
  await page.getByText('99,900 photos').waitFor();
  await untilShown(page);

  await t.test('scrolling through all of it grows neither the page nor its memory', async (t) => {
    await walk(page, 0, 0.15, 6);
    const early = await weigh(devtools, page);
    await walk(page, 0.15, 1, 24);
    await page.getByRole('heading', { name: /January 1970/ }).waitFor();
    const late = await weigh(devtools, page);
    t.ok(early.elements < most.elements && late.elements < most.elements, `${late.elements} elements`);
    t.ok(late.heap - early.heap < most.growthBytes, `${late.heap - early.heap} bytes more`);
    t.same(faults, []);
  });

  await t.test('a tile whose photo has not come is a placeholder, never a hole', async (t) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/photos?*', async (route) => {
      await held;
      await route.continue();
    });
    await scrollTo(page, 0.5);
    await page.locator('.tile .picture.waiting').nth(8).waitFor();
    t.equal(await page.locator('.tile .picture.loaded').count(), 0);
    const background = await page
      .locator('.tile .picture')
      .first()
      .evaluate((picture) => getComputedStyle(picture).backgroundColor);
    t.not(background, 'rgba(0, 0, 0, 0)');
    release();
    await untilShown(page);
    await page.unroute('**/photos?*');
  });

  await t.test('the calendar leads to a day', async (t) => {
    await page.getByRole('button', { name: 'Go to a date' }).click();
    await page.getByLabel('Month', { exact: true }).selectOption('1971-03');
    await page.getByRole('button', { name: '14 March 1971' }).click();
    await page.getByRole('heading', { name: /March 1971/ }).waitFor();
    await untilShown(page);
    await page.waitForFunction(() => {
      const tiles = [...document.querySelectorAll('.tile')];
      const below = tiles.find((tile) => tile.getBoundingClientRect().top >= 110);
      return (
        below?.querySelector('img')?.alt.includes('14 March') ||
        below?.querySelector('img')?.alt.includes('15 March')
      );
    });
    const days = await page
      .locator('.tile img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).alt));
    t.ok(days.some((alt) => alt.includes('14 March')));
    const heading = await page.getByRole('heading', { name: /March 1971/ }).boundingBox();
    t.ok(
      heading && heading.y > 0 && heading.y < 100,
      'the month stands above its photos, also in its middle',
    );
    t.equal(await page.getByRole('slider').getAttribute('aria-valuetext'), 'March 1971');
  });
});

/** Goes from one part of the page to another (0..1) in steps, and waits at each until photos are there. */
async function walk(page: Page, from: number, until: number, steps: number): Promise<void> {
  for (let step = 1; step <= steps; step += 1) {
    await scrollTo(page, from + ((until - from) * step) / steps);
    await untilShown(page);
  }
}

async function scrollTo(page: Page, part: number): Promise<void> {
  await page.evaluate(
    (part) => window.scrollTo(0, part * (document.documentElement.scrollHeight - innerHeight)),
    part,
  );
  // The tiles of the place before have gone when the next ones are drawn.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** Every tile in the window shows its photo. */
async function untilShown(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const inside = [...document.querySelectorAll('.tile')].filter((tile) => {
      const { top, bottom } = tile.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
    return inside.length > 5 && inside.every((tile) => tile.querySelector('.loaded'));
  });
}

async function weigh(devtools: CDPSession, page: Page) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return { heap: usedSize, elements: await page.evaluate(() => document.querySelectorAll('*').length) };
}
