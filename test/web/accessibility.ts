import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('everybody can use every screen', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const browser = await openBrowser(t);
  const { page, context } = await openPhone(browser);
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await page.getByRole('heading', { name: 'Welcome' }).waitFor();
  t.same(await accessibilityFaults(page), [], 'set-up');
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  t.same(await accessibilityFaults(page), [], 'empty Today');
  camera.capture('motion');
  await untilStored(hub.store, () => hub.store.photos({ limit: 1 })[0]?.upscale === 'done');
  const [photo] = hub.store.photos({ limit: 1 });
  if (!photo) throw new Error('no photo');

  const screens = [
    { at: '#/', ready: '.moment .loaded' },
    { at: '#/gallery', ready: '.tile .loaded' },
    { at: `#/photo/${photo.id}`, ready: '.film .chosen .loaded' },
    { at: '#/photo/999', ready: '.empty' },
    { at: '#/cameras', ready: '.card .loaded' },
    { at: '#/settings', ready: '.rows .numbers' },
  ];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const { at, ready } of screens) {
      await page.goto(`${hub.url}/${at}`);
      await page.locator(ready).first().waitFor();
      t.same(await accessibilityFaults(page), [], `${at} ${colorScheme}`);
    }
  }

  await t.test('a new screen is where the focus goes, and names the window', async (t) => {
    await page.goto(`${hub.url}/#/photo/${photo.id}`);
    await page.locator('.film').waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => location.hash !== '' && !location.hash.startsWith('#/photo'));
    await page.goto(`${hub.url}/#/cameras`);
    await page.getByRole('heading', { name: 'Cameras' }).waitFor();
    await page.waitForFunction(() => document.title.startsWith('Cameras'));
    t.equal(await page.title(), 'Cameras · PetCam');
  });

  await t.test('the keyboard reaches a photo and turns it', async (t) => {
    const photos = () => hub.store.photos({ limit: 9 });
    // The camera plays an empty room in its turn, and the live view of the cameras' screen takes frames as well: a photo
    // without a pet is folded away.
    for (let taken = 2; photos().filter(({ folded }) => !folded).length < 2; taken += 1) {
      camera.capture('motion');
      await untilStored(hub.store, () => photos().length === taken);
    }
    await page.goto(`${hub.url}/#/gallery`);
    await page.locator('.tile a').nth(1).waitFor();
    await page.locator('.tile a').first().press('Enter');
    await page.locator('.turn.older').waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((id) => location.hash === `#/photo/${id}`, photo.id);
    await page.locator('.turn.newer').waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction((id) => location.hash !== `#/photo/${id}`, photo.id);
    t.match(await page.evaluate(() => location.hash), /^#\/photo\/\d+$/);
  });

  await t.test('without a session there is nothing but the sign-in', async (t) => {
    await context.clearCookies();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    t.same(await accessibilityFaults(page), []);
  });
});
