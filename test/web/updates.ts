import t from 'tap';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { readFirmwareFile } from '../../src/services/firmware/image.js';
import { firmwareFile, imageBytes, pair } from '../support/firmware-image.js';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('firmware for a camera, as its owner meets it', { skip: noBrowser }, async (t) => {
  const hub = await startHub(t, { PETCAM_FIRMWARE_KEY: pair.publicKey });
  const browser = await openBrowser(t);
  const { page, faults } = await openPhone(browser);
  const part = (name: string) => page.getByRole('article', { name }).getByRole('group', { name: 'Update' });
  const press = (name: string, label: string) =>
    part(name).getByRole('button', { name: label, exact: true }).click();
  const sound = async (what: string) => t.same(await accessibilityFaults(page), [], what);
  const soundInBoth = async (what: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await sound(`${what} ${colorScheme}`);
    }
  };
  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();
  const updates = { key: pair.publicKey };
  await plugIn(t, hub, {
    camera: 'hall',
    firmware: '1.0.0',
    updates: { ...updates, ending: 'rolled-back' },
  });
  await plugIn(t, hub, { camera: 'porch', firmware: '1.0.0', updates });
  await untilStored(hub.store, () => hub.store.cameras().every(({ state }) => state !== null));
  await page.goto(`${hub.url}/#/cameras`);
  await page.getByRole('heading', { name: 'hall' }).waitFor();
  t.equal(
    await page.getByRole('group', { name: 'Update' }).count(),
    0,
    'nothing is said of what is not there',
  );

  const file = firmwareFile({ version: '1.1.0', bytes: imageBytes('1.1.0', 1_900_000) });
  const { bytes, ...image } = readFirmwareFile(file.file, pair.publicKey);
  await hub.store.addFirmware(image, bytes);
  await part('hall').getByText('Firmware 1.1.0 is ready for this camera.').waitFor();
  await soundInBoth('offered');

  await press('hall', 'Update to 1.1.0');
  await part('hall').getByRole('progressbar', { name: 'Updating to 1.1.0' }).waitFor();
  await part('hall')
    .getByText(/Updating to 1\.1\.0 · \d+%/)
    .waitFor();
  await press('porch', 'Update to 1.1.0');
  await part('porch').getByText('Version 1.1.0 is installed when it is this camera’s turn.').waitFor();
  await soundInBoth('under way');

  await part('hall').getByText('It went back to the version before. It crashed.').waitFor();
  await soundInBoth('rolled back');
  t.match(hub.store.rollouts(), [{ state: 'rolled-back' }, { state: 'waiting' }], 'the other one waits');
  await part('porch').getByText('This one waits for your OK.').waitFor();
  await press('porch', 'Stop the update');
  await part('porch').getByRole('button', { name: 'Update to 1.1.0' }).waitFor();
  await press('hall', 'Try again');
  await part('hall').getByRole('progressbar').waitFor();
  await press('porch', 'Update to 1.1.0');
  await part('hall').getByText('It went back to the version before').waitFor();
  await press('porch', 'Update anyway');
  await untilStored(hub.store, () => hub.store.rollouts().some(({ state }) => state === 'done'));
  await part('porch').waitFor({ state: 'detached' });
  await press('hall', 'Try again');
  await part('hall').getByRole('progressbar').waitFor();
  await press('hall', 'Stop the update');
  await part('hall').getByRole('button', { name: 'Update to 1.1.0' }).waitFor();
  t.same(faults, []);
});
