import type { Page } from 'playwright-core';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { accessibilityFaults, fillIn, noBrowser, owner } from './fixtures/browser.js';
import { openTrustingPhone } from './fixtures/trusting-phone.js';

t.test('the app on the address that a phone trusts', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const url = `https://127.0.0.1:${hub.ports.https}`;
  const { context, page, faults } = await openTrustingPhone(t, hub.url);

  await t.test(
    'signing up leaves nothing but cookies that no script reads and no plain page gets',
    async (t) => {
      await page.goto(`${url}/#/setup?code=${await issueSetupCode(hub.store)}`);
      await fillIn(page, owner, 'Create my account');
      await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
      const cookies = await context.cookies();
      t.same(cookies.map(({ name }) => name).sort(), [
        '__Host-petcam_access',
        '__Secure-petcam_device',
        '__Secure-petcam_refresh',
      ]);
      for (const { name, secure, httpOnly, sameSite } of cookies)
        t.same({ secure, httpOnly, sameSite }, { secure: true, httpOnly: true, sameSite: 'Strict' }, name);
      t.equal(await page.evaluate(() => document.cookie), '');
      t.equal(await page.evaluate(() => isSecureContext), true);
    },
  );

  await t.test('a photo comes in by itself and opens', async () => {
    camera.capture('motion');
    await page.locator('.moment .loaded').first().waitFor();
    await page.locator('.moment-cover a').click();
    await page.locator('.film .chosen .loaded').waitFor();
    await page.goto(`${url}/#/`);
  });

  await t.test('its worker keeps the page', async (t) => {
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => caches.match('/')));
    await page.reload();
    await page.locator('.moment .loaded').first().waitFor();
    t.equal(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL), `${url}/worker.js`);
  });

  await t.test('the browser would install it', async (t) => {
    const devtools = await context.newCDPSession(page);
    const { errors, data } = await devtools.send('Page.getAppManifest');
    t.same(errors, []);
    t.match(JSON.parse(data ?? '{}'), { name: 'PetCam', display: 'standalone' });
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    t.same(installabilityErrors, []);
  });

  await t.test('signing out and in again', async (t) => {
    await page.goto(`${url}/#/settings`);
    await page.getByRole('button', { name: 'Notify this phone' }).waitFor();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const kept = (await context.cookies()).map(({ name, path }) => `${name} ${path}`);
    t.same(
      kept,
      ['__Secure-petcam_device /token'],
      'only what tells this browser from a stranger that guesses',
    );
    await fillIn(page, owner, 'Sign in');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    t.same(faults, []);
  });

  await t.test('everybody can read how a phone comes to trust the hub', async (t) => {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const language of ['en', 'ko'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.goto(`${hub.url}/trust?lang=${language}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        t.same(await accessibilityFaults(page), [], `${language} ${colorScheme}`);
        t.equal(await overflow(page), 0, 'nothing has to be scrolled sideways');
      }
  });
});

/** How many pixels of the page are beyond its right edge. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
