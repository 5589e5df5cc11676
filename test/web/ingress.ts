import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../support/hub.js';
import { INGRESS_PATH, startIngress } from '../support/ingress.js';
import { fixture } from '../support/photos.js';
import { untilStored } from '../support/until.js';
import { noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('the page inside Home Assistant', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t, { PETCAM_TRUST_PROXY: '127.0.0.1,172.30.32.0/23' });
  const camera = await plugIn(t, hub);
  const home = await startIngress(t, hub.httpPort);
  const { page, context, faults } = await openPhone(await openBrowser(t));
  await page.goto(home.url);
  const frame = page.frameLocator('iframe');

  await t.test('the first person registers in the frame, and stays signed in', async (t) => {
    await frame.getByLabel('Setup code', { exact: true }).fill((await issueSetupCode(hub.store)) ?? '');
    for (const [label, value] of Object.entries(owner))
      await frame.getByLabel(label, { exact: true }).fill(value);
    await frame.getByRole('button', { name: 'Create my account' }).click();
    await frame.getByRole('heading', { name: 'No photos yet' }).waitFor();
    const kept = (await context.cookies()).map(({ name, path }) => `${name} ${path}`).sort();
    t.same(kept, [
      'ingress_session /api/hassio_ingress/',
      `petcam_access ${INGRESS_PATH}`,
      `petcam_device ${INGRESS_PATH}/token`,
      `petcam_refresh ${INGRESS_PATH}/token`,
    ]);
    await page.reload();
    await frame.getByRole('heading', { name: 'No photos yet' }).waitFor();
  });

  await t.test('a photo comes by itself, with its image', async () => {
    camera.capture('motion');
    await untilStored(hub.store, () => hub.store.photos({ limit: 1 }).length === 1);
    await frame.locator('.moment .loaded').first().waitFor();
  });

  await t.test('a camera is watched live', async () => {
    await frame.getByRole('link', { name: 'Cameras' }).click();
    await frame.locator('a[href="#/cameras/simulated"]').click();
    await frame.getByRole('button', { name: 'Watch live' }).click();
    await frame.getByText('LIVE', { exact: true }).waitFor();
    await frame.getByRole('button', { name: 'Stop' }).click();
  });

  await t.test('an upload is taken', async (t) => {
    const photo = [...fixture('cat-focus', 0)];
    const inner = page.frames().at(-1);
    const answer = await inner?.evaluate(async (bytes) => {
      const body = new FormData();
      body.append('photo', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'cat.jpg');
      const response = await fetch('./upscale', { method: 'POST', headers: { 'x-petcam': '1' }, body });
      return [response.status, response.headers.get('content-type')];
    }, photo);
    t.same(answer, [200, 'image/jpeg']);
  });

  await t.test('the session is renewed where its cookies are', async (t) => {
    const inner = page.frames().at(-1);
    const status = await inner?.evaluate(async () => {
      const headers = { 'x-petcam': '1', 'content-type': 'application/json' };
      return (await fetch('./token/refresh', { method: 'POST', headers, body: '{}' })).status;
    });
    t.equal(status, 200);
  });

  await t.test('nothing was asked for outside of the add-on, and nothing failed', async (t) => {
    t.same(home.strays, []);
    t.same(faults, []);
  });
});

t.test('nobody else may show it in a frame', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t, { PETCAM_TRUST_PROXY: '172.30.32.2' });
  const headers = { 'x-ingress-path': INGRESS_PATH, 'x-forwarded-for': '192.168.1.20' };
  const answer = await fetch(hub.url, { headers });
  t.match(answer.headers.get('content-security-policy'), "frame-ancestors 'none'");
  t.equal(answer.headers.get('x-frame-options'), 'DENY');
});
