import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { behindPassword, esphomeStream } from '../support/camera-firmware.js';
import { startHub } from '../support/hub.js';
import { sampleFrames } from '../support/jpegs.js';
import { startRawServer } from '../support/raw-server.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test(
  'a camera with its own firmware is found, shown and added by its address',
  { skip: noBrowser },
  async (t) => {
    const knows = (header: string) => header === `Basic ${btoa('cat:purr')}`;
    const camera = await startRawServer(
      t,
      behindPassword('Basic realm="cam"', knows, esphomeStream(sampleFrames())),
    );
    const hub = await startHub(t, { PETCAM_CAMERA_NETWORKS: '127.0.0.1' });
    const { page, faults } = await openPhone(await openBrowser(t));
    const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const sound = async (what: string) => t.same(await accessibilityFaults(page), [], what);

    await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
    await fillIn(page, owner, 'Create my account');
    await page.getByRole('link', { name: 'Cameras' }).click();
    await page.getByRole('link', { name: 'Add a camera' }).click();
    await press('Another brand of camera? Add it by address');
    await heading('Where is the camera?').waitFor();
    await sound('address');
    await page.getByLabel('Address', { exact: true }).fill('169.254.1.1');
    await press('Find camera');
    await page.getByText('The hub can’t look for cameras at this address').waitFor();
    await page.getByLabel('Address', { exact: true }).fill(`127.0.0.1:${camera.port}`);
    await press('Find camera');
    await page.getByText('The camera asks for a user name and a password.').waitFor();
    await page.getByLabel('Camera user name').fill('cat');
    await page.getByLabel('Camera password').fill('purr');
    await press('Find camera');
    await heading('Is this it?').waitFor();
    const picture = page.getByRole('img', { name: 'What the camera sees now' });
    t.ok(
      await picture.evaluate((image) => 'naturalWidth' in image && Number(image.naturalWidth) > 0),
      'the picture is shown',
    );
    t.same(hub.store.cameras(), [], 'nothing is kept yet');
    await sound('found');
    await page.getByLabel('Name this camera').fill('Garden');
    await press('Add this camera');
    await heading('Garden').waitFor();
    t.match(hub.store.cameras(), [{ id: 'garden', stream: { kind: 'stream' } }]);
    t.equal(await page.getByRole('button', { name: 'Restart' }).count(), 0, 'nothing that it cannot do');
    await page.getByLabel('Photos in a burst').selectOption('5');
    await press('Save');
    await page.getByText('Saved', { exact: true }).waitFor();
    t.match(hub.store.camera('garden'), { stream: { settings: { burstFrames: 5 } } });
    await sound('its page');
    const other = await startRawServer(t, esphomeStream(sampleFrames()));
    await page.getByText(`http://127.0.0.1:${camera.port}/`).waitFor();
    await press('Change the address');
    await page.getByLabel('Address', { exact: true }).fill(`127.0.0.1:${other.port}`);
    await press('Find camera');
    await picture.waitFor();
    await sound('the picture from another address');
    await press('Use this address');
    await page.getByText(`http://127.0.0.1:${other.port}/`).waitFor();
    await press('Change the address');
    await press('Cancel');
    t.match(hub.store.streamSource('garden'), { url: `http://127.0.0.1:${other.port}/` });
    t.same(faults, ['POST /cameras/probe 422', 'POST /cameras/probe 422'], 'the two refusals alone');
  },
);
