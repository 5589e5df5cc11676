import t from 'tap';
import type { TakenPicture } from '../../../src/cameras/streams/recent-pictures.js';
import { StreamCamera } from '../../../src/cameras/streams/stream-camera.js';
import { DEFAULT_STREAM_SETTINGS } from '../../../src/cameras/streams/stream-settings.js';
import { createLog } from '../../../src/core/log.js';
import { tinyJpeg } from '../../support/jpegs.js';
import { ManualClock } from '../../support/manual-clock.js';
import { refusalOf } from '../../support/refusals.js';

const room = new Array<number>(192).fill(100);
/** A pet that stands in `count` cells. */
const petIn = (count: number) => room.map((level, cell) => (cell < count ? 10 : level));

/** A camera that sends five pictures a second, of which the test says what is to be seen. */
function cameraOf(change: Partial<typeof DEFAULT_STREAM_SETTINGS> = {}) {
  const clock = new ManualClock();
  const sent: { trigger: string; key: string; pictures: readonly TakenPicture[] }[] = [];
  const shown: Uint8Array[] = [];
  const scene = { cells: room, fails: false, isPaused: false };
  const camera = new StreamCamera({
    camera: 'hall',
    settings: { ...DEFAULT_STREAM_SETTINGS, burstFrames: 4, ...change },
    sender: { send: async (key, trigger, pictures) => void sent.push({ key, trigger, pictures }) },
    isWatching: () => !scene.isPaused,
    cellsOf: async () => {
      if (scene.fails) throw new Error('it is damaged');
      return scene.cells;
    },
    known: () => '',
    show: (jpeg) => shown.push(jpeg),
    clock,
    log: createLog('silent'),
  });
  const run = async (seconds: number) => {
    for (let at = 0; at < seconds * 5; at += 1) {
      camera.take(tinyJpeg(at));
      await clock.advance(200);
    }
  };
  return { camera, clock, sent, shown, scene, run };
}

t.test('no motion is sought while it is paused, and a burst that is asked for is taken', async (t) => {
  const { run, scene, sent, camera } = cameraOf();
  await run(5);
  scene.isPaused = true;
  scene.cells = petIn(40);
  await run(5);
  t.same(sent, []);
  camera.command('capture', {});
  t.ok(camera.isGathering);
  await run(3);
  t.notOk(camera.isGathering);
  t.match(sent, [{ trigger: 'command' }]);
});

t.test('a pet gives a burst with the pictures before it, and then there is rest', async (t) => {
  const { run, scene, sent } = cameraOf({ cooldownMs: 5000 });
  await run(5);
  t.same(sent, [], 'nothing moves');
  scene.cells = petIn(20);
  await run(3);
  t.match(sent, [{ trigger: 'motion', pictures: { length: 4 } }]);
  const times = sent[0]?.pictures.map(({ at }) => at) ?? [];
  const gaps = times.slice(1).map((at, index) => at - (times[index] as number));
  t.ok(
    gaps.every((gap) => gap >= 300),
    `apart: ${gaps.join()}`,
  );
  scene.cells = petIn(60);
  await run(1);
  t.equal(sent.length, 1, 'it rests');
});

t.test('marked cells, a lamp and motion that is switched off give no burst', async (t) => {
  for (const [name, change, cells] of [
    ['marked', { motionIgnore: 'f'.repeat(48) }, petIn(20)],
    ['a lamp', {}, room.map((_, cell) => 100 + (cell % 3) * 50)],
    ['off', { motion: false }, petIn(20)],
  ] as const) {
    const { run, scene, sent } = cameraOf(change);
    await run(3);
    scene.cells = [...cells];
    await run(3);
    t.same(sent, [], name);
  }
});

t.test('a capture begins at once, once, and ends with what came when the camera goes', async (t) => {
  const { camera, run, sent } = cameraOf({ motion: false });
  const { burst } = camera.command('capture', {});
  t.equal(camera.command('capture', {})['burst'], burst, 'the same burst');
  await run(0.8);
  camera.lose();
  t.match(sent, [{ key: burst, trigger: 'command', pictures: { length: 2 } }]);
  camera.lose();
  t.equal(sent.length, 1);
});

t.test('previews are shown as often as asked for, and for as long', async (t) => {
  const { camera, run, shown } = cameraOf({ motion: false });
  await run(1);
  t.equal(shown.length, 0);
  camera.command('preview', { seconds: 2, fps: 2 });
  await run(4);
  t.ok(shown.length >= 3 && shown.length <= 4, `${shown.length} shown`);
  t.equal(
    refusalOf(() => camera.command('restart', {})),
    'camera-refused',
  );
});

t.test('pictures that cannot be looked at are said, until one can', async (t) => {
  const { camera, run, scene, clock } = cameraOf();
  scene.fails = true;
  const since = clock.now();
  await run(2);
  t.match(camera.blind, { text: 'it is damaged' });
  t.ok((camera.blind?.since ?? 0) - since <= 200);
  scene.fails = false;
  await run(1);
  t.equal(camera.blind, null);
});
