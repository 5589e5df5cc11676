import t, { type Test } from 'tap';
import type { CameraUpdate } from '../src/api/schemas/firmware.js';
import type { RolloutState } from '../src/store/firmware.js';
import { firmwareFile, type ImageWish, pair } from './rig/firmware-image.js';
import { type Person, plugIn, registerOwner, startHub } from './rig/hub.js';
import { untilStored } from './rig/until.js';

t.setTimeout(240_000);

const KEY = { PETCAM_FIRMWARE_KEY: pair.publicKey };
type Hub = Awaited<ReturnType<typeof startHub>>;

async function add(owner: Person, wish: ImageWish = {}) {
  const { file } = firmwareFile(wish);
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await owner.fetch('/firmware', { method: 'POST', headers, body: new Uint8Array(file) });
  return { status: answer.status, body: (await answer.json()) as { id: number } };
}

/** A simulated camera of this version that takes updates of the test's key. */
async function camera(t: Test, hub: Hub, name: string, updates: object = {}, firmware = '1.0.0') {
  const simulated = await plugIn(t, hub, {
    camera: name,
    firmware,
    updates: { key: pair.publicKey, ...updates },
  });
  await untilStored(hub.store, () => hub.store.camera(name)?.state?.firmware === firmware);
  return simulated;
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
