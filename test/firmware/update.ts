import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { newFirmwareKey } from '../../src/cameras/protocol/firmware-claim.js';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import type { Store } from '../../src/store/contract.js';
import type { Rollout } from '../../src/store/firmware.js';
import { KEY, startBroker } from '../support/broker.js';
import { CAMERA_HEADERS, makeVersion, missingTools, startCamera } from '../support/firmware.js';
import { firmwareFile, pair } from '../support/firmware-image.js';
import { temporaryFolder } from '../support/folder.js';
import { type Person, registerOwner, SAMPLE_BURSTS, startHub } from '../support/hub.js';
import { startHubSide } from '../support/hub-side.js';
import { untilStored } from '../support/until.js';

type RunningHub = Awaited<ReturnType<typeof startHub>>;
type Teardown = Parameters<typeof startCamera>[0] & Parameters<typeof temporaryFolder>[0];

/** Waits of the camera are in it: 5 s for a chunk that was lost, more for a link that broke. */
const options = { skip: missingTools(...CAMERA_HEADERS) };

/** One burst: the folder's own photos. */
const SHORT_SCENE = path.join(SAMPLE_BURSTS, 'cat-turns-head');

const OLD = '1.0.0';
const NEW = '1.1.0';

/** The hub on the same ports and the same database, as after a restart of the service. */
function restartOf(first: RunningHub): Record<string, string> {
  return {
    PETCAM_DATA_DIR: path.join(first.directory, 'data'),
    PETCAM_MQTT_TLS_PORT: String(first.mqttTlsPort),
    PETCAM_HTTP_PORT: String(first.httpPort),
    PETCAM_FIRMWARE_KEY: pair.publicKey,
  };
}

/** A camera of the old version with two empty slots, which has told the hub its state. */
async function plugIn(
  t: Teardown,
  hub: RunningHub,
  id: string,
  more: string[] = [],
  on: (event: Record<string, unknown>) => void = () => {},
) {
  const key = newCameraKey();
  const program = await makeVersion(OLD);
  await hub.store.addCamera(id, id, Buffer.from(key, 'hex'));
  const slots = temporaryFolder(t);
  const start = (...other: string[]) =>
    startCamera(
      t,
      key,
      [
        ...['--url', `mqtts://127.0.0.1:${hub.mqttTlsPort}`, '--camera', id, '--bursts', SHORT_SCENE],
        ...['--every', '0', '--slots', slots, '--update-key', pair.publicKey, ...other],
      ],
      on,
      program,
    );
  const camera = start(...more);
  await untilStored(hub.store, () => runs(hub.store, id) === OLD);
  return { slots, camera, start };
}

const runs = (store: Store, id: string) => store.camera(id)?.state?.firmware ?? null;
const toldOf = (store: Store, id: string) => store.camera(id)?.state?.update ?? null;

function rowOf(store: Store, camera: string, version: string): Rollout | undefined {
  return store.rollouts().find((row) => row.camera === camera && row.version === version);
}

async function add(owner: Person, file: Uint8Array): Promise<{ status: number; id: number; code: string }> {
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await owner.fetch('/firmware', { method: 'POST', headers, body: new Uint8Array(file) });
  return { status: answer.status, ...((await answer.json()) as { id: number; code: string }) };
}

const rollOut = (owner: Person, id: number, ...cameras: string[]) =>
  owner.send<{ code?: string }>('POST', `/firmware/${id}/rollout`, cameras.length > 0 ? { cameras } : {});

/** A program that calls itself a new firmware and is none. */
const script = (version: string, does: string) =>
  firmwareFile({ board: 'host', version, bytes: Buffer.from(`#!/bin/sh\n${does}\n`) }).file;

t.test(
  'new firmware reaches two cameras, one after the other, through cuts and a hub that restarts',
  options,
  async (t) => {
    const image = firmwareFile({
      board: 'host',
      version: NEW,
      bytes: readFileSync(await makeVersion(NEW)),
    });
    const first = await startHub(t, { PETCAM_FIRMWARE_KEY: pair.publicKey });
    const owner = await registerOwner(first);
    const faults = ['--faults', 'stall=0.02,disconnect=0.02', '--seed', '7'];
    const events: Record<string, unknown>[] = [];
    const { slots } = await plugIn(t, first, 'porch', faults, (event) => events.push(event));
    await plugIn(t, first, 'attic');

    const { id, status } = await add(owner, image.file);
    t.equal(status, 201);
    await rollOut(owner, id);
    await untilStored(first.store, () => rowOf(first.store, 'porch', NEW)?.state === 'receiving');
    t.equal(rowOf(first.store, 'attic', NEW)?.state, 'waiting', 'the second waits for the first');
    await first.hub.stop();

    const second = await startHub(t, restartOf(first));
    let together = 0;
    const underWay = new Set(['offered', 'receiving', 'restarting', 'trial']);
    const stopCounting = second.store.onEvents(() => {
      together = Math.max(
        together,
        second.store.rollouts().filter(({ state }) => underWay.has(state)).length,
      );
    });
    await untilStored(second.store, () => rowOf(second.store, 'attic', NEW)?.state === 'offered');
    t.equal(rowOf(second.store, 'porch', NEW)?.state, 'done', 'the first is done before the second is asked');
    t.equal(runs(second.store, 'porch'), NEW);
    const reconnections = events.filter(({ event, total }) => event === 'connected' && total !== 1);
    t.ok(reconnections.length > 0, 'the link broke, and the same process went on');
    t.strictSame(toldOf(second.store, 'porch'), { version: NEW, state: 'kept' });
    t.equal(second.store.camera('porch')?.state?.resetReason, 'ota');
    t.ok(readFileSync(path.join(slots, 'slot-b')).equals(image.image), 'byte for byte');
    t.equal(readFileSync(path.join(slots, 'boot'), 'utf8'), `petcam-boot 1 b valid - valid ${NEW}\n`);

    await untilStored(second.store, () => rowOf(second.store, 'attic', NEW)?.state === 'done');
    stopCounting();
    t.equal(together, 1);
    t.strictSame(toldOf(second.store, 'attic'), { version: NEW, state: 'kept' });
  },
);

t.test('an image that does not work is given up, and nobody else gets it', options, async (t) => {
  const { store, ...hub } = await startHub(t, { PETCAM_FIRMWARE_KEY: pair.publicKey });
  const owner = await registerOwner({ store, url: hub.url });
  const { slots } = await plugIn(t, { store, ...hub }, 'porch', ['--trial-seconds', '3']);
  await plugIn(t, { store, ...hub }, 'attic');

  const crashes = await add(owner, script('1.1.0', 'exit 3'));
  await rollOut(owner, crashes.id);
  await untilStored(store, () => rowOf(store, 'porch', '1.1.0')?.state === 'rolled-back');
  t.equal(runs(store, 'porch'), OLD, 'the old one runs again');
  t.strictSame(toldOf(store, 'porch'), { version: '1.1.0', state: 'rolled-back' });
  t.equal(rowOf(store, 'attic', '1.1.0')?.state, 'waiting', 'the other is spared');

  const hangs = await add(owner, script('1.2.0', 'exec sleep 1000'));
  await rollOut(owner, hangs.id, 'porch');
  await untilStored(store, () => rowOf(store, 'porch', '1.2.0')?.state === 'rolled-back');
  t.strictSame(toldOf(store, 'porch'), { version: '1.2.0', state: 'rolled-back' });
  t.equal(readFileSync(path.join(slots, 'boot'), 'utf8'), 'petcam-boot 1 a valid - invalid 1.2.0\n');

  const good = await add(
    owner,
    firmwareFile({ board: 'host', version: '1.3.0', bytes: readFileSync(await makeVersion('1.3.0')) }).file,
  );
  await rollOut(owner, good.id, 'porch');
  await untilStored(store, () => rowOf(store, 'porch', '1.3.0')?.state === 'done');
  t.equal(runs(store, 'porch'), '1.3.0', 'and a good one is taken after that');
});

t.test(
  'a camera that loses its power while it receives begins anew, and its bursts go on',
  options,
  async (t) => {
    const { store, ...hub } = await startHub(t, { PETCAM_FIRMWARE_KEY: pair.publicKey });
    const owner = await registerOwner({ store, url: hub.url });
    const bytes = readFileSync(await makeVersion(NEW));
    const { id } = await add(owner, firmwareFile({ board: 'host', version: NEW, bytes }).file);
    const porch = await plugIn(t, { store, ...hub }, 'porch', ['--faults', 'stall=0.1']);
    await rollOut(owner, id);
    await untilStored(store, () => rowOf(store, 'porch', NEW)?.state === 'receiving');
    porch.camera.kill();
    await porch.camera.ended;

    porch.start('--every', '2', '--interval', '100');
    await untilStored(store, () => rowOf(store, 'porch', NEW)?.state === 'done');
    t.ok(readFileSync(path.join(porch.slots, 'slot-b')).equals(bytes));
    await untilStored(store, () => store.camera('porch')?.state?.bursts.sent !== 0);
    t.match(store.camera('porch')?.state, { firmware: NEW, bursts: { lost: 0, framesLost: 0 } });
  },
);

t.test('what is not signed, not for the board or not newer does not get in', options, async (t) => {
  const { store, ...hub } = await startHub(t, { PETCAM_FIRMWARE_KEY: pair.publicKey });
  const owner = await registerOwner({ store, url: hub.url });
  const stranger = newFirmwareKey();
  await plugIn(t, { store, ...hub }, 'porch');
  await plugIn(t, { store, ...hub }, 'shed', ['--update-key', stranger.publicKey]);

  const forged = firmwareFile({ board: 'host', privateKey: stranger.privateKey });
  t.match(await add(owner, forged.file), { status: 422, code: 'firmware-signature' });
  const other = await add(owner, firmwareFile({ board: 'ai-thinker' }).file);
  t.match(await rollOut(owner, other.id, 'porch'), { code: 'firmware-other-board' });
  const old = await add(owner, firmwareFile({ board: 'host', version: '0.9.0' }).file);
  t.match(await rollOut(owner, old.id, 'porch'), { code: 'firmware-not-newer' });

  const fine = await add(owner, firmwareFile({ board: 'host' }).file);
  await rollOut(owner, fine.id, 'shed');
  await untilStored(store, () => rowOf(store, 'shed', '1.1.0')?.state === 'failed');
  t.equal(rowOf(store, 'shed', '1.1.0')?.reason, 'signature', 'a camera believes its own key, not the hub');
  t.equal(runs(store, 'shed'), OLD);
});

t.test('a camera checks for itself what a hub that was taken over sends', options, async (t) => {
  const { broker, url } = await startBroker(t);
  const side = await startHubSide(t, broker);
  const slots = temporaryFolder(t);
  const args = ['--url', url, '--camera', 'porch', '--bursts', SAMPLE_BURSTS, '--every', '0'];
  const trusting = [...args, '--slots', slots, '--update-key', pair.publicKey];
  startCamera(t, KEY, trusting, () => {}, await makeVersion(OLD));
  await side.until(() => side.states.length > 0);

  const ask = (image: Parameters<typeof firmwareFile>[0]) => {
    const { claim, signature } = firmwareFile(image);
    return side.ingest.command('porch', 'update', { claim, signature });
  };
  const stranger = newFirmwareKey();
  await t.rejects(ask({ board: 'host', privateKey: stranger.privateKey }), { cause: { code: 'signature' } });
  await t.rejects(ask({ board: 'ai-thinker' }), { cause: { code: 'other-board' } });
  await t.rejects(ask({ board: 'host', version: OLD }), { cause: { code: 'not-newer' } });
  const { claim, signature } = firmwareFile({ board: 'host' });
  const larger = claim.replace(' 50000 ', ' 50001 ');
  const forged = side.ingest.command('porch', 'update', { claim: larger, signature });
  await t.rejects(forged, { cause: { code: 'signature' } }, 'a claim that was changed after it was signed');
  t.strictSame(readdirSync(slots), [], 'nothing was written');
});
