import type { Page } from 'playwright-core';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

/** Everything that the service worker keeps, as paths. */
const keptBy = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });

/** A WebP of one grey pixel, base64. */
const dot = 'UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAUAmJaQAA3AA/v02aAA=';

/** Whether the browser still has an image without asking the hub. */
const hasKept = (page: Page, address: string) =>
  page.evaluate(
    (address) =>
      fetch(address, { cache: 'only-if-cached', mode: 'same-origin' }).then(
        ({ ok }) => ok,
        () => false,
      ),
    address,
  );

t.test('the app without its hub', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const { page, context } = await openPhone(await openBrowser(t, { whole: true }));
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  camera.capture('motion');
  await untilStored(hub.store, () => hub.store.photos({ limit: 1 }).length === 1);
  await page.locator('.moment .loaded').first().waitFor();
  const image = (await page.locator('.moment img').first().getAttribute('src')) ?? '';

  await t.test(
    'only the page itself is kept for later, no photo and nothing that the hub said',
    async (t) => {
      await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => caches.match('/')));
      await page.reload();
      await page.locator('.moment .loaded').first().waitFor();
      t.equal(await page.evaluate(() => navigator.serviceWorker.controller?.state), 'activated');
      const kept = await keptBy(page);
      t.ok(kept.includes('/') && kept.some((path) => path.endsWith('.js')));
      t.same(
        kept.filter((path) => !/^\/($|assets\/|icon|manifest)/.test(path)),
        [],
      );
    },
  );

  await t.test('who signs out takes the photos along', async (t) => {
    t.equal(await hasKept(page, image), true, 'until then the browser has them');
    await page.goto(`${hub.url}/#/settings`);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    t.equal(await hasKept(page, image), false);
    await fillIn(page, owner, 'Sign in');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
  });

  await t.test('a visit that the hub pushes is shown, one of a camera at a time', async (t) => {
    await context.grantPermissions(['notifications']);
    const devtools = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first) resolve(first.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    const registrationId = await registered;
    for (const photo of [1, 2]) {
      const visit = { photo, camera: 'porch', cameraName: 'Porch', pet: 'cat', takenAt: 0, picture: dot };
      const message = { origin: hub.url, registrationId, data: JSON.stringify(visit) };
      await devtools.send('ServiceWorker.deliverPushMessage', message);
      await page.waitForFunction(async (photo) => {
        const shown = await (await navigator.serviceWorker.ready).getNotifications();
        return shown.length === 1 && shown[0]?.data === `${location.origin}/#/photo/${photo}`;
      }, photo);
    }
    const shown = await page.evaluate(async () => {
      const [first] = await (await navigator.serviceWorker.ready).getNotifications();
      return [first?.title, first?.body, (first as { image?: string } | undefined)?.image];
    });
    t.same(shown, ['Your cat is here.', 'Porch', `data:image/webp;base64,${dot}`]);
  });

  await t.test('it opens without the hub, and says so', async (t) => {
    await hub.hub.stop();
    await page.reload();
    await page.getByRole('heading', { name: 'Can’t reach the hub' }).waitFor();
    const icon = await page.evaluate(async () => (await fetch('icon.svg', { cache: 'no-store' })).ok);
    t.equal(icon, true, 'with the picture of its starting screen');
    t.equal(await page.getByRole('button', { name: 'Try again' }).count(), 1);
  });
});

t.test('on a plain home network it works without a worker', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t, { PETCAM_ALLOWED_HOSTS: 'petcam.test' });
  const { page, faults } = await openPhone(await openBrowser(t, { whole: true }));
  const url = hub.url.replace('127.0.0.1', 'petcam.test');
  await page.goto(`${url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  t.equal(await page.evaluate(() => 'serviceWorker' in navigator), false);
  t.same(faults, []);
});
