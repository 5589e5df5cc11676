import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { RADIO_PROCESS } from '../../src/cameras/pairing/radio-process.js';
import type { CameraSensor, CameraState } from '../../src/cameras/protocol/types.js';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { temporaryFolder } from '../support/folder.js';
import { startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';
import { type PairedWith, plugInPaired } from '../support/virtual-camera.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

t.test('the care of a camera', { skip: noBrowser }, async (t) => {
  const deaf = path.join(temporaryFolder(t), 'radio.mjs');
  writeFileSync(deaf, 'process.exit(1);');
  const hub = await startHub(t, {}, { radio: { ...RADIO_PROCESS, entry: pathToFileURL(deaf), flags: [] } });
  const browser = await openBrowser(t);
  const { page, faults } = await openPhone(browser);
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const row = () => hub.store.camera('hall');
  const sound = async (what: string) => t.same(await accessibilityFaults(page), [], what);

  await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
  await fillIn(page, owner, 'Create my account');
  await page.getByRole('heading', { name: 'No photos yet' }).waitFor();

  await t.test('a hub whose Bluetooth fails says so, and shows the way by cable', async (t) => {
    await page.goto(`${hub.url}/#/pair`);
    await page.getByLabel('Name this camera').fill('Hall');
    await page.getByLabel('Name this camera').press('Enter');
    await heading('The hub’s Bluetooth failed.').waitFor();
    await sound('failed');
    t.equal(hub.store.cameras().length, 0, 'nothing is left of the try');
    await button('Add it by cable').press('Enter');
    t.equal(await page.getByLabel('Name this camera').inputValue(), 'Hall', 'the name is kept');
    await page.getByLabel('Name this camera').press('Enter');
    await page.getByText('Waiting for the camera to connect').waitFor();
    await sound('by cable');
    const line = await page.locator('code', { hasText: 'hub {' }).textContent();
    plugInPaired(t, JSON.parse(line?.slice('hub '.length) ?? '') as PairedWith);
    await heading('Hall is connected').waitFor();
    await page.getByRole('img', { name: 'The first photo' }).waitFor();
    await untilStored(hub.store, () => hub.store.photos({ limit: 1 }).length === 1);
  });

  await t.test('offline, its page says since when, and what has to wait', async (t) => {
    await untilStored(hub.store, () => row()?.online === false);
    await page.goto(`${hub.url}/#/cameras/hall`);
    await page.getByText('Offline', { exact: true }).waitFor();
    await page.getByText('Its settings can be changed once it is back.').waitFor();
    t.equal(await page.getByLabel('Picture size').isDisabled(), true);
    t.equal(await button('Restart').getAttribute('aria-disabled'), 'true');
    await sound('offline');
  });

  const key = '42'.repeat(32);
  await hub.store.rotateCameraKey('hall', Buffer.from(key, 'hex'));
  plugInPaired(t, { host: '127.0.0.1', port: hub.mqttTlsPort ?? 0, camera: 'hall', key });
  await untilStored(hub.store, () => row()?.online === true);

  await t.test('settings in plain words reach the camera', async (t) => {
    await page.getByText('Online', { exact: true }).waitFor();
    await page.getByText('Plugged in').waitFor();
    await page.getByLabel('Picture size').selectOption({ label: '1600 × 1200' });
    await page.getByLabel('Photos in a burst').selectOption('6');
    await page.getByLabel('Take photos when something moves').uncheck();
    for (const later of ['It hangs upside down', 'Swap left and right'])
      t.equal(await page.getByLabel(later).count(), 0, `one of the first cameras is not asked: ${later}`);
    t.equal(await page.getByText('Light and image sensor').count(), 0);
    t.equal(await page.getByLabel('Motion sensitivity').count(), 0, 'what makes no difference is not asked');
    await page.getByLabel('Scheduled photos (by the camera)').selectOption({ label: 'Every 1 hour' });
    await button('Save').click();
    await page.getByText('Saved on the camera').waitFor();
    // The camera says that it has them, and then how it is: the second may still be on its way.
    await untilStored(hub.store, () => row()?.state?.settings.frameSize === 'uxga');
    t.match(row()?.state?.settings, {
      frameSize: 'uxga',
      burstFrames: 6,
      motion: false,
      scheduleSeconds: 3600,
      quality: 10,
    });
    await sound('settings');
  });

  await t.test('a camera of later firmware is asked what it can do, and nothing else', async (t) => {
    await hub.store.addCamera('attic', 'Attic', Buffer.from(key, 'hex'));
    const attic = () => hub.store.camera('attic');
    const camera = { host: '127.0.0.1', port: hub.mqttTlsPort ?? 0, camera: 'attic', key };
    plugInPaired(t, camera, {
      capabilities: ['flip', 'brightness', 'nightMode', 'clockMhz', 'motionIgnore'],
      sensor: { state: 'ok', model: 'ov2640', id: 38 },
    });
    await untilStored(hub.store, () => attic()?.online === true && attic()?.state !== null);
    await page.goto(`${hub.url}/#/cameras/attic`);
    await page.getByText('OV2640').waitFor();
    await page.getByLabel('It hangs upside down').check();
    await page.getByText('Light and image sensor').click();
    await page.getByLabel('Brightness').selectOption({ label: 'Brighter' });
    await page.getByLabel('Night: longer').check();
    await page.getByLabel('Clock of the image sensor').selectOption({ label: '8 MHz' });
    for (const absent of ['Swap left and right', 'Contrast', 'Exposure', 'Boost in the dark'])
      t.equal(await page.getByLabel(absent, { exact: true }).count(), 0, absent);
    await page.getByText('Ignored areas').click();
    const cell = (row: number, column: number) =>
      page.getByRole('button', { name: `Row ${row}, column ${column}`, exact: true });
    const [from, to] = [await cell(1, 1).boundingBox(), await cell(1, 4).boundingBox()];
    if (!from || !to) throw new Error('the cells are not there');
    await page.mouse.move(from.x + 5, from.y + 5);
    await page.mouse.down();
    await page.mouse.move(to.x + 5, to.y + 5, { steps: 12 });
    await page.mouse.up();
    await cell(1, 4).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    t.equal(await cell(2, 4).getAttribute('aria-pressed'), 'true');
    t.equal(await cell(1, 4).getAttribute('aria-pressed'), 'false', 'once more, and it counts again');
    await sound('later settings');
    await button('Save').click();
    await page.getByText('Saved on the camera').waitFor();
    await untilStored(hub.store, () => attic()?.state?.settings.flip === true);
    const { settings } = attic()?.state ?? {};
    t.equal(settings?.motionIgnore, `e0001${'0'.repeat(43)}`, 'as it was painted');
    t.match(settings, { flip: true, brightness: 1, nightMode: true, clockMhz: 8, quality: 10 });
    t.notHas(settings, { mirror: false });
  });

  await t.test('a sensor that cannot be used is named, with the ribbon to avoid', async () => {
    const state = hub.store.camera('attic')?.state as CameraState;
    const tell = (sensor: CameraSensor) =>
      hub.store.touchCamera('attic', { at: Date.now(), state: { ...state, sensor } });
    await tell({ state: 'unsupported', model: 'unsupported', id: 0x2145 });
    await page.getByText('Not supported (0x2145)').waitFor();
    await page.getByText('RHYX M21-45').waitFor();
    await sound('unsupported');
    await tell({ state: 'failing' });
    await page.getByText('Its image sensor doesn’t answer.').waitFor();
    await tell({ state: 'no-memory' });
    await page.getByText('Its board has no PSRAM').waitFor();
    await hub.store.removeCamera('attic');
    await page.goto(`${hub.url}/#/cameras/hall`);
  });

  await t.test('a timetable by the clock on the wall, and none again', async (t) => {
    const kept = () => {
      const found = hub.store.timetables().find(({ camera }) => camera === 'hall');
      return found && JSON.parse(found.spec);
    };
    await page.getByLabel('When', { exact: true }).selectOption({ label: 'At set times' });
    await page.getByLabel('Time 1', { exact: true }).fill('08:15');
    await button('Add a time').click();
    await page.getByLabel('Time 2', { exact: true }).fill('19:30');
    await button('Sunday').click();
    await sound('at set times');
    await button('Save schedule').click();
    await page.getByText('Schedule saved').waitFor();
    t.same(kept(), { at: ['08:15', '19:30'], days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] });
    await page.getByText(/^Next: .*8:15/).waitFor();
    await button('Remove Time 1').click();
    await page.getByLabel('When', { exact: true }).selectOption({ label: 'At regular intervals' });
    await page.getByLabel('How often').selectOption({ label: '3 hours' });
    await page.getByLabel('From', { exact: true }).fill('09:00');
    await sound('every so often');
    await button('Save schedule').click();
    await page.waitForFunction(() => !document.body.textContent?.includes('8:15'));
    t.match(kept(), { every: '3h', between: ['09:00', '20:00'] });
    await page.getByLabel('When', { exact: true }).selectOption({ label: 'Only when something happens' });
    await button('Save schedule').click();
    await page.getByText(/^Next: /).waitFor({ state: 'detached' });
    t.notOk(kept());
  });

  await t.test('one that is mounted sideways', async (t) => {
    await page.getByLabel('Rotate pictures').selectOption({ label: '90° to the right' });
    await page.getByText('New pictures will be rotated').waitFor();
    t.equal(row()?.turn, 90);
    await sound('mounted sideways');
    await button('Capture now').click();
    await untilStored(hub.store, () => hub.store.photos({ limit: 2 }).length === 2);
    const [photo] = hub.store.photos({ limit: 1 });
    t.ok(photo && photo.height > photo.width, 'the photo is upright');
    await page.waitForFunction(() => {
      const shown = document.querySelector<HTMLImageElement>('.camera-view img');
      return shown !== null && shown.naturalHeight > shown.naturalWidth;
    });
    const original = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return { width: image.naturalWidth, height: image.naturalHeight };
    }, `${hub.url}/photos/${photo?.id}/image?variant=original`);
    t.strictSame(original, { width: photo?.width, height: photo?.height }, 'and so is what is saved');
    await page.getByLabel('Rotate pictures').selectOption({ label: 'Not rotated' });
    await untilStored(hub.store, () => row()?.turn === 0);
  });

  await t.test('another name, and a restart from which it comes back', async (t) => {
    await page.getByRole('textbox', { name: 'Name' }).fill('Hallway');
    await button('Rename').click();
    await heading('Hallway').waitFor();
    t.equal(row()?.name, 'Hallway');
    const left = untilStored(hub.store, () => row()?.online === false);
    await button('Restart').click();
    await page.getByText('Restarting').waitFor();
    await left;
    await untilStored(hub.store, () => row()?.online === true);
  });

  await t.test('a member looks, and changes nothing', async (t) => {
    await page.goto(`${hub.url}/#/settings`);
    await button('Invite someone').click();
    const code = await page.locator('.invite-code').textContent();
    const theirs = await openPhone(browser);
    await theirs.page.goto(`${hub.url}/#/join?code=${code}`);
    await fillIn(theirs.page, { Name: 'Jun', Password: 'long enough too' }, 'Join');
    await theirs.page.getByRole('navigation').waitFor();
    await theirs.page.goto(`${hub.url}/#/cameras/hall`);
    await theirs.page.getByText('Only the owner of this home can change settings.').waitFor();
    t.equal(await theirs.page.getByRole('button', { name: 'Capture now' }).count(), 1);
    for (const name of ['Save', 'Save schedule', 'Restart', 'Remove this camera'])
      t.equal(await theirs.page.getByRole('button', { name }).count(), 0, name);
    await theirs.page.goto(`${hub.url}/#/pair`);
    await theirs.page.getByText('Only the owner can do this.').waitFor();
  });

  await t.test('it is removed after one more question', async (t) => {
    await page.goto(`${hub.url}/#/cameras/hall`);
    await button('Remove this camera').click();
    // The way back has the focus.
    await page.waitForFunction(() => document.activeElement?.textContent === 'No');
    await sound('sure?');
    await button('No').press('Enter');
    await button('Remove this camera').click();
    await page.getByRole('alertdialog').getByRole('button').last().click();
    await page.getByText('Hallway was removed').waitFor();
    await page.getByRole('heading', { name: 'No camera yet' }).waitFor();
    t.equal(row(), null);
    t.equal(hub.store.photos({ limit: 9 }).length, 2, 'its photos stay');
    await page.goto(`${hub.url}/#/cameras/hall`);
    await page.getByRole('heading', { name: 'This camera is gone' }).waitFor();
    await sound('gone');
    t.same(faults, []);
  });
});
