import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';
import { pressOn } from './fixtures/keyboard.js';

t.test('the photo frame', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const { page, faults } = await openPhone(await openBrowser(t));
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const seen = () => page.locator('.frame-front').getAttribute('src');
  const isSeen = (id: number) =>
    page.waitForFunction(
      (part) => document.querySelector<HTMLImageElement>('.frame-front')?.src.includes(part),
      `/photos/${id}/`,
    );
  const newest = () => hub.store.photos({ limit: 1 })[0]?.id ?? 0;
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();

  await t.test('waits for the first photo, and shows it by itself', async (t) => {
    await page.goto(`${hub.url}/#/gallery`);
    await pressOn(page, page.getByRole('link', { name: 'Photo frame' }));
    await page.getByText('The first good photo shows up here by itself.').waitFor();
    t.same(await accessibilityFaults(page), []);
    camera.capture('motion');
    await page.locator('.frame-front').waitFor();
    await isSeen(newest());
    await page.getByText('Just now').waitFor();
    t.same(await accessibilityFaults(page), []);
  });

  await t.test('a new photo is there at once, and the keys turn, pause and leave', async (t) => {
    const first = newest();
    await page.keyboard.press('Space');
    await button('Go on').waitFor();
    camera.capture('motion');
    await untilStored(hub.store, () => newest() !== first);
    const second = newest();
    await isSeen(second);
    await page.keyboard.press('ArrowRight');
    await isSeen(first);
    await page.keyboard.press('ArrowLeft');
    await isSeen(second);
    await pressOn(page, button('Next photo'));
    await isSeen(first);
    await hub.store.deletePhoto(first);
    await isSeen(second);
    t.match(await seen(), `/photos/${second}/`);
    await page.keyboard.press('Escape');
    await page.getByRole('navigation').waitFor();
    t.equal(await page.evaluate(() => location.hash), '#/gallery');
  });

  await t.test('who wants stillness has photos that do not fade', async (t) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    // Anew, so that the way out of the frame is over.
    await page.goto('about:blank');
    await page.goto(`${hub.url}/#/frame`);
    await page.locator('.frame-photo').waitFor();
    t.equal(
      await page.locator('.frame-photo').evaluate((photo) => getComputedStyle(photo).animationName),
      'none',
    );
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    t.equal(
      await page.locator('.frame-photo').evaluate((photo) => getComputedStyle(photo).animationName),
      'frame-in',
    );
    t.same(faults, []);
  });
});
