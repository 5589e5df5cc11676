import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { HOME } from '../support/fake-esp32.js';
import { startHub } from '../support/hub.js';
import { plugInPaired, virtualCameras } from '../support/virtual-camera.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('from an unboxed camera to its first photo', { skip: noBrowser }, async (t) => {
  const world = await virtualCameras(t, [{ name: 'PetCam-3A7F10', code: '40718235' }]);
  const hub = await startHub(t, {}, { radio: world.radio });
  const { page, faults } = await openPhone(await openBrowser(t));
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const sound = async (what: string) => t.same(await accessibilityFaults(page), [], what);

  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();

  await t.test('without a camera the page of cameras says what to do', async () => {
    await page.getByRole('link', { name: 'Cameras' }).click();
    await page.getByRole('link', { name: 'Add a camera' }).click();
    await heading('Plug the camera in').waitFor();
    await sound('start');
  });

  await t.test('it is found, and cancelling is a tap away', async (t) => {
    await page.getByLabel('Name this camera').fill('Living room');
    await press('Find camera');
    await page.getByText('PetCam-3A7F10').waitFor();
    t.match(await page.getByRole('timer').textContent(), /^[12]:\d\d left$/, 'the window counts down');
    await sound('found');
    await press('Cancel');
    await heading('Cameras').waitFor();
    t.equal(hub.store.cameras().length, 0);
  });

  await t.test('a code that was misread can be corrected', async () => {
    await page.getByRole('link', { name: 'Add a camera' }).click();
    await page.getByLabel('Name this camera').fill('Living room');
    await press('Find camera');
    await page.getByLabel('Pairing code').fill('4071 8236');
    await press('Connect');
    await page.getByText('That code isn’t right.').waitFor();
    await page.getByLabel('Pairing code').fill('4071 8235');
    await press('Connect');
  });

  await t.test('so can a wrong Wi-Fi password, which may be looked at', async (t) => {
    await heading('Which Wi-Fi?').waitFor();
    await sound('networks');
    await page.getByRole('radio', { name: /^Home with password/ }).check();
    await page.getByLabel('Wi-Fi password').fill('wrong horse');
    await press('Show');
    t.equal(await page.getByLabel('Wi-Fi password').getAttribute('type'), 'text');
    await press('Join');
    await page.getByText('The Wi-Fi password isn’t right.').waitFor();
    await page.getByLabel('Wi-Fi password').fill(HOME.password);
    await press('Join');
    await page.getByText('Waiting for the camera to connect').waitFor();
    await sound('at work');
  });

  await t.test('the camera calls home, and takes its first photo', async (t) => {
    plugInPaired(t, await world.handover(0));
    await heading('Living room is connected').waitFor();
    await page.getByRole('img', { name: 'The first photo' }).waitFor();
    await sound('arrived');
    t.match(hub.store.photos({ limit: 2 }), [{ camera: 'living-room' }]);
    await page.getByRole('link', { name: 'Open the camera' }).click();
    await heading('Living room').waitFor();
    await page.getByText('Online', { exact: true }).waitFor();
    t.same(faults, []);
  });

  await t.test('new Wi-Fi without a new key is a choice of whoever pairs it anew', async (t) => {
    await page.getByRole('link', { name: 'Pair again' }).click();
    await page.getByLabel('Only the Wi-Fi changed').check();
    await sound('paired anew');
    const asked = page.waitForRequest((request) => new URL(request.url()).pathname === '/pairing');
    await press('Find camera');
    t.strictSame((await asked).postDataJSON(), { camera: 'living-room', keepKey: true });
    await press('Cancel');
    await heading('Living room').waitFor();
  });

  await t.test('an owner tells the cameras where the hub will be', async (t) => {
    await page.goto(`${hub.url}/#/settings`);
    await page.getByText('Cameras connect to 127.0.0.1.').waitFor();
    await page.getByLabel('Next address').fill('192.168.1.20');
    await press('Tell the cameras');
    await page.getByText('Offline. It is told when it is back').waitFor();
    await page.getByText('They know it will be 192.168.1.20.').waitFor();
    await sound('address');
    await press('The hub stays at 127.0.0.1');
    await page.getByText('They know it will be').waitFor({ state: 'detached' });
    t.same(faults, []);
  });
});
