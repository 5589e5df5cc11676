import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { connectAsync } from 'mqtt';
import sharp from 'sharp';
import t from 'tap';
import { systemClock } from '../../src/core/clock.js';
import { createLog } from '../../src/core/log.js';
import type { Burst } from '../../src/server/api/schemas/bursts.js';
import type { PhotosPage } from '../../src/server/api/schemas/photos.js';
import { openStore } from '../../src/store/store.js';
import { plugIn, registerOwner, SAMPLE_BURSTS, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';

interface Label {
  id: string;
  best: number[];
  bad: number[];
  pet?: boolean;
}

const labels: Label[] = JSON.parse(readFileSync(path.join(SAMPLE_BURSTS, 'labels.json'), 'utf8'));

t.test('a burst from the camera becomes one sharp photo on the phone', async (t) => {
  const hub = await startHub(t);
  const owner = await registerOwner(hub);
  const camera = await plugIn(t, hub);
  const online = () => hub.store.camera('simulated')?.online === true;
  await untilStored(hub.store, online);

  const { burst } = await owner.send<{ burst: string }>('POST', '/cameras/simulated/capture');
  t.type(burst, 'string');
  await untilStored(hub.store, () => hub.store.photos({ limit: 1 })[0]?.upscale === 'done');

  const { photos } = await owner.get<PhotosPage>('/photos');
  t.equal(photos.length, 1);
  const [photo] = photos;
  if (!photo) return;
  t.match(photo, { camera: 'simulated', pet: 'cat', upscale: 'done', width: 800, height: 600 });
  t.equal(camera.pending(), 0, 'the camera has forgotten what the hub has');

  const detail = await owner.get<Burst>(`/bursts/${photo.burstId}`);
  const label = [...labels].sort((a, b) => (a.id < b.id ? -1 : 1))[0] as Label;
  const chosen = detail.frames.find(({ state }) => state === 'chosen');
  t.ok(
    label.best.includes(chosen?.index ?? -1),
    `frame ${chosen?.index} of ${label.id} is one of ${label.best}`,
  );
  t.ok(
    detail.frames.every(({ reason }) => (reason?.text.length ?? 0) > 0),
    'every frame says why',
  );

  const bytesOf = async (address: string) => Buffer.from(await (await owner.fetch(address)).arrayBuffer());
  const original = await bytesOf(photo.images.original);
  t.ok(
    original.equals(readFileSync(path.join(SAMPLE_BURSTS, label.id, `0${chosen?.index}.jpg`))),
    'untouched',
  );
  t.match(await sharp(await bytesOf(photo.images.upscaled ?? '')).metadata(), { width: 1600, height: 1200 });
  t.match(await sharp(await bytesOf(photo.images.thumb)).metadata(), { format: 'webp', width: 320 });
});

t.test('a hub that stopped in the middle takes up its work again', async (t) => {
  const first = await startHub(t);
  const camera = await plugIn(t, first);
  await untilStored(first.store, () => first.store.camera('simulated')?.online === true);
  camera.capture('motion');
  await untilStored(first.store, () => first.store.nextCutJob() !== null);
  await first.hub.stop();

  const second = await startHub(t, { PETCAM_DATA_DIR: path.join(first.directory, 'data') });
  await untilStored(second.store, () => second.store.photos({ limit: 5 })[0]?.upscale === 'done');
  t.equal(second.store.photos({ limit: 5 }).length, 1);
});

t.test('a port that is taken is a fault that says which, and leaves nothing behind', async (t) => {
  const squatter = createServer().listen(0, '127.0.0.1');
  t.teardown(() => squatter.close());
  await new Promise((resolve) => squatter.once('listening', resolve));
  const port = String((squatter.address() as { port: number }).port);
  await t.rejects(startHub(t, { PETCAM_HTTP_PORT: port }), { code: 'http-port', hint: /PETCAM_HTTP_PORT/ });
  await t.rejects(startHub(t, { PETCAM_MQTT_PORT: port }), { code: 'mqtt-port', message: port });
});

t.test('a file of the external broker that is missing is named', async (t) => {
  const settings = { PETCAM_MQTT_URL: 'mqtt://127.0.0.1:1', PETCAM_MQTT_PASSWORD_FILE: '/nowhere/secret' };
  await t.rejects(startHub(t, settings), { code: 'file-missing', message: /nowhere/ });
});

t.test('a camera with a wrong key is refused, and its owner can see that', async (t) => {
  const hub = await startHub(t);
  await hub.store.addCamera('porch', 'Porch', Buffer.alloc(32, 1));
  const wrong = {
    username: 'porch',
    password: 'ff'.repeat(32),
    protocolVersion: 4,
    reconnectPeriod: 0,
  } as const;
  await t.rejects(connectAsync(`mqtt://127.0.0.1:${hub.mqttPort}`, { ...wrong, clientId: 'porch' }));
  const socket = connectTls({
    host: '127.0.0.1',
    port: hub.mqttTlsPort ?? 0,
    ciphers: 'PSK',
    maxVersion: 'TLSv1.2',
    pskCallback: () => ({ identity: 'porch', psk: Buffer.alloc(32, 2) }),
    checkServerIdentity: () => undefined,
  });
  await once(socket, 'error');
  await hub.hub.stop();
  const log = await openStore({
    directory: path.join(hub.directory, 'data'),
    clock: systemClock,
    log: createLog('silent'),
    inline: true,
  });
  t.teardown(() => log.close());
  const refused = log.securityEvents(9).filter(({ name }) => name === 'camera-refused');
  t.ok(refused.some(({ camera }) => camera === 'porch'));
  t.ok(refused.length >= 2, 'in both ways');
});
