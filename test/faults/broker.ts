import { createServer } from 'node:net';
import t from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { SimulatedCamera } from '../../src/cameras/simulator/camera.js';
import { openFrameSource } from '../../src/cameras/simulator/frame-source.js';
import { systemClock } from '../../src/core/clock.js';
import { SAMPLE_BURSTS, startHub } from '../support/hub.js';
import { mosquittoIsHere, startMosquitto } from '../support/mosquitto.js';
import { untilStored } from '../support/until.js';

const AWAY = 'the MQTT broker cannot be reached';

t.test('the broker comes late, goes and comes back: the hub says so, and nothing is lost', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const port = await freePort();
  const url = `mqtt://127.0.0.1:${port}`;
  const hub = await startHub(t, { PETCAM_MQTT_URL: url });
  t.strictSame(hub.issues(), [AWAY], 'it starts without one');
  t.equal((await fetch(`${hub.url}/setup`)).status, 200, 'and the page works');

  const first = await startMosquitto(t, [], port);
  await until(() => hub.issues().length === 0);
  const camera = new SimulatedCamera({
    url,
    camera: 'simulated',
    key: newCameraKey(),
    frames: openFrameSource(SAMPLE_BURSTS),
    clock: systemClock,
    settings: { burstIntervalMs: 50 },
  });
  t.teardown(() => camera.stop());
  await hub.store.addCamera('simulated', 'Simulated', Buffer.alloc(32));
  camera.start();
  await untilStored(hub.store, () => hub.store.camera('simulated')?.online === true);

  await first.stop();
  await until(() => hub.issues().includes(AWAY));
  camera.capture('motion');
  await startMosquitto(t, [], port);
  await until(() => hub.issues().length === 0);
  await untilStored(hub.store, () => (hub.store.burst(1)?.state ?? 'open') !== 'open');
  await untilStored(hub.store, () => hub.store.photos({ limit: 1 })[0]?.upscale === 'done');
  t.strictSame(hub.store.burst(1)?.missing, [], 'what was taken meanwhile came whole');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
