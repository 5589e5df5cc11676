import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

/** Controls that are there and can be seen only in part, or not at all, because the window ends or another thing lies on them. */
function cutControls(): string[] {
  const width = document.documentElement.clientWidth;
  const controls = document.querySelectorAll<HTMLElement>(
    'main a, main button, main select, main input, nav a',
  );
  return [...controls].flatMap((control) => {
    // What may be swept aside in a row of its own is reached by sweeping, and by Tab.
    if (control.closest('.chips, .memory-row, .hidden') || control.matches('.skip')) return [];
    const { left, right, width: across, height } = control.getBoundingClientRect();
    if (across === 0 || height === 0) return [];
    const said = control.getAttribute('aria-label') ?? control.textContent?.trim() ?? '';
    const isCut =
      control.scrollWidth > control.clientWidth + 1 && getComputedStyle(control).overflow !== 'visible';
    return left < -0.5 || right > width + 0.5 || isCut
      ? [`${said}: ${Math.round(left)} to ${Math.round(right)}`]
      : [];
  });
}

t.test('280 pixels and letters of twice the size hide no control', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const browser = await openBrowser(t);
  const { page, faults } = await openPhone(browser);
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('navigation').waitFor();
  camera.capture('motion');
  await untilStored(hub.store, () => hub.store.photos({ limit: 1 })[0]?.upscale === 'done');
  const [photo] = hub.store.photos({ limit: 1 });
  await page.goto('about:blank');
  await page.setViewportSize({ width: 280, height: 653 });
  await page.goto(hub.url);
  for (const language of ['en', 'ko']) {
    await page.evaluate((code) => localStorage.setItem('petcam.language', code), language);
    for (const [at, ready] of [
      ['#/', '.moment .loaded'],
      ['#/cameras', '.card .presence'],
      ['#/highlights', '.make-today'],
      ['#/films', '.screen-head h1'],
      ['#/activity', '.card h2'],
      [`#/share?photos=${photo?.id}`, '.button'],
      [`#/films?photos=${photo?.id}`, '.button'],
    ] as const) {
      await page.goto('about:blank');
      await page.goto(`${hub.url}/${at}`);
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%', 'important'));
      await page.locator(ready).first().waitFor();
      t.strictSame(await page.evaluate(cutControls), [], `${language} ${at}`);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      t.equal(wider, 0, `${language} ${at} is no wider than the window`);
    }
  }
  t.same(faults, []);
});
