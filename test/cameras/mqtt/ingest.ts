import { once } from 'node:events';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import t, { type Test } from 'tap';
import { HUB_CLIENT_ID } from '../../../src/cameras/mqtt/access.js';
import type { BrokerAddress } from '../../../src/cameras/mqtt/client.js';
import { Ingest, type IngestOptions } from '../../../src/cameras/mqtt/ingest.js';
import { decodeAck } from '../../../src/cameras/protocol/ack.js';
import { isCameraId } from '../../../src/cameras/protocol/identity.js';
import { encodeManifest } from '../../../src/cameras/protocol/manifest.js';
import { DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';
import { encodeState } from '../../../src/cameras/protocol/state.js';
import type { Ack } from '../../../src/cameras/protocol/types.js';
import { systemClock } from '../../../src/core/clock.js';
import { cameraOptions, closed, connectCamera, messages, quiet, startBroker } from '../../support/broker.js';
import { jpegOf, manifestOf } from '../../support/frames.js';
import { NotedIntake } from '../../support/intake.js';
import { mosquittoIsHere, startMosquitto } from '../../support/mosquitto.js';

const ack: Ack = { burst: 'b', state: 'closed', durable: [0], missing: [], rejected: [], time: 1 };

async function startIngest(t: Test, address: BrokerAddress, options: Partial<IngestOptions> = {}) {
  const intake = new NotedIntake();
  const ingest = new Ingest({
    address,
    version: '9.9.9',
    clock: systemClock,
    log: quiet,
    ...options,
  });
  t.teardown(() => ingest.stop());
  await ingest.start(intake);
  return { ingest, intake };
}

/** What a camera does first, and the state that the broker keeps of it. */
async function announce(camera: MqttClient): Promise<void> {
  await camera.subscribeAsync('petcam/porch/request/+', { qos: 1 });
  await camera.publishAsync('petcam/porch/availability', '{"state":"online"}', { qos: 1, retain: true });
  const bursts = { queued: 0, sent: 0, lost: 0, framesLost: 0 };
  const about = {
    firmware: '1.0.0',
    board: 'test',
    rssi: -50,
    uptimeMs: 1,
    resetReason: 'power-on' as const,
  };
  const state = encodeState({ ...about, bursts, settings: { ...DEFAULT_SETTINGS } });
  await camera.publishAsync('petcam/porch/state', state, { qos: 1, retain: true });
}

/** Answers the next request of `verb`. */
async function answer(
  camera: MqttClient,
  verb: string,
  reply: (transaction: string) => object,
): Promise<unknown> {
  for (;;) {
    const [topic, payload] = (await once(camera as never, 'message')) as [string, Buffer];
    if (!topic.endsWith(`/request/${verb}`)) continue;
    const { transaction, data } = JSON.parse(payload.toString());
    await camera.publishAsync(`petcam/porch/response/${verb}`, JSON.stringify(reply(transaction)), {
      qos: 1,
    });
    return data;
  }
}

/** What must hold at every broker. */
async function conversation(t: Test, address: BrokerAddress, url: string) {
  const { ingest, intake } = await startIngest(t, address);
  t.ok(ingest.connected);
  const camera = await connectCamera(t, url, 'porch');
  const told = messages(camera, 2);
  await camera.subscribeAsync(['petcam/bridge/state', 'petcam/bridge/info'], { qos: 1 });
  t.strictSame((await told).sort(), [
    'petcam/bridge/info {"v":1,"version":"9.9.9","limits":{"frameBytes":524288,"burstFrames":20,"jsonBytes":4096,"previewBytes":65536}}',
    'petcam/bridge/state {"state":"online"}',
  ]);

  const time = answer(camera, 'time', (transaction) => ({ transaction, status: 'ok' }));
  await announce(camera);
  t.match(await time, { epochMs: Number }, 'a camera that comes online is told the time');
  await intake.until(/porch state 1.0.0/);

  await camera.publishAsync('petcam/porch/burst/b/frame/0', jpegOf(0, 524288), { qos: 1 });
  await camera.publishAsync('petcam/porch/burst/b/manifest', encodeManifest(manifestOf([jpegOf(0)], 'b')), {
    qos: 1,
  });
  await intake.until(/porch b manifest 1/);
  t.ok(intake.notes.includes('porch b frame 0 524288'), 'the largest frame passes');

  await camera.subscribeAsync('petcam/porch/burst/+/ack', { qos: 1 });
  const answered = once(camera as never, 'message');
  ingest.sendAck('porch', ack);
  const [topic, payload] = (await answered) as [string, Buffer];
  t.equal(topic, 'petcam/porch/burst/b/ack');
  t.strictSame(decodeAck(payload), ack);

  const capture = answer(camera, 'capture', (transaction) => ({
    transaction,
    status: 'ok',
    data: { burst: 'c' },
  }));
  t.strictSame(await ingest.command('porch', 'capture', {}), { burst: 'c' });
  t.strictSame(await capture, {});
  const busy = { code: 'busy', message: 'a burst is being taken' };
  void answer(camera, 'capture', (transaction) => ({ transaction, status: 'error', error: busy }));
  await t.rejects(ingest.command('porch', 'capture', {}), {
    code: 'camera-refused',
    message: 'busy: a burst is being taken',
  });
  await t.rejects(ingest.command('porch', 'restart', {}, 50), { code: 'camera-timeout' });
  return { ingest, intake, camera };
}

t.test('the hub and a camera talk through the embedded broker', async (t) => {
  const { broker, url } = await startBroker(t);
  const { ingest, intake, camera } = await conversation(t, broker, url);
  await camera.publishAsync('petcam/porch/availability', '{"state":"offline"}', { qos: 1, retain: true });
  await intake.until(/porch offline/);
  await t.rejects(ingest.command('porch', 'capture', {}), { code: 'camera-offline' });
  const last = messages(camera, 1);
  await ingest.stop();
  t.strictSame(await last, ['petcam/bridge/state {"state":"offline"}'], 'the hub says when it goes');
});

t.test('the hub and a camera talk through Mosquitto', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const { url } = await startMosquitto(t);
  await conversation(t, { url }, url);
});

t.test('what the broker keeps of a removed camera can be taken back', async (t) => {
  const { broker, url } = await startBroker(t);
  const { ingest } = await startIngest(t, broker);
  const camera = await connectCamera(t, url, 'porch');
  await announce(camera);
  await ingest.forget('porch');
  const { intake } = await startIngest(t, broker, { clientId: 'later' });
  await camera.publishAsync('petcam/porch/preview', jpegOf(0, 64), { qos: 1 });
  await intake.until(/preview/);
  t.strictSame(intake.notes, ['porch preview 64']);
});

t.test('the hub comes back to a broker that died', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const first = await startMosquitto(t);
  const { ingest, intake } = await startIngest(t, { url: first.url });
  const answer = t.rejects(ingest.command('porch', 'capture', {}), { code: 'camera-offline' });
  await first.stop();
  await answer;
  while (ingest.connected) await new Promise((resolve) => setImmediate(resolve));
  ingest.sendAck('porch', ack);
  await t.rejects(ingest.command('porch', 'capture', {}), { code: 'camera-offline' });
  const second = await startMosquitto(t, [], first.port);
  const camera = await connectCamera(t, second.url, 'porch');
  const here = messages(camera, 1);
  await camera.subscribeAsync('petcam/bridge/state', { qos: 1 });
  t.strictSame(await here, ['petcam/bridge/state {"state":"online"}']);
  await camera.publishAsync('petcam/porch/preview', jpegOf(0, 64), { qos: 1 });
  await intake.until(/preview/);
});

t.test('a hub that is killed leaves its last will', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const { url } = await startMosquitto(t);
  await startIngest(t, { url });
  const camera = await connectCamera(t, url, 'porch');
  const states = messages(camera, 2);
  await camera.subscribeAsync('petcam/bridge/state', { qos: 1 });
  const usurper = mqtt.connect(url, { ...cameraOptions('petcam_hub') });
  t.teardown(() => usurper.endAsync(true));
  t.match(await states, [/online/, /offline/]);
});

t.test('a broker that cannot pass a frame is found out at the start', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const small = await startMosquitto(t, ['max_packet_size 200000']);
  await t.rejects(startIngest(t, { url: small.url }), {
    code: 'broker-packet-limit',
    hint: /max_packet_size/,
  });
});

t.test('a broker that does not let the hub listen is found out at the start', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const acl = join(t.testdir({ acl: 'topic write petcam/#\n' }), 'acl');
  const { url } = await startMosquitto(t, [`acl_file ${acl}`]);
  await t.rejects(startIngest(t, { url }), { code: 'broker-packet-limit', hint: /petcam\/#/ });
});

t.test('a broker that refuses the hub is found out at the start', async (t) => {
  const { url } = await startBroker(t);
  const address = { url, username: 'petcam-hub', password: 'wrong' };
  await t.rejects(startIngest(t, address), { code: 'broker-refused', hint: /password/ });
});

t.test('a broker that is not there yet is waited for, and the hub starts all the same', async (t) => {
  const { port, broker } = await startBroker(t);
  await broker.stop();
  const awake = setInterval(() => {}, 1000);
  t.teardown(() => clearInterval(awake));
  const hasty = { ...systemClock, after: (ms: number, run: () => void) => systemClock.after(ms / 50, run) };
  const { ingest } = await startIngest(t, { url: `mqtt://127.0.0.1:${port}` }, { clock: hasty });
  t.notOk(ingest.connected);
  await t.rejects(ingest.command('porch', 'capture', {}), { code: 'camera-offline' });
});

t.test('a camera that stops in the middle of a frame costs nothing', async (t) => {
  const { broker, url } = await startBroker(t);
  const { intake } = await startIngest(t, broker);
  const camera = await connectCamera(t, url, 'porch');
  camera.publish('petcam/porch/burst/b/frame/0', jpegOf(0, 500_000), { qos: 1 });
  camera.stream.destroy();
  await closed(camera);
  const again = await connectCamera(t, url, 'porch');
  await again.publishAsync('petcam/porch/preview', jpegOf(0, 64), { qos: 1 });
  await intake.until(/preview/);
  t.strictSame(
    intake.notes.filter((note) => !note.includes('frame 0')),
    ['porch preview 64'],
  );
});

t.test('a camera that is called as the hub comes in, and the hub stays', async (t) => {
  const { broker, url } = await startBroker(t, { authenticate: async () => true });
  const { intake } = await startIngest(t, broker);
  const camera = await connectCamera(t, url, 'petcam-hub');
  await camera.publishAsync('petcam/petcam-hub/availability', '{"state":"online"}', { qos: 1 });
  await intake.until(/petcam-hub/);
  t.ok(camera.connected);
  t.notOk(isCameraId(HUB_CLIENT_ID), 'nor can one be called as the hub calls itself');
});
