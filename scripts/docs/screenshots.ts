/** Takes the pictures of the documentation from a fresh hub whose simulated camera has had a good day. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { SimulatedCamera } from '../../src/cameras/simulator/camera.js';
import { openFrameSource } from '../../src/cameras/simulator/frame-source.js';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { systemClock } from '../../src/core/clock.js';
import { SAMPLE_BURSTS, startHub } from '../../test/support/hub.js';
import { sendMoments } from '../../test/support/moments.js';
import { untilStored } from '../../test/support/until.js';
import { virtualCameras } from '../../test/support/virtual-camera.js';

const HELP = `npm run screenshots -- [OPTIONS]

Starts a hub of its own with the built page and a simulated camera, and writes docs/images/*.webp, as a phone shows
them. Takes some minutes: every photo is chosen and enlarged for real. Build the page first: npm run build.

  --browser FILE   a Chromium (default /usr/bin/chromium)
  --help           this text`;

const phone = { width: 390, height: 844 };
const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const timeoutMs = 240_000;
/** For the pictures in view to load and fade in. */
const settleMs = 1500;

const frames = ['00.jpg', '01.jpg', '02.jpg', '03.jpg', '04.jpg'];
const day = [
  { scene: 'cat-turns-head', minutesAgo: 4, frames },
  { scene: 'cat-focus', minutesAgo: 46 },
  { scene: 'cat-looks-out', minutesAgo: 95, frames },
  { scene: 'cat-exposure', minutesAgo: 170 },
  { scene: 'cat-first-frames', minutesAgo: 26 * 60 },
  { scene: 'cat-night', minutesAgo: 31 * 60 },
];

type Teardown = { teardown(end: () => unknown): void };

/** A zone in which it is evening now, so that the whole day is today. */
function zoneOfEvening(): string {
  const ahead = ((18 - new Date().getUTCHours() + 36) % 24) - 12;
  return ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

async function openPhone(browser: Browser, timezoneId: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: phone,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    timezoneId,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(timeoutMs);
  return page;
}

async function signUp(page: Page, url: string, code: string | null): Promise<void> {
  await page.goto(`${url}/#/setup?code=${code}`);
  await page.getByLabel('Name', { exact: true }).fill('Mina');
  await page.getByLabel('Password', { exact: true }).fill('a long enough one');
  await page.getByRole('button', { name: 'Create my account' }).click();
  await page.getByRole('navigation').waitFor();
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

/** A hub with a day of photos, all enlarged, and its camera online. */
async function startExampleHub(t: Teardown, timeZone: string) {
  const world = await virtualCameras(t, [{ name: 'PetCam-3A7F10', code: '40718235' }]);
  const hub = await startHub(t, { PETCAM_TIME_ZONE: timeZone }, { radio: world.radio });
  const camera = 'living-room';
  const key = await sendMoments(hub, { id: camera, name: 'Living room' }, day);
  const simulated = new SimulatedCamera({
    url: `mqtt://127.0.0.1:${hub.mqttPort}`,
    camera,
    key,
    frames: openFrameSource(SAMPLE_BURSTS),
    clock: systemClock,
    settings: { burstIntervalMs: 100 },
  });
  t.teardown(() => simulated.stop());
  simulated.start();
  console.log(`waiting for ${day.length} photos`);
  await untilStored(hub.store, () => {
    const photos = hub.store.photos({ limit: 60 });
    return photos.length === day.length && photos.every(({ upscale }) => upscale === 'done');
  });
  return hub;
}

/** The screens, each as it is when it is ready. */
function screensOf(page: Page, url: string) {
  const open = async (at: string, ready: string) => {
    await page.goto(`${url}/${at}`);
    await page.locator(ready).first().waitFor();
  };
  return {
    today: () => open('#/', '.moment .loaded'),
    gallery: () => open('#/gallery', '.tile .loaded'),
    async photo() {
      await open('#/gallery', '.tile .loaded');
      await page.locator('.tile a').first().click();
      await page.locator('.film .chosen .loaded').waitFor();
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.locator('.split').waitFor();
    },
    async highlights() {
      await page.goto(`${url}/#/highlights`);
      await page.getByRole('button', { name: 'Make it now' }).click();
      await page.locator('.highlight-view .loaded').first().waitFor();
    },
    cameras: () => open('#/cameras', '.card .loaded'),
    async live() {
      await open('#/cameras/living-room', '.camera-view .loaded');
      await page.getByRole('button', { name: 'Watch live' }).click();
      await page.getByText('LIVE', { exact: true }).waitFor();
    },
    async people() {
      await page.goto(`${url}/#/settings`);
      await page.getByRole('button', { name: 'Invite someone' }).click();
      await page.locator('.qr-code').waitFor();
      await page.locator('.invite').evaluate((element) => element.scrollIntoView({ block: 'center' }));
    },
    async pairing() {
      await page.goto(`${url}/#/pair`);
      await page.getByLabel('Name this camera').fill('Hall');
      await page.getByRole('button', { name: 'Find camera' }).click();
      await page.getByLabel('Code on the label').fill('4071 8235');
      await page.getByRole('button', { name: 'Connect' }).click();
      await page.getByRole('heading', { name: 'Which Wi-Fi?' }).waitFor();
    },
  };
}

async function main(browserFile: string, t: Teardown): Promise<void> {
  mkdirSync(images, { recursive: true });
  const timeZone = zoneOfEvening();
  const hub = await startExampleHub(t, timeZone);
  const browser = await chromium.launch({
    executablePath: browserFile,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  t.teardown(() => browser.close());
  const page = await openPhone(browser, timeZone);
  await signUp(page, hub.url, await issueSetupCode(hub.store));
  const screens = screensOf(page, hub.url);
  const shots = {
    light: ['today', 'gallery', 'highlights', 'cameras', 'pairing'],
    dark: ['photo', 'today', 'gallery', 'live', 'people'],
  } as const;
  const inBoth = new Set<string>(['today', 'gallery']);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const name of shots[colorScheme]) {
      await screens[name]();
      await take(page, inBoth.has(name) ? `${name}-${colorScheme}` : name);
    }
  }
}

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: '/usr/bin/chromium' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else {
  const ends: (() => unknown)[] = [];
  try {
    await main(values.browser, { teardown: (end) => ends.unshift(end) });
  } finally {
    for (const end of ends) await end();
  }
}
