import { once } from 'node:events';
import t, { type Test } from 'tap';
import { BRIDGE_STATE } from '../../../src/cameras/protocol/topics.js';
import { SimulatedCamera, type SimulatedCameraOptions } from '../../../src/cameras/simulator/camera.js';
import { NO_FAULTS } from '../../../src/cameras/simulator/faults.js';
import { MAX_PENDING } from '../../../src/cameras/simulator/roll.js';
import { closed, connectCamera, KEY, startBroker } from '../../support/broker.js';
import { jpegOf } from '../../support/frames.js';
import { HubSide, hasty, startHubSide } from '../../support/hub-side.js';
import { mosquittoIsHere, startMosquitto } from '../../support/mosquitto.js';

/** Other pictures for every burst, `count` of them. */
function framesOf(count: number, size = 20_000) {
  let turn = 0;
  return {
    next(most: number) {
      turn += 1;
      return Array.from({ length: Math.min(count, most) }, (_, at) => jpegOf(turn * 100 + at, size + at));
    },
  };
}

function plugIn(t: Test, url: string, options: Partial<SimulatedCameraOptions> = {}): SimulatedCamera {
  const camera = new SimulatedCamera({
    url,
    camera: 'porch',
    key: KEY,
    frames: framesOf(5),
    clock: hasty(50),
    ...options,
  });
  t.teardown(() => camera.stop());
  camera.start();
  return camera;
}

/** Each burst is on the disk once and whole. */
function assertWhole(t: Test, { ledger }: HubSide, keys: string[], frames: number) {
  for (const key of keys) {
    const burst = ledger.closedBurst('porch', key);
    t.strictSame(
      burst?.durable.map(({ index }) => index),
      [...Array(frames).keys()],
      key,
    );
    t.strictSame(burst?.missing, []);
  }
  t.equal(ledger.closings.length, keys.length);
}

async function deliver(t: Test, side: HubSide, camera: SimulatedCamera, bursts: number): Promise<void> {
  await side.until(() => side.states.length > 0);
  const keys: string[] = [];
  for (let at = 1; at <= bursts; at += 1) {
    keys.push(camera.capture('motion'));
    await side.until(() => side.closed.length >= at);
  }
  assertWhole(t, side, keys, 5);
}

t.test('bursts arrive whole through the embedded broker', async (t) => {
  const { broker, url } = await startBroker(t);
  const side = await startHubSide(t, broker);
  await deliver(t, side, plugIn(t, url), 3);
});

t.test('bursts arrive whole through Mosquitto', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const { url } = await startMosquitto(t);
  const side = await startHubSide(t, { url });
  await deliver(t, side, plugIn(t, url), 3);
});

t.test('whatever goes wrong on the way, every frame arrives, once', async (t) => {
  const faults = { drop: 0.2, duplicate: 0.2, reorder: 0.2, corrupt: 0.2, stall: 0.1, disconnect: 0.05 };
  for (const seed of [1, 2, 3]) {
    const { broker, url } = await startBroker(t);
    const side = await startHubSide(t, broker);
    const camera = plugIn(t, url, { faults: { ...NO_FAULTS, ...faults }, seed });
    await deliver(t, side, camera, 4);
    await camera.stop();
  }
});

t.test('a hub that is killed in the middle goes on where it was', async (t) => {
  const { broker, url } = await startBroker(t);
  const first = new HubSide(broker);
  await first.start();
  const camera = plugIn(t, url, { settings: { burstIntervalMs: 2000 } });
  await first.until(() => first.states.length > 0);
  const key = camera.capture('motion');
  const saved = new Promise<void>((resolve) => {
    const { saveFrame } = first.ledger;
    first.ledger.saveFrame = async (frame) => {
      await saveFrame.call(first.ledger, frame);
      if (frame.index === 1) resolve();
    };
  });
  await saved;
  await first.stop();
  const second = await startHubSide(t, broker, first.ledger);
  await second.until(() => second.closed.length === 1);
  assertWhole(t, second, [key], 5);
});

t.test('a camera does what it is told', async (t) => {
  const { broker, url } = await startBroker(t);
  const side = await startHubSide(t, broker);
  const told: string[] = [];
  plugIn(t, url, { tell: (line) => told.push(line) });
  await side.until(() => side.states.length > 0);

  const { burst } = await side.ingest.command('porch', 'capture', {});
  await side.until(() => side.closed.includes(`porch/${burst}`));
  t.equal(side.ledger.closedBurst('porch', String(burst))?.manifest?.trigger, 'command');

  const settings = await side.ingest.command('porch', 'settings', { quality: 20, burstFrames: 2 });
  t.match(settings, { quality: 20, burstFrames: 2, frameSize: 'svga' });
  await side.until(() => side.states.at(-1)?.settings.quality === 20);
  await t.rejects(side.ingest.command('porch', 'settings', { quality: 99 }), {
    code: 'camera-refused',
    message: /^invalid: quality/,
  });

  await side.ingest.command('porch', 'preview', { seconds: 2, fps: 2 });
  await side.until(() => side.previews.length === 4);
  await side.ingest.command('porch', 'preview', { seconds: 0, fps: 1 });

  const before = told.filter((line) => line.includes('connected')).length;
  t.strictSame(await side.ingest.command('porch', 'restart', {}), {}, 'answered before it goes');
  const states = side.states.length;
  await side.until(() => side.states.length > states);
  t.ok(told.filter((line) => line.includes('connected')).length > before);
});

t.test('without a hub a camera keeps its bursts, and gives up the oldest', async (t) => {
  const { broker, url } = await startBroker(t);
  const camera = plugIn(t, url, { settings: { burstIntervalMs: 100 }, frames: framesOf(1) });
  for (let at = 0; at < MAX_PENDING + 2; at += 1) camera.capture('schedule');
  t.equal(camera.pending(), MAX_PENDING);
  t.match(camera.counts(), { lost: 2, framesLost: 2 });
  const side = await startHubSide(t, broker);
  await side.until(() => side.closed.length === MAX_PENDING);
  const reported = () => side.states.some(({ bursts }) => bursts.lost === 2);
  await side.until(reported);
});

t.test('words that are not of the hub are passed over', async (t) => {
  const { broker, url } = await startBroker(t);
  const hub = new HubSide(broker);
  await hub.start();
  const heard: string[] = [];
  plugIn(t, url, { tell: (line) => heard.push(line) });
  await hub.until(() => hub.states.length > 0);
  hub.ingest.sendAck('porch', {
    burst: 'b',
    state: 'open',
    durable: [-1],
    missing: [],
    rejected: [],
    time: 0,
  });
  await hub.ingest.command('porch', 'time', { epochMs: 1 });
  t.ok(heard.some((line) => line.includes('burst/b/ack')));
  await hub.stop();
});

t.test('a wrong key is said, and tried again', async (t) => {
  const { url } = await startBroker(t);
  const told = new Promise<string>((resolve) => {
    plugIn(t, url, { key: 'f'.repeat(64), tell: resolve });
  });
  t.match(await told, /no connection/);
});

t.test('a hub that comes back is asked at once about what is not closed', async (t) => {
  const { broker, url } = await startBroker(t);
  const camera = plugIn(t, url, { clock: hasty(1), settings: { burstIntervalMs: 1 }, frames: framesOf(2) });
  const watcher = await connectCamera(t, url, 'garden');
  await watcher.subscribeAsync(BRIDGE_STATE, { qos: 1 });
  const key = camera.capture('motion');
  const here = once(watcher as never, 'message');
  const side = await startHubSide(t, broker);
  await here;
  await side.until(() => side.closed.length === 1);
  t.strictSame(side.closed, [`porch/${key}`]);
  await watcher.endAsync();
  await closed(watcher);
});
