/** Cameras by address on a whole hub: found, watched for motion, cut like all others. */
import t from 'tap';
import { behindPassword, cameraWebServer, esphomeStream } from '../support/camera-firmware.js';
import { temporaryFolder } from '../support/folder.js';
import { type Person, registerOwner, startHub } from '../support/hub.js';
import { sampleFrames } from '../support/jpegs.js';
import { startRawServer } from '../support/raw-server.js';
import { makeClip, realCamerasAreHere, startMotion } from '../support/real-cameras.js';
import { makePictures, rtspServerIsHere, startRtspServer } from '../support/rtsp-server.js';
import { untilStored } from '../support/until.js';

const HERE = { PETCAM_CAMERA_NETWORKS: '127.0.0.0/8' };

interface CameraView {
  id: string;
  online: boolean;
  stream: { kind: string; width: number; height: number; settings: Record<string, unknown> } | null;
}

async function add(owner: Person, name: string, address: string, more: object = {}): Promise<CameraView> {
  return owner.send('POST', '/cameras/by-address', { name, address, ...more });
}

t.test('a stream of motion gives best cuts, before and after the server was away', async (t) => {
  if (!realCamerasAreHere(t)) return;
  const folder = temporaryFolder(t);
  const clip = makeClip(folder, ['nobody-home', 'nobody-home', 'cat-turns-head']);
  const motion = await startMotion(t, folder, clip);
  const hub = await startHub(t, HERE);
  const owner = await registerOwner(hub);
  let camera = await add(owner, 'Garden', motion.stream);
  while (camera.id === undefined) camera = await add(owner, 'Garden', motion.stream);
  t.match(camera.stream, { kind: 'stream', width: 640, height: 480 });
  await owner.send('PATCH', `/cameras/${camera.id}/address`, {
    settings: { cooldownMs: 1000, burstFrames: 5 },
  });
  // A burst that only shows how the pet left is folded away, and comes as well.
  await untilStored(hub.store, () => hub.store.photos({ limit: 1, movement: 'without' }).length > 0);
  const { photos } = await owner.get<{ photos: { camera: string }[] }>('/photos');
  t.match(photos[0], { camera: 'garden' });
  await motion.stop();
  await untilStored(hub.store, () => hub.store.camera('garden')?.online === false);
  t.match(
    hub.issues().join(),
    /Garden gives no pictures since .*: (The camera ended its stream|Nothing answers)/,
  );
  await startMotion(t, folder, clip, motion.port);
  await untilStored(hub.store, () => hub.store.camera('garden')?.online === true);
  const before = hub.store.camera('garden')?.photos ?? 0;
  await untilStored(hub.store, () => (hub.store.camera('garden')?.photos ?? 0) > before);
  t.notMatch(hub.issues().join(), /Garden gives no pictures/);
});

t.test('an RTSP camera gives best cuts, before and after it was away', async (t) => {
  if (!rtspServerIsHere(t)) return;
  const pictures = makePictures(temporaryFolder(t), ['nobody-home', 'cat-turns-head']);
  const user = { username: 'cat', password: 'purr' };
  const server = await startRtspServer(t, pictures, { user });
  const hub = await startHub(t, HERE);
  const owner = await registerOwner(hub);
  const garden = await add(owner, 'Garden', server.url, user);
  t.match(garden.stream, { kind: 'stream', width: 640, height: 480 });
  t.notMatch(JSON.stringify(await owner.get('/cameras')), /purr|rtsp:/);
  const settings = { cooldownMs: 1000, burstFrames: 4 };
  await owner.send('PATCH', '/cameras/garden/address', { settings });
  const photos = () => hub.store.camera('garden')?.photos ?? 0;
  await untilStored(hub.store, () => photos() > 0);
  await server.stop();
  await untilStored(hub.store, () => hub.store.camera('garden')?.online === false);
  t.match(hub.issues().join(), /Garden gives no pictures since/);
  await startRtspServer(t, pictures, { user, port: server.port });
  await untilStored(hub.store, () => hub.store.camera('garden')?.online === true);
  const before = photos();
  await untilStored(hub.store, () => photos() > before);
});

t.test('a capture and the live view share the one connection that the camera serves', async (t) => {
  const server = await startRawServer(t, esphomeStream(sampleFrames()));
  const hub = await startHub(t, HERE);
  const owner = await registerOwner(hub);
  const camera = await add(owner, 'Hall', `127.0.0.1:${server.port}`);
  t.match(camera, { id: 'hall', stream: { kind: 'stream' } });
  await untilStored(hub.store, () => hub.store.camera('hall')?.online === true);
  const live = await owner.fetch('/cameras/hall/live');
  t.equal(live.status, 200);
  const reader = live.body?.getReader();
  t.ok((await reader?.read())?.value);
  const capture = await owner.send<{ burst: string }>('POST', '/cameras/hall/capture');
  t.match(capture.burst, /^[0-9a-f]{24}$/);
  await untilStored(hub.store, () => (hub.store.camera('hall')?.photos ?? 0) > 0);
  await reader?.cancel();
  t.equal(server.sockets.size, 1, 'one connection');
  const restart = await owner.fetch('/cameras/hall/restart', { method: 'POST' });
  t.equal(restart.status, 409, 'what such a camera cannot do is said');
  t.equal((await owner.fetch('/cameras/hall', { method: 'DELETE' })).status, 204);
  for (const socket of [...server.sockets])
    if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
  t.equal((await owner.fetch('/cameras/hall/capture', { method: 'POST' })).status, 404);
});

t.test('a paused camera is not read but for a picture that somebody wants', async (t) => {
  const server = await startRawServer(t, esphomeStream(sampleFrames()));
  const hub = await startHub(t, HERE);
  const { store } = hub;
  const owner = await registerOwner(hub);
  await add(owner, 'Hall', `http://127.0.0.1:${server.port}/`);
  await owner.send('PATCH', '/cameras/hall/address', { settings: { motion: false, burstFrames: 2 } });
  const isRead = () => store.camera('hall')?.online === true;
  await untilStored(store, isRead);
  await owner.send('PUT', '/cameras/hall/pause', { pause: { minutes: null } });
  await untilStored(store, () => !isRead());
  t.notMatch(hub.issues().join(), /Hall/, 'a state and no fault');
  t.equal((await owner.fetch('/cameras/hall/live')).status, 409);
  const { length } = server.requests;
  t.equal((await owner.fetch('/cameras/hall/capture', { method: 'POST' })).status, 202);
  await untilStored(store, () => store.camera('hall')?.photos === 1 && !isRead());
  t.equal(server.requests.length, length + 1, 'one connection for one burst');
  await owner.send('PUT', '/cameras/hall/pause', { pause: null });
  await untilStored(store, isRead);
});

t.test('an address is looked at before anything is kept, and a password is never shown', async (t) => {
  const web = cameraWebServer(sampleFrames());
  const server = await startRawServer(
    t,
    behindPassword('Basic realm="cam"', (header) => header === `Basic ${btoa('cat:purr')}`, web.main),
  );
  const hub = await startHub(t, HERE);
  const owner = await registerOwner(hub);
  const probe = (body: object) => owner.send<Record<string, unknown>>('POST', '/cameras/probe', body);
  const address = `127.0.0.1:${server.port}`;
  t.match(await probe({ address }), { code: 'stream-password-needed' });
  t.match(await probe({ address, username: 'cat', password: 'bark' }), { code: 'stream-password-wrong' });
  const known = { address, username: 'cat', password: 'purr' };
  t.match(await probe(known), {
    address: `http://${address}/capture`,
    kind: 'snapshot',
    certificate: null,
    picture: /^data:image\/webp;base64,/,
  });
  t.same(hub.store.cameras(), [], 'nothing is kept');
  const added = await add(owner, 'Kitchen', `http://cat:purr@${address}/capture`);
  t.notMatch(JSON.stringify(added), /purr|127\.0\.0\.1/);
  const where = await owner.get('/cameras/kitchen/address');
  t.same(where, { address: `http://${address}/capture`, username: 'cat' });
  t.notMatch(JSON.stringify(await owner.get('/cameras')), /purr/);

  const settings = { motion: false, burstFrames: 3 };
  t.match(await owner.send('PATCH', '/cameras/kitchen/address', { settings }), { stream: { settings } });
  t.match(
    hub.store.streamSource('kitchen'),
    { credentials: { password: 'purr' } },
    'kept with a change of settings',
  );
  const other = await startRawServer(t, esphomeStream(sampleFrames()));
  const moved = { address: `http://127.0.0.1:${other.port}/` };
  t.match(await owner.send('PATCH', '/cameras/kitchen/address', moved), { stream: { kind: 'stream' } });
  t.equal(
    other.requests.some(({ headers }) => 'authorization' in headers),
    false,
    'not told to another place',
  );
  t.match(await owner.send('PATCH', '/cameras/nobody/address', moved), { code: 'camera-unknown' });
});

t.test('the hub itself, link-local addresses and other schemes are refused', async (t) => {
  const hub = await startHub(t, HERE);
  const owner = await registerOwner(hub);
  const code = async (address: string) =>
    (await owner.send<{ code: string }>('POST', '/cameras/probe', { address })).code;
  t.equal(await code(`127.0.0.1:${hub.httpPort}`), 'stream-address');
  t.equal(await code(`127.0.0.1:${hub.mqttPort}`), 'stream-address');
  t.equal(await code('169.254.169.254/latest/meta-data'), 'stream-address');
  t.equal(await code('http://203.0.113.7/'), 'stream-address');
  t.equal(await code('rtsp://203.0.113.7/live'), 'stream-address');
  t.equal(await code(`mqtt://127.0.0.1:${hub.mqttPort}/petcam/x`), 'stream-address');
  t.equal(await code('gopher://192.168.1.20/live'), 'request-invalid');
  t.equal(await code('http://'), 'request-invalid');
});
