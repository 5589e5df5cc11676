/** From the QR code of the set-up to the first photo, on a phone that trusts the hub: how many taps it takes. */
import type { Locator } from 'playwright-core';
import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { HOME } from '../support/fake-esp32.js';
import { startHub } from '../support/hub.js';
import { plugInPaired, virtualCameras } from '../support/virtual-camera.js';
import { noBrowser, owner } from './fixtures/browser.js';
import { openTrustingPhone } from './fixtures/trusting-phone.js';

const MOST_TAPS = 10;

t.test('a camera is there after at most ten taps', { skip: noBrowser }, async (t) => {
  const world = await virtualCameras(t, [{ name: 'PetCam-3A7F10', code: '40718235' }]);
  const hub = await startHub(t, {}, { radio: world.radio });
  const { page } = await openTrustingPhone(t, hub.url);
  let taps = 0;
  const tap = async (what: Locator) => {
    taps += 1;
    await what.tap();
  };
  const press = (name: string) => tap(page.getByRole('button', { name, exact: true }));
  /** Taps the first field of a form; the key of the keyboard leads to the next one. */
  const type = async (label: string, ...texts: string[]) => {
    await tap(page.getByLabel(label, { exact: true }));
    for (const [index, text] of texts.entries()) {
      if (index > 0) await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    }
  };

  await page.goto(`${hub.url}/trust?open#/setup`);
  await page.waitForURL(`https://127.0.0.1:${hub.ports.https}/#/setup`);
  await type('Setup code', (await issueSetupCode(hub.store)) ?? '', owner.Name, owner.Password);
  await press('Create my account');
  await tap(page.getByRole('link', { name: 'Add a camera' }).first());
  await type('Name this camera', 'Living room');
  await press('Find camera');
  await type('Pairing code', '40718235');
  await press('Connect');
  await tap(page.getByRole('radio', { name: /^Home with password/ }));
  await type('Wi-Fi password', HOME.password);
  await press('Join');
  plugInPaired(t, await world.handover(0));
  await page.getByRole('img', { name: 'The first photo' }).waitFor();
  t.ok(taps <= MOST_TAPS, `${taps} taps`);
  t.match(hub.store.cameras(), [{ id: 'living-room', online: true }]);
});
