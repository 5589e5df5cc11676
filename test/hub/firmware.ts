import path from 'node:path';
import t, { type Test } from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { SimulatedCamera } from '../../src/cameras/simulator/camera.js';
import { openFrameSource } from '../../src/cameras/simulator/frame-source.js';
import { systemClock } from '../../src/core/clock.js';
import type { CameraUpdate } from '../../src/server/api/schemas/firmware.js';
import { readFirmwareFile } from '../../src/services/firmware/image.js';
import { isUnderWay } from '../../src/services/firmware/turn.js';
import type { RolloutState } from '../../src/store/firmware.js';
import { firmwareFile, type ImageOptions, imageBytes, pair } from '../support/firmware-image.js';
import { temporaryFolder } from '../support/folder.js';
import { freePorts } from '../support/free-ports.js';
import {
  type Person,
  plugIn,
  quietSettings,
  registerOwner,
  SAMPLE_BURSTS,
  startHub,
} from '../support/hub.js';
import { startHubProcess } from '../support/hub-process.js';
import { withStore } from '../support/stocked.js';
import { untilStored } from '../support/until.js';

const KEY = { PETCAM_FIRMWARE_KEY: pair.publicKey };
type Hub = Awaited<ReturnType<typeof startHub>>;

async function add(owner: Person, options: ImageOptions = {}) {
  const { file } = firmwareFile(options);
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await owner.fetch('/firmware', { method: 'POST', headers, body: new Uint8Array(file) });
  return { status: answer.status, body: (await answer.json()) as { id: number } };
}

/** A simulated camera of this version that takes updates of the test's key. */
async function camera(
  t: Test,
  hub: Hub,
  name: string,
  updates: object = {},
  firmware = '1.0.0',
  tell: (line: string) => void = () => {},
) {
  const own = { key: pair.publicKey, ...updates };
  const simulated = await plugIn(t, hub, { camera: name, firmware, updates: own, tell });
  await untilStored(hub.store, () => hub.store.camera(name)?.state?.firmware === firmware);
  return simulated;
}

/** For what announces nothing here: another process's database, the first frame of a burst. */
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const until = ({ store }: Pick<Hub, 'store'>, name: string, state: RolloutState) =>
  untilStored(store, () => store.rollouts().some((row) => row.camera === name && row.state === state));

t.test('an image goes from the owner into the camera', async (t) => {
  const hub = await startHub(t, KEY);
  const owner = await registerOwner(hub);
  await camera(t, hub, 'hall');
  const { status, body } = await add(owner);
  t.equal(status, 201);
  t.match(body, { version: '1.1.0', board: 'simulated', halted: false, cameras: [] });
  const before = await owner.get<{ update: CameraUpdate }>('/cameras/hall');
  t.match(before.update, { image: body.id, available: '1.1.0', state: null });
  const asked = await owner.send<object>('POST', `/firmware/${body.id}/rollout`, {});
  t.match(asked, { cameras: [{ camera: 'hall' }] });
  await until(hub, 'hall', 'done');
  t.match(hub.store.camera('hall')?.state, {
    firmware: '1.1.0',
    resetReason: 'ota',
    update: { version: '1.1.0', state: 'kept' },
  });
  const after = await owner.get<{ update: CameraUpdate | null }>('/cameras/hall');
  t.equal(after.update, null, 'nothing is left to do');
});

/** Every moment at which something changed: how many cameras were under way. */
function watchTurns({ store }: Pick<Hub, 'store'>) {
  const seen = { most: 0 };
  store.onEvents(() => {
    seen.most = Math.max(seen.most, store.rollouts().filter(isUnderWay).length);
  });
  return seen;
}

t.test('one camera at a time, and an update that goes wrong halts the others', async (t) => {
  const hub = await startHub(t, KEY);
  const owner = await registerOwner(hub);
  await camera(t, hub, 'hall', { ending: 'rolled-back' });
  await camera(t, hub, 'porch');
  await camera(t, hub, 'shed');
  const turns = watchTurns(hub);
  const { body } = await add(owner);
  await owner.send('POST', `/firmware/${body.id}/rollout`, {});
  await until(hub, 'hall', 'rolled-back');
  t.match(await owner.get(`/firmware`), {
    enabled: true,
    images: [{ halted: true, cameras: [{ state: 'rolled-back', reason: 'panic' }, {}, {}] }],
  });
  t.match(await owner.get('/cameras/hall'), {
    state: { firmware: '1.0.0' },
    update: { available: '1.1.0', state: 'rolled-back', reason: 'panic', percent: null },
  });
  t.match(await owner.get('/cameras/porch'), { update: { state: 'waiting' } });

  await owner.send('POST', `/firmware/${body.id}/rollout`, {});
  await until(hub, 'porch', 'done');
  await until(hub, 'shed', 'done');
  t.match(
    hub.store.rollouts().find(({ camera: name }) => name === 'hall'),
    { state: 'rolled-back' },
  );
  t.equal(turns.most, 1);

  await owner.send('POST', `/firmware/${body.id}/rollout`, { cameras: ['hall'] });
  await until(hub, 'hall', 'restarting');
  await until(hub, 'hall', 'rolled-back');
  t.match(await owner.send('POST', `/firmware/${body.id}/rollout`, {}), { code: 'firmware-no-camera' });
});

t.test(
  'a camera that loses its power in between begins anew; one that is away lets others go first',
  async (t) => {
    const hub = await startHub(t, KEY);
    const owner = await registerOwner(hub);
    const away = await camera(t, hub, 'attic');
    await away.stop();
    await untilStored(hub.store, () => hub.store.camera('attic')?.online === false);
    await camera(t, hub, 'hall', { breaksAt: 20_480 });
    const { body } = await add(owner);
    await owner.send('POST', `/firmware/${body.id}/rollout`, {});
    await until(hub, 'hall', 'done');
    t.match(
      hub.store.rollouts().find(({ camera: name }) => name === 'attic'),
      { state: 'waiting' },
    );
  },
);

t.test('a burst goes first', async (t) => {
  const hub = await startHub(t, KEY);
  const owner = await registerOwner(hub);
  const simulated = await camera(t, hub, 'hall');
  const order: string[] = [];
  hub.store.onEvents((events) => {
    for (const { type, data } of events)
      if (type === 'burst.closed' || (type === 'firmware.updated' && data.state === 'offered'))
        order.push(type);
  });
  const { body } = await add(owner);
  simulated.capture('motion');
  await eventually(() => hub.store.openBursts().length > 0);
  await owner.send('POST', `/firmware/${body.id}/rollout`, {});
  await until(hub, 'hall', 'done');
  t.strictSame(order, ['burst.closed', 'firmware.updated']);
});

t.test('an owner stops what is being received', async (t) => {
  const hub = await startHub(t, KEY);
  const owner = await registerOwner(hub);
  const told: string[] = [];
  await camera(t, hub, 'hall', {}, '1.0.0', (line) => told.push(line));
  await camera(t, hub, 'porch');
  const { body } = await add(owner, { bytes: imageBytes('1.1.0', 1_900_000) });
  await owner.send('POST', `/firmware/${body.id}/rollout`, { cameras: ['hall', 'porch'] });
  await until(hub, 'hall', 'receiving');
  t.match(await owner.send('DELETE', `/firmware/${body.id}`), { code: 'firmware-in-use' });
  t.match(await owner.send('DELETE', `/firmware/${body.id}/rollout`), {
    cameras: [
      { camera: 'hall', state: 'cancelled', reason: 'stopped' },
      { camera: 'porch', state: 'cancelled' },
    ],
  });
  await eventually(() => told.includes('hall: firmware 1.1.0 cancelled'));
  t.match(await owner.get('/cameras/hall'), { update: { available: '1.1.0', state: null } });
  t.equal(await owner.send('DELETE', `/firmware/${body.id}`), null);
  t.match(await owner.get('/firmware'), { images: [] });
});

t.test('a camera that is removed leaves the line to the next', async (t) => {
  const hub = await startHub(t, KEY);
  const owner = await registerOwner(hub);
  await camera(t, hub, 'hall');
  await camera(t, hub, 'porch');
  const { body } = await add(owner, { bytes: imageBytes('1.1.0', 400_000) });
  await owner.send('POST', `/firmware/${body.id}/rollout`, {});
  await until(hub, 'hall', 'receiving');
  await owner.send('DELETE', '/cameras/hall');
  await until(hub, 'porch', 'done');
  t.match(await owner.get('/firmware'), { images: [{ halted: false, cameras: [{ camera: 'porch' }] }] });
});

t.test('a hub that starts anew goes on where it was', async (t) => {
  const settings: Record<string, string> = { ...KEY, PETCAM_MQTT_PORT: String(await freePorts(1)) };
  const first = await startHub(t, settings);
  const owner = await registerOwner(first);
  await camera(t, first, 'hall');
  await camera(t, first, 'porch');
  const { body } = await add(owner, { bytes: imageBytes('1.1.0', 1_900_000) });
  await owner.send('POST', `/firmware/${body.id}/rollout`, {});
  await until(first, 'hall', 'receiving');
  await first.hub.stop();
  const data = { PETCAM_DATA_DIR: path.join(first.directory, 'data') };
  const second = await startHub(t, { ...settings, ...data });
  t.match(second.store.rollouts(), [
    { camera: 'hall', state: 'receiving' },
    { camera: 'porch', state: 'waiting' },
  ]);
  const turns = watchTurns(second);
  await until(second, 'hall', 'done');
  await until(second, 'porch', 'done');
  t.equal(turns.most, 1);
});

t.test('a hub that is killed goes on where it was', async (t) => {
  const directory = temporaryFolder(t);
  const settings: Record<string, string> = {
    ...quietSettings(directory),
    ...KEY,
    PETCAM_MQTT_PORT: String(await freePorts(1)),
  };
  const dataDirectory = settings['PETCAM_DATA_DIR'] ?? '';
  const key = newCameraKey();
  await withStore(dataDirectory, async (store) => {
    await store.addCamera('hall', 'hall', Buffer.from(key, 'hex'));
    const { bytes, ...image } = readFirmwareFile(
      firmwareFile({ bytes: imageBytes('1.1.0', 1_900_000) }).file,
      pair.publicKey,
    );
    await store.addFirmware(image, bytes);
    await store.askRollout(1, ['hall']);
  });
  const first = await startHubProcess(t, settings);
  const simulated = new SimulatedCamera({
    url: `mqtt://127.0.0.1:${first.mqttPort}`,
    camera: 'hall',
    key,
    frames: openFrameSource(SAMPLE_BURSTS),
    clock: systemClock,
    firmware: '1.0.0',
    updates: { key: pair.publicKey },
  });
  t.teardown(() => simulated.stop());
  simulated.start();
  const stateNow = () => withStore(dataDirectory, (store) => store.rollouts()[0]);
  await eventually(async () => (await stateNow())?.state === 'receiving');
  await first.kill();
  t.match(await stateNow(), { state: 'receiving' });
  await startHubProcess(t, settings);
  await eventually(async () => (await stateNow())?.state === 'done');
});

t.test('without a key there are no updates', async (t) => {
  const hub = await startHub(t);
  const owner = await registerOwner(hub);
  await camera(t, hub, 'hall');
  t.strictSame(await owner.get('/firmware'), { enabled: false, images: [] });
  t.match((await add(owner)).body, { status: 409, code: 'firmware-off' });
  t.match(await owner.send('POST', '/firmware/1/rollout', {}), { code: 'firmware-off' });
  t.match(await owner.send('DELETE', '/firmware/1'), { code: 'firmware-off' });
  t.match(await owner.get('/cameras/hall'), { update: null });
  await t.rejects(startHub(t, { PETCAM_FIRMWARE_KEY: '0'.repeat(128) }), { code: 'firmware-key' });
});

t.test('progress is told as it goes', async (t) => {
  const hub = await startHub(t, KEY);
  const owner = await registerOwner(hub);
  await camera(t, hub, 'hall');
  const gone = new AbortController();
  t.teardown(() => gone.abort());
  const events = await owner.fetch('/events', { signal: gone.signal });
  const { body } = await add(owner);
  await owner.send('POST', `/firmware/${body.id}/rollout`, {});
  const decoder = new TextDecoder();
  let heard = '';
  for await (const part of events.body as unknown as AsyncIterable<Uint8Array>) {
    heard += decoder.decode(part);
    if (/"state":"done"/.test(heard)) break;
  }
  t.match(heard, /event: firmware.progress\ndata: {"camera":"hall","version":"1.1.0","percent":\d+}/);
  for (const state of ['waiting', 'offered', 'receiving', 'restarting', 'trial', 'done'])
    t.match(heard, `"camera":"hall","version":"1.1.0","state":"${state}"`, state);
});
