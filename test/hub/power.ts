import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { systemClock } from '../../src/core/clock.js';
import { createLog } from '../../src/core/log.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings, SAMPLE_BURSTS, startHub } from '../support/hub.js';
import { startHubProcess } from '../support/hub-process.js';
import { PlainCamera } from '../support/plain-camera.js';
import { untilStored } from '../support/until.js';

/** After how many acknowledgements the power goes, each time anew. */
const CUTS = [1, 4, 2];

const picture = (name: string) => readFileSync(path.join(SAMPLE_BURSTS, name));
const shots = [0, 1, 2].map((index) => picture(`cat-focus/0${index}.jpg`));

t.test(
  'the power goes again and again: what was acknowledged is there, once, and gets finished',
  async (t) => {
    const directory = temporaryFolder(t);
    const settings = quietSettings(directory);
    const dataDirectory = settings['PETCAM_DATA_DIR'] as string;
    const key = newCameraKey();
    await withStore(dataDirectory, (store) => store.addCamera('porch', 'Porch', Buffer.from(key, 'hex')));

    let hub = await startHubProcess(t, settings);
    const fixed = { ...settings, PETCAM_MQTT_PORT: String(hub.mqttPort) };
    const camera = new PlainCamera(`mqtt://127.0.0.1:${hub.mqttPort}`, 'porch', key);
    t.teardown(() => camera.stop());

    let burst = 0;
    for (const acks of CUTS) {
      await acknowledgements(camera, acks, () => camera.burst(`b-${burst++}`, shots));
      await hub.kill();
      hub = await startHubProcess(t, fixed);
    }
    while (camera.closed.size < camera.sent.size) await acknowledgements(camera, 1, () => {});
    await hub.kill();

    const last = await startHub(t, { PETCAM_DATA_DIR: dataDirectory });
    const photos = () => last.store.photos({ limit: 100 });
    await untilStored(last.store, () => photos().length === camera.sent.size && photos().every(isDone));

    t.strictSame(
      [...camera.closed.values()].filter(({ missing }) => missing.length > 0),
      [],
      'every burst came whole',
    );
    t.equal(new Set(photos().map(({ burstId }) => burstId)).size, camera.sent.size, 'one photo a burst');
    const kept = photos().flatMap(({ burstId }) => {
      const detail = last.store.burst(burstId);
      return (detail?.frames ?? []).map(({ id, index }) => ({ name: `${detail?.burst}/${index}`, id }));
    });
    t.strictSame(new Set(kept.map(({ name }) => name)), camera.acknowledged, 'exactly what was acknowledged');
    t.equal(kept.length, camera.acknowledged.size, 'and once');
    const digest = (bytes: Uint8Array | null) =>
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex');
    const wrong = kept.filter(({ name, id }) => {
      const sent = camera.sent.get(name.split('/')[0] ?? '')?.[Number(name.split('/')[1])];
      return digest(last.store.frameBytes(id)) !== digest(sent ?? null);
    });
    t.strictSame(wrong, [], 'with the bytes that were sent');
  },
);

const isDone = ({ upscale }: { upscale: string }) => upscale === 'done';

async function withStore<T>(
  directory: string,
  use: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>,
) {
  const store = await openStore({ directory, clock: systemClock, log: createLog('silent'), reserveBytes: 0 });
  await use(store).finally(() => store.close());
}

/** Sends with `more` and resolves after so many acknowledgements; each one lets another burst out. */
function acknowledgements(camera: PlainCamera, count: number, more: () => void): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const heard = () => {
      left--;
      if (left > 0) return more();
      camera.off('ack', heard);
      resolve();
    };
    camera.on('ack', heard);
    more();
  });
}
