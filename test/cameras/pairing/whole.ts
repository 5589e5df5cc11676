import { connect } from 'node:tls';
import t, { type Test } from 'tap';
import type { PairingStatus } from '../../../src/cameras/pairing/contract.js';
import type { Store } from '../../../src/store/contract.js';
import { HOME } from '../../support/fake-esp32.js';
import { make, missingTools, startCamera } from '../../support/firmware.js';
import { type Person, registerOwner, SAMPLE_BURSTS, startHub } from '../../support/hub.js';
import { untilStored } from '../../support/until.js';
import { type PairedWith, plugInPaired, virtualCameras } from '../../support/virtual-camera.js';

const CODE = '31415926';
/** Slower than the API lets anybody ask. */
const POLL_MS = 300;

/** The pairing once it has come so far. A failure where none is waited for ends the wait too. */
async function reach(owner: Person, step: PairingStatus['step']): Promise<PairingStatus> {
  for (;;) {
    const status = await owner.get<PairingStatus>('/pairing');
    if (status.step === step || status.step === 'failed') return status;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** All that an owner does, from "Add camera" to the password of the Wi-Fi. */
async function pair(owner: Person, request: object, code = CODE): Promise<void> {
  await owner.send('POST', '/pairing', { seconds: 300, ...request });
  const [camera] = (await reach(owner, 'choosing')).found;
  await owner.send('POST', '/pairing/camera', { device: camera?.device, code });
  if ((await reach(owner, 'networks')).step === 'networks') {
    await owner.send('POST', '/pairing/wifi', { ssid: HOME.ssid, password: HOME.password });
  }
}

const cutOf = (store: Store) => store.burst(1)?.state === 'cut';

async function photoOf(t: Test, owner: Person): Promise<void> {
  const { photos } = await owner.get<{ photos: { id: number; camera: string }[] }>('/photos');
  t.equal(photos.length, 1);
  t.equal(photos[0]?.camera, 'porch');
  const image = await owner.fetch(`/photos/${photos[0]?.id}/image`);
  t.equal(image.status, 200);
  t.same(new Uint8Array(await image.arrayBuffer()).subarray(0, 3), [0xff, 0xd8, 0xff]);
}

/** Whether the handshake of TLS goes through with this key. */
function opens({ host, port, camera, key }: PairedWith): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
      pskCallback: () => ({ identity: camera, psk: Buffer.from(key, 'hex') }),
      checkServerIdentity: () => undefined,
    });
    socket.once('secureConnect', () => resolve(socket.destroy() && true));
    socket.once('error', () => resolve(false));
  });
}

t.test(
  "from an unboxed camera to its first photo, with the firmware's own program",
  { skip: missingTools('mosquitto.h') },
  async (t) => {
    t.match(await make('host'), { code: 0 });
    const world = await virtualCameras(t, [{ code: CODE }]);
    const hub = await startHub(t, {}, { radio: world.radio });
    const owner = await registerOwner(hub);
    await pair(owner, { name: 'Porch' });
    const { host, port, camera, key } = await world.handover(0);
    t.equal(port, hub.mqttTlsPort);
    const url = `mqtts://${host}:${port}`;
    const scene = `${SAMPLE_BURSTS}cat-turns-head`;
    startCamera(t, key, [
      '--url',
      url,
      '--camera',
      camera,
      '--bursts',
      scene,
      '--every',
      '1',
      '--stop-after',
      '1',
    ]);
    t.match(await reach(owner, 'done'), { step: 'done', camera: 'porch', failure: null, until: null });
    await untilStored(hub.store, () => cutOf(hub.store));
    await photoOf(t, owner);
  },
);

t.test('with the simulated camera: paired, paired anew with another key, and removed', async (t) => {
  const world = await virtualCameras(t, [{ code: CODE }]);
  const hub = await startHub(t, {}, { radio: world.radio });
  const owner = await registerOwner(hub);
  const meet = async (request: object): Promise<PairedWith> => {
    await pair(owner, request);
    return world.handover(0);
  };

  const first = await meet({ name: 'Porch' });
  const camera = plugInPaired(t, first);
  t.match(await reach(owner, 'done'), { step: 'done', camera: 'porch' });
  await owner.send('POST', '/cameras/porch/capture');
  await untilStored(hub.store, () => cutOf(hub.store));
  await photoOf(t, owner);
  await camera.stop();

  world.reset(0);
  const second = await meet({ camera: 'porch' });
  t.equal(second.camera, 'porch', 'the same camera');
  t.not(second.key, first.key, 'with a new key');
  t.equal(await opens(first), false, 'the key of before opens nothing');
  plugInPaired(t, second);
  t.match(await reach(owner, 'done'), { step: 'done', camera: 'porch' });
  t.equal(await opens(second), true);
  await owner.send('DELETE', '/cameras/porch');
  t.equal(await opens(second), false, 'nor does the key of a camera that was removed');
});

t.test(
  'a wrong code does not end it, and the key of a camera that is paired half is worth nothing',
  async (t) => {
    const world = await virtualCameras(t, [{ code: CODE, handoverAnswer: { v: 1, status: 'error' } }]);
    const hub = await startHub(t, {}, { radio: world.radio });
    const owner = await registerOwner(hub);
    await pair(owner, { name: 'Porch' }, '00000000');
    const failed = await reach(owner, 'failed');
    t.match(failed, { failure: { code: 'wrong-code' } });
    t.ok(failed.until, 'the window is open still');
    await owner.send('POST', '/pairing/camera', { device: failed.found[0]?.device, code: CODE });
    t.match(await reach(owner, 'networks'), { step: 'networks', networks: [{ ssid: HOME.ssid }, {}] });
    await owner.send('POST', '/pairing/wifi', { ssid: HOME.ssid, password: HOME.password });
    t.match(await reach(owner, 'done'), { step: 'failed', failure: { code: 'handover-refused' } });
    t.same(hub.store.cameras(), [], 'nothing is left of it');
  },
);
