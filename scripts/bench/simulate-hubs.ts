// Many hubs with one bucket and one broker of a Home Assistant. Needs Mosquitto and OpenStack Swift; prints one line of JSON.

import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import mqtt from 'mqtt';
import { BurstCollector } from '../../src/cameras/burst/collector.js';
import { Broker } from '../../src/cameras/mqtt/broker.js';
import { Ingest } from '../../src/cameras/mqtt/ingest.js';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { systemClock } from '../../src/core/clock.js';
import { createLog } from '../../src/core/log.js';
import { createCameraMessages } from '../../src/hub/camera-messages.js';
import { HomeAssistant } from '../../src/services/home-assistant/bridge.js';
import { openBucket } from '../../src/services/sync/bucket.js';
import { newOwnerKey } from '../../src/services/sync/envelope.js';
import { prefixOf } from '../../src/services/sync/names.js';
import { restoreHub } from '../../src/services/sync/restore.js';
import { Sender } from '../../src/services/sync/sender.js';
import { HUB_SETTING } from '../../src/services/sync/sending.js';
import type { Store } from '../../src/store/contract.js';
import { jpegOf } from '../../test/support/frames.js';
import { startMosquitto } from '../../test/support/mosquitto.js';
import { PlainCamera } from '../../test/support/plain-camera.js';
import { makePhoto, openTestStore, runOn } from '../../test/support/store.js';
import { ACCESS_KEY, SECRET_KEY, startSwift } from '../../test/support/swift.js';

const { values } = parseArgs({
  options: {
    hubs: { type: 'string', default: '100' },
    bursts: { type: 'string', default: '3' },
    frames: { type: 'string', default: '5' },
    kilobytes: { type: 'string', default: '30' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run simulate:hubs -- [--hubs 100] [--bursts 3] [--frames 5] [--kilobytes 30]

Each hub has its own broker, database and one camera that sends its bursts at once; all announce themselves at one
Mosquitto, as to Home Assistant, and send one photo a burst to one bucket. No photo is looked at: this measures what is
shared. Prints what each part took, and checks that no hub has another's photos.`);
  process.exit(0);
}
const [hubs, bursts, frames, kilobytes] = [values.hubs, values.bursts, values.frames, values.kilobytes].map(
  Number,
) as [number, number, number, number];

const ends: (() => unknown)[] = [];
const t = { teardown: (end: () => unknown) => void ends.push(end), comment: console.error } as never;
const log = createLog('silent');
const clock = systemClock;

interface SimulatedHub {
  store: Store;
  camera: PlainCamera;
}

/** A hub without its page and its vision process. */
async function simulatedHub(index: number): Promise<SimulatedHub> {
  const { store } = await openTestStore(t, { clock });
  const [id, key] = [`camera-${index}`, newCameraKey()];
  await store.addCamera(id, id, Buffer.from(key, 'hex'));
  const broker = new Broker({
    host: '127.0.0.1',
    port: 0,
    authenticate: async (camera, password) =>
      store.checkCameraKey(camera, Buffer.from(password ?? '', 'hex')),
    log,
  });
  const url = `mqtt://127.0.0.1:${await broker.start()}`;
  const ingest = new Ingest({
    address: { connect: () => broker.connect() },
    version: '0.0.0',
    clock,
    log,
  });
  const collector = new BurstCollector({
    ledger: store,
    clock,
    log,
    quietMs: 60_000,
    sendAck: (camera, ack) => ingest.sendAck(camera, ack),
    onClosed: () => {},
  });
  const intake = createCameraMessages({
    store,
    collector,
    live: { show() {}, gone() {} },
    updates: { wanted() {}, ended() {}, heard() {} },
    heard: () => {},
    clock,
    log,
  });
  await collector.start();
  await ingest.start(intake);
  const camera = new PlainCamera(url, id, key);
  ends.push(async () => {
    await camera.stop();
    await ingest.stop();
    await collector.stop();
    await broker.stop();
  });
  return { store, camera };
}

function announce(store: Store, index: number): void {
  const home = new HomeAssistant({
    address: { url: shared.url },
    hub: index.toString(16).padStart(8, '0'),
    prefix: 'homeassistant',
    version: '0.0.0',
    url: () => 'https://petcam.local:8443',
    startOfDay: (now) => now - (now % 86_400_000),
    store,
    command: async () => {},
    watch: async () => ({ stop() {} }),
    pause: async () => ({}),
    firmware: { offered: () => null, install: async () => {}, onProgress: () => () => {} },
    clock,
    log,
  });
  home.start();
  ends.push(() => home.stop());
}

const residentMegabytes = (pid: number | string) =>
  Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);

async function timed<T>(what: string, work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  console.error(`${what}: ${seconds.toFixed(1)} s`);
  return [result, seconds];
}

function closed({ camera }: SimulatedHub, wanted: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => camera.closed.size === wanted && resolve();
    camera.on('ack', look);
    look();
  });
}

const shared = await startMosquitto(t);
const swift = await startSwift(t);
const [running] = await timed('starting', () =>
  Promise.all(Array.from({ length: hubs }, (_, index) => simulatedHub(index))),
);

const [, receiving] = await timed('receiving', () =>
  Promise.all(
    running.map((one, hub) => {
      for (let burst = 0; burst < bursts; burst += 1) {
        const pictures = Array.from({ length: frames }, (_, index) =>
          jpegOf(hub * 10_000 + burst * 100 + index, kilobytes * 1000),
        );
        one.camera.burst(`burst-${burst}`, pictures);
      }
      return closed(one, bursts);
    }),
  ),
);

for (const { store } of running) {
  const run = runOn(store);
  for (let job = store.nextCutJob(); job; job = store.nextCutJob()) {
    const id = await makePhoto(run, job);
    const image = { bytes: jpegOf(id, 5 * kilobytes * 1000), mime: 'image/jpeg', width: 1600, height: 1200 };
    await run('saveUpscale', id, store.photo(id)?.frameId ?? 0, image as never, 'none');
  }
}

const listener = await mqtt.connectAsync(shared.url, { protocolVersion: 4 });
const heard = new Set<string>();
listener.on('message', (topic) => heard.add(topic));
await listener.subscribeAsync('#');
ends.push(() => listener.endAsync(true));
/** Of each hub: its announcement, availability and state; of its camera those, and the best cut with its facts. */
const TOPICS = 3 + 5;
const [, announcing] = await timed('announcing', async () => {
  for (const [index, { store }] of running.entries()) announce(store, index);
  while (heard.size < hubs * TOPICS) await new Promise((resolve) => listener.once('message', resolve));
});

const bucket = openBucket({
  url: swift.url,
  region: 'us-east-1',
  accessKey: ACCESS_KEY,
  secretKey: SECRET_KEY,
});
const owner = await newOwnerKey();
const [senders, sending] = await timed('sending', async () => {
  const started = running.map(({ store }) => {
    const sender = new Sender({
      store,
      bucket,
      recipient: owner.recipient,
      scope: 'best',
      removals: 'keep',
      bytesPerSecond: 0,
      clock,
      log,
    });
    sender.start();
    return sender;
  });
  await Promise.all(started.map((sender) => sender.settled()));
  return started;
});

const first = running[0]?.store as Store;
const hub = first.setting(HUB_SETTING) ?? '';
let objects = 0;
let bytes = 0;
let strange = 0;
const own = new Set(running.map(({ store }) => prefixOf(store.setting(HUB_SETTING) ?? '')));
for await (const entry of bucket.list('petcam/')) {
  objects += 1;
  bytes += entry.bytes;
  if (![...own].some((prefix) => entry.key.startsWith(prefix))) strange += 1;
}
const { store: fresh } = await openTestStore(t, { clock });
const [, restoring] = await timed('restoring one hub', () =>
  restoreHub({ bucket, identity: owner.identity, store: fresh, hub, onProgress() {} }),
);

const mixed = running.filter(({ store }, index) =>
  store.photos({ limit: 100 }).some(({ camera }) => camera !== `camera-${index}`),
).length;
const total = hubs * bursts * frames;
const per = (count: number, seconds: number) => Number((count / seconds).toFixed(1));
console.log(
  JSON.stringify({
    hubs,
    cores: cpus().length,
    framesPerSecond: per(total, receiving),
    megabytesPerSecond: per((total * kilobytes) / 1000, receiving),
    framesLost: total - running.reduce((sum, { store }) => sum + store.storageUse().frames, 0),
    sharedTopicsPerSecond: per(heard.size, announcing),
    sharedBrokerMegabytes: residentMegabytes(shared.pid),
    simulationMegabytes: residentMegabytes('self'),
    objects,
    objectsPerSecond: per(objects, sending),
    bucketMegabytesPerSecond: per(bytes / 1e6, sending),
    objectsOfNobody: strange,
    hubsWithPhotosOfOthers: mixed,
    senders: senders.filter((sender) => sender.status().waiting === 0).length,
    restoreObjectsPerSecond: per(bursts + 1, restoring),
  }),
);
for (let end = ends.pop(); end; end = ends.pop()) await end();
