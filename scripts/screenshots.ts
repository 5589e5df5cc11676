/** Takes the pictures of the documentation from a fresh hub whose simulated camera has sent a few bursts. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import type { PhotosPage } from '../src/api/schemas/photos.js';

const HELP = `npx tsx scripts/screenshots.ts --url URL --code CODE [OPTIONS]

Signs up at a hub that nobody has registered at, waits for photos, and writes docs/images/*.webp.
Start one with: npm run dev -- --every 5

  --url URL        the hub, as its banner says
  --code CODE      its set-up code, as its banner says
  --photos N       how many photos to wait for (default 8)
  --browser FILE   a Chromium (default /usr/bin/chromium)
  --help           this text`;

const phone = { width: 390, height: 844 };
const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const patienceMs = 120_000;
/** For the pictures in view to load and fade in. */
const settleMs = 2000;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    code: { type: 'string', default: '' },
    photos: { type: 'string', default: '8' },
    browser: { type: 'string', default: '/usr/bin/chromium' },
    help: { type: 'boolean', default: false },
  },
});

async function openPhone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: phone,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  return page;
}

async function signUp(page: Page): Promise<void> {
  await page.goto(`${values.url}/#/setup?code=${values.code}`);
  await page.getByLabel('Name', { exact: true }).fill('Mina');
  await page.getByLabel('Password', { exact: true }).fill('a long enough one');
  await page.getByRole('button', { name: 'Create my account' }).click();
  await page.getByRole('navigation').waitFor();
}

/** Waits until a photo of a pet is sharpened and enough others are there; gives its address. */
async function waitForPhotos(page: Page): Promise<string> {
  for (;;) {
    const { photos } = await page.evaluate(async () => {
      const answer = await fetch('/photos?limit=60');
      return (await answer.json()) as PhotosPage;
    });
    const best = photos.find(({ pet, upscale }) => pet !== null && upscale === 'done');
    if (best && photos.length >= Number(values.photos)) return `#/photo/${best.id}`;
    await page.waitForTimeout(2000);
  }
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(settleMs);
  const png = await page.screenshot();
  await sharp(png)
    .resize({ width: phone.width })
    .webp({ quality: 84 })
    .toFile(path.join(images, `${name}.webp`));
  console.log(`docs/images/${name}.webp`);
}

async function main(): Promise<void> {
  mkdirSync(images, { recursive: true });
  const browser = await chromium.launch({
    executablePath: values.browser,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await openPhone(browser);
    await signUp(page);
    const photo = await waitForPhotos(page);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.goto(`${values.url}/#/`);
      await page.locator('.moment .loaded').first().waitFor();
      await take(page, `today-${scheme}`);
      await page.goto(`${values.url}/#/gallery`);
      await page.locator('.tile .loaded').first().waitFor();
      await take(page, `gallery-${scheme}`);
    }
    await page.goto(`${values.url}/${photo}`);
    await page.locator('.film .chosen .loaded').waitFor();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.locator('.split').waitFor();
    await take(page, 'photo');
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(`${values.url}/#/cameras`);
    await page.locator('.card .loaded').first().waitFor();
    await take(page, 'cameras');
  } finally {
    await browser.close();
  }
}

if (values.help || values.url === '' || values.code === '') {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 2;
} else await main();
