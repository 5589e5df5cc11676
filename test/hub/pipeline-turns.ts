/** Cameras take turns: what one of them sends keeps no other from its photos. */
import t, { type Test } from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { Pipeline } from '../../src/hub/pipeline.js';
import { TestVision } from '../support/api/vision.js';
import { cutOf, KEY, openTestStore, runOn, sendBurst } from '../support/store.js';

const LOOK_MS = 1000;

/** A pipeline in which each look takes a second; bursts of `porch` and `hall` come as the test says. */
async function start(t: Test) {
  const { store, clock } = await openTestStore(t);
  for (const camera of ['porch', 'hall']) await store.addCamera(camera, camera, KEY);
  const vision = new TestVision();
  const analyse = vision.answers.analyse;
  vision.answers.analyse = async (...given) => {
    await clock.advance(LOOK_MS);
    return analyse(...given);
  };
  const pipeline = new Pipeline({
    store,
    vision,
    basis: 'v1',
    chooseCut: (frames) => ({
      ...cutOf(frames.length, frames[0]?.index ?? 0),
      frames: frames.map(({ index }, at) => ({
        index,
        place: at + 1,
        gates: [],
        scores: {},
        reason: { code: 'chosen', params: {}, text: 'chosen' },
      })),
    }),
    clock,
    log: createLog('silent'),
  });
  t.teardown(() => pipeline.stop());
  const send = (camera: string, burst: string, count = 3) =>
    sendBurst(runOn(store), burst, { camera, count, size: camera === 'porch' ? 400 : 500 });
  const photos = () =>
    store
      .photos({ limit: 99 })
      .sort((a, b) => a.id - b.id)
      .map(({ camera }) => camera);
  return { store, clock, vision, pipeline, send, photos };
}

t.test('bursts of two cameras come in turn, however many of one wait', async (t) => {
  const { pipeline, send, photos } = await start(t);
  for (let burst = 0; burst < 6; burst += 1) await send('porch', `p${burst}`);
  for (const burst of ['h0', 'h1']) await send('hall', burst);
  pipeline.start();
  await pipeline.idle();
  t.ok(
    photos()
      .slice(0, 5)
      .filter((camera) => camera === 'hall').length === 2,
    `${photos()}`,
  );
  t.equal(photos().length, 8);
});

t.test(
  'a burst that comes while many frames of another camera are looked at is cut in between',
  async (t) => {
    const { vision, pipeline, send, photos } = await start(t);
    await send('porch', 'long', 20);
    const analyse = vision.answers.analyse;
    let looks = 0;
    vision.answers.analyse = async (...given) => {
      looks += 1;
      if (looks === 2) await send('hall', 'short', 2);
      return analyse(...given);
    };
    pipeline.start();
    await pipeline.idle();
    t.strictSame(photos(), ['hall', 'porch']);
    t.match(pipeline.stages().cut, { jobs: 2 });
    t.equal(pipeline.stages().cut.seconds, looks, 'no second counts twice');
  },
);

t.test('an enlargement is broken off for a photo of a camera that has cost less, not for ever', async (t) => {
  const { store, clock, vision, pipeline, send, photos } = await start(t);
  const upscale = vision.answers.upscale;
  let tries = 0;
  vision.answers.upscale = async (bytes, signal, request) => {
    if (bytes.length === 500) return upscale(bytes, signal, request);
    tries += 1;
    await clock.advance(60_000);
    await send('hall', `h${tries}`, 1);
    pipeline.wake();
    if (signal?.aborted) throw new Refusal('cancelled', 'broken off');
    return upscale(bytes, signal, request);
  };
  await send('porch', 'first', 1);
  pipeline.start();
  await pipeline.idle();
  t.equal(tries, 4, 'three times, then it is made');
  t.strictSame(photos(), ['porch', 'hall', 'hall', 'hall', 'hall']);
  t.ok(store.photos({ limit: 9 }).every(({ upscale }) => upscale === 'done'));
  t.equal(pipeline.issue(), null);
});

t.test(
  'an enlargement goes on when the queue cannot be read meanwhile, and when its own camera waits',
  async (t) => {
    const { store, vision, pipeline, send, photos } = await start(t);
    const { cameraBacklogs } = store;
    const upscale = vision.answers.upscale;
    let tries = 0;
    vision.answers.upscale = async (bytes, signal, request) => {
      tries += 1;
      if (tries === 1) await send('porch', 'second', 1);
      store.cameraBacklogs = () => {
        throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
      };
      pipeline.wake();
      store.cameraBacklogs = cameraBacklogs;
      pipeline.wake();
      t.notOk(signal?.aborted);
      return upscale(bytes, signal, request);
    };
    await send('porch', 'first', 1);
    pipeline.start();
    await pipeline.idle();
    t.equal(tries, 2);
    t.equal(photos().length, 2);
  },
);

t.test('a camera on whose burst the hub cannot work keeps no other waiting', async (t) => {
  const { store, clock, pipeline, send, photos } = await start(t);
  await send('hall', 'bad');
  for (const burst of ['one', 'two']) await send('porch', burst);
  const { cutJob } = store;
  const unreadable = store.nextCut('oldest', 'hall');
  store.cutJob = (id) => {
    if (id !== unreadable) return cutJob(id);
    throw Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT' });
  };
  pipeline.start();
  await pipeline.idle();
  await clock.advance(2000);
  await pipeline.idle();
  t.strictSame(photos(), ['porch', 'porch']);
  t.match(pipeline.issues(), [{ code: 'photos-wait' }]);
  store.cutJob = cutJob;
  await clock.advance(60_000);
  await pipeline.idle();
  t.equal(photos().length, 3);
});

t.test('a failure with a burst that is taken in between does not end the one in hand', async (t) => {
  const { clock, vision, pipeline, send, photos } = await start(t);
  const analyse = vision.answers.analyse;
  let looks = 0;
  let failed = 0;
  vision.answers.analyse = async (...given) => {
    looks += 1;
    if (looks === 1) await send('hall', 'short', 1);
    if (given[0].length === 500 && failed++ === 0)
      throw new Fault('vision-ended', 'ended from outside', 'it is tried again');
    return analyse(...given);
  };
  await send('porch', 'long', 20);
  pipeline.start();
  await pipeline.idle();
  await clock.advance(60_000);
  await pipeline.idle();
  t.equal(failed, 2, 'it was tried in between, and again');
  t.strictSame(photos(), ['porch', 'hall']);
});

t.test(
  'frames are looked at within the limits of their camera, and those that cost too much are said',
  async (t) => {
    const { store, clock, vision, pipeline } = await start(t);
    const send = (camera: string, burst: string, count = 3) =>
      sendBurst(runOn(store), burst, {
        camera,
        count,
        at: clock.now(),
        size: camera === 'porch' ? 400 : 500,
      });
    const state = {
      firmware: '1.0.0',
      board: 'esp32s3-eye',
      rssi: -60,
      uptimeMs: 1,
      resetReason: 'power-on',
      bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
      settings: {},
      sensor: { state: 'ok', model: 'ov5640', id: 22 },
    } as never;
    await store.touchCamera('hall', { at: clock.now(), online: true, state });
    vision.answers.coarseStats = ((look) => (bytes, signal, request) => {
      if (bytes.length === 400) throw new Refusal('image-too-large', 'too many passes');
      return look(bytes, signal, request);
    })(vision.answers.coarseStats);
    await send('porch', 'two', 2);
    await send('hall', 'good', 1);
    pipeline.start();
    await pipeline.idle();
    const limitsOf = (size: number) =>
      vision.asked.find(({ bytes, task }) => task === 'coarseStats' && bytes.length === size)?.request;
    t.match(limitsOf(500), { limits: { maxPixels: 2592 * 1944 } });
    t.match(limitsOf(400), { limits: { maxPixels: 1600 * 1200, maxScans: 20 } });
    t.strictSame(pipeline.issues(), [], 'two of a day may be an accident');
    await send('porch', 'more', 2);
    pipeline.wake();
    await pipeline.idle();
    t.match(pipeline.issues(), [{ code: 'frames-costly', text: /: porch \(4\)\. Photos of the other/ }]);
    t.strictSame(store.costlyFrames(clock.now() + 1), [], 'those of before are forgotten');
    await store.removeCamera('porch');
    t.strictSame(store.costlyFrames(0), [], 'and those of a camera that is gone');
  },
);
