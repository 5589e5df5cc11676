import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import type { Store } from '../../src/store/contract.js';
import type { BurstDetail } from '../../src/store/types.js';
import { CAMERA_HEADERS, make, missingTools, startCamera } from '../support/firmware.js';
import { temporaryFolder } from '../support/folder.js';
import { registerOwner, SAMPLE_BURSTS, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';

const BURSTS = 3;
const FRAMES = 4;

/** Every burst the hub has heard of, in the order of its first message. */
function burstsOf(store: Store): BurstDetail[] {
  const bursts: BurstDetail[] = [];
  for (let id = 1; ; id++) {
    const burst = store.burst(id);
    if (burst === null) return bursts;
    bursts.push(burst);
  }
}

/** Two short scenes: enough to see that nothing is lost or doubled, and soon judged. */
function shortScenes(folder: string): string {
  for (const scene of ['cat-turns-head', 'cat-focus']) {
    mkdirSync(path.join(folder, scene));
    for (let index = 0; index < FRAMES; index++) {
      const name = `0${index}.jpg`;
      copyFileSync(path.join(SAMPLE_BURSTS, scene, name), path.join(folder, scene, name));
    }
  }
  return folder;
}

/** The camera's own pauses are in it, up to a minute when the dice fall badly. */
const isJudged = ({ state }: BurstDetail) => state === 'cut' || state === 'empty';

t.test(
  'over TLS, with a fifth of all messages lost, cuts and a hub restart, every burst arrives whole or is reported lost, none twice',
  { skip: missingTools(...CAMERA_HEADERS) },
  async (t) => {
    t.match(await make('host'), { code: 0 });
    const first = await startHub(t);
    const owner = await registerOwner(first);
    const key = newCameraKey();
    await first.store.addCamera('porch', 'Porch', Buffer.from(key, 'hex'));
    const scenes = shortScenes(temporaryFolder(t));
    let halfway = () => {};
    const oneDelivered = new Promise<void>((resolve) => {
      halfway = resolve;
    });
    const camera = startCamera(
      t,
      key,
      [
        ...['--url', `mqtts://127.0.0.1:${first.mqttTlsPort}`, '--camera', 'porch', '--bursts', scenes],
        ...['--every', '1', '--interval', '100', '--stop-after', String(BURSTS)],
        ...['--faults', 'drop=0.2,disconnect=0.02,corrupt=0.05,duplicate=0.1', '--seed', '3'],
      ],
      ({ event }) => {
        if (event === 'burst delivered') halfway();
      },
    );

    await oneDelivered;
    await first.hub.stop();
    const second = await startHub(t, {
      PETCAM_DATA_DIR: path.join(first.directory, 'data'),
      PETCAM_MQTT_TLS_PORT: String(first.mqttTlsPort),
      PETCAM_HTTP_PORT: String(first.httpPort),
    });

    const { code, account } = await camera.ended;
    t.equal(code, 0, 'the camera has nothing left to deliver');
    if (account === null) {
      t.fail('the camera gave no account');
      return;
    }
    t.equal(account.taken, BURSTS);
    t.equal(account.framesStored, BURSTS * FRAMES);
    t.equal(account.sent + account.lost, account.taken, 'each burst is delivered or counted as lost');
    t.equal(account.framesDelivered + account.framesLost, account.framesStored);
    t.ok(account.connections > 1, 'the link broke');

    await untilStored(second.store, () => burstsOf(second.store).every(isJudged));
    const bursts = burstsOf(second.store);
    const whole = bursts.filter(({ frames }) => frames.length === FRAMES);
    t.equal(new Set(bursts.map(({ burst }) => burst)).size, bursts.length, 'no burst is there twice');
    t.equal(whole.length, account.sent, 'what the camera calls delivered is there whole');
    const frames = bursts.flatMap((burst) => burst.frames);
    t.equal(frames.length, account.framesDelivered, 'not a frame more or less than the camera says');

    const chosen = bursts.filter(({ state }) => state === 'cut').length;
    const done = () => second.store.photos({ limit: 50 }).filter(({ upscale }) => upscale === 'done');
    await untilStored(second.store, () => done().length === chosen);
    const { photos } = await owner.get<{ photos: { upscale: string; camera: string }[] }>('/photos');
    t.equal(photos.length, chosen, 'every best cut is on the phone');
    t.ok(photos.every(({ upscale, camera: from }) => upscale === 'done' && from === 'porch'));
  },
);
