import t, { type Test } from 'tap';
import type { Trigger } from '../../src/cameras/protocol/types.js';
import { Fault, Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { Pipeline, type PipelineDeps } from '../../src/hub/pipeline.js';
import { TestVision } from '../support/api/vision.js';
import { cutOf, KEY, openTestStore, runOn, sendBurst } from '../support/store.js';

/** A pipeline over a real store; the vision process, which has tests of its own, answers as the test says. */
async function start(t: Test, change: Partial<PipelineDeps> = {}) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const vision = new TestVision();
  const log = createLog('silent');
  const heard: number[] = [];
  const pipeline = new Pipeline({
    store,
    vision,
    chooseCut: (frames) => cutOf(frames.length, frames[0]?.index ?? 0, chosenAmong(frames)),
    basis: 'v1',
    clock,
    log,
    onProgress: (_photoId, done) => heard.push(done),
    ...change,
  });
  t.teardown(() => pipeline.stop());
  return { store, clock, vision, pipeline, heard, send: (burst: string) => sendBurst(runOn(store), burst) };
}

/** A cut of exactly these frames, the first one chosen. */
function chosenAmong(frames: readonly { index: number }[]) {
  const ranking = frames.map(({ index }) => index);
  const reason = { code: 'chosen', params: {}, text: 'chosen' };
  const verdicts = ranking.map((index, at) => ({ index, place: at + 1, gates: [], scores: {}, reason }));
  return { ranking, frames: verdicts };
}

t.test('work that waits in the database is done at the start, cuts before enlargements', async (t) => {
  const { store, vision, pipeline, send } = await start(t);
  await send('one');
  await send('two');
  t.strictSame(store.backlog(), { cuts: 2, upscales: 0 });
  pipeline.start();
  await pipeline.idle();
  t.strictSame(
    store.photos({ limit: 9 }).map(({ upscale }) => upscale),
    ['done', 'done'],
  );
  t.match(pipeline.stages(), { cut: { jobs: 2 }, upscale: { jobs: 2 } }, 'and counted');
  t.strictSame(store.backlog(), { cuts: 0, upscales: 0 });
  const tasks = vision.asked.map(({ task }) => task);
  t.strictSame(tasks.slice(-2), ['upscale', 'upscale'], 'both photos are there before the first is enlarged');
  t.equal(pipeline.issue(), null);
});

t.test('a frame that cannot be decoded is set aside, and the others are judged', async (t) => {
  const { store, vision, pipeline, send } = await start(t);
  await send('one');
  const first = store.nextCutJob()?.frames[0]?.frameId ?? 0;
  const poisoned = store.frameBytes(first);
  vision.answers.analyse = (bytes) => {
    if (Buffer.from(bytes).equals(poisoned as Buffer)) throw new Refusal('vision-crashed', 'boom');
    return new TestVision().answers.analyse(bytes, undefined);
  };
  pipeline.start();
  await pipeline.idle();
  const [photo] = store.photos({ limit: 1 });
  const burst = store.burst(photo?.burstId ?? 0);
  t.match(burst?.frames[0], { state: 'aside', reason: { code: 'vision-crashed' } });
  t.strictSame(
    burst?.frames.map(({ state }) => state),
    ['aside', 'chosen', 'kept'],
  );
});

t.test('a chosen frame that gives no thumbnail is set aside and the next best is taken', async (t) => {
  const { store, vision, pipeline, send } = await start(t);
  await send('one');
  let refused = 0;
  const thumbnails = vision.answers.thumbnails;
  vision.answers.thumbnails = (bytes, signal) => {
    if (refused++ === 0) throw new Refusal('image-undecodable', 'torn');
    return thumbnails(bytes, signal);
  };
  pipeline.start();
  await pipeline.idle();
  const [photo] = store.photos({ limit: 1 });
  t.strictSame(
    store.burst(photo?.burstId ?? 0)?.frames.map(({ state }) => state),
    ['aside', 'chosen', 'kept'],
  );
  t.equal(vision.asked.filter(({ task }) => task === 'analyse').length, 3, 'no frame is analysed twice');
});

t.test('a burst in which nothing can be used ends, and the next one goes on', async (t) => {
  const { store, vision, pipeline, send } = await start(t);
  await send('broken');
  vision.answers.analyse = () => {
    throw new Refusal('image-undecodable', 'torn');
  };
  pipeline.start();
  await pipeline.idle();
  t.strictSame(store.photos({ limit: 1 }), []);
  t.equal(store.nextCutJob(), null);
});

t.test('a failure of the hub itself sets nothing aside: it is tried again, later each time', async (t) => {
  const { store, clock, vision, pipeline, send } = await start(t);
  await send('one');
  const works = vision.answers.analyse;
  vision.answers.analyse = () => {
    throw new Fault('model-hash', 'the detector is another file', 'put it back');
  };
  pipeline.start();
  await pipeline.idle();
  t.equal(pipeline.issue(), 'the detector is another file');
  await clock.advance(2000);
  await pipeline.idle();
  const tries = () => vision.asked.filter(({ task }) => task === 'analyse').length;
  t.equal(tries(), 2);
  await clock.advance(2000);
  t.equal(tries(), 2, 'the second wait is longer');
  vision.answers.analyse = works;
  await clock.advance(2000);
  await pipeline.idle();
  t.equal(pipeline.issue(), null);
  t.equal(store.photos({ limit: 1 })[0]?.upscale, 'done');
});

t.test('a vision process that is busy with somebody else is no verdict on the photo', async (t) => {
  const { store, clock, vision, pipeline, send } = await start(t);
  await send('one');
  const works = vision.answers.upscale;
  vision.answers.upscale = () => {
    throw new Refusal('vision-busy', 'later');
  };
  pipeline.start();
  await pipeline.idle();
  t.equal(store.photos({ limit: 1 })[0]?.upscale, 'pending');
  vision.answers.upscale = works;
  await clock.advance(2000);
  await pipeline.idle();
  t.equal(store.photos({ limit: 1 })[0]?.upscale, 'done');
});

t.test('an enlargement that is refused is given up', async (t) => {
  const { store, vision, pipeline, send } = await start(t);
  await send('one');
  vision.answers.upscale = () => {
    throw new Refusal('vision-timeout', 'slow');
  };
  pipeline.start();
  await pipeline.idle();
  t.equal(store.photos({ limit: 1 })[0]?.upscale, 'failed');
});

t.test('an enlargement during which the hub ended is tried behind the others, however often', async (t) => {
  const { store, vision, pipeline, send } = await start(t);
  for (const burst of ['one', 'two']) await send(burst);
  const works = vision.answers.upscale;
  vision.answers.upscale = () => {
    throw new Refusal('vision-busy', 'later');
  };
  pipeline.start();
  await pipeline.idle();
  const job = store.nextUpscaleJob();
  t.match(job, { attempts: 0 }, 'a try that ended for another reason is taken back');
  for (let end = 0; end < 9; end += 1) await store.beginUpscale(job?.photoId ?? 0);
  const order: number[] = [];
  vision.answers.upscale = (bytes, signal) => {
    order.push(store.nextUpscaleJob()?.photoId ?? 0);
    return works(bytes, signal);
  };
  pipeline.wake();
  await pipeline.idle();
  t.strictSame(
    store.photos({ limit: 9 }).map(({ upscale }) => upscale),
    ['done', 'done'],
  );
  t.equal(order.at(-1), job?.photoId);
});

t.test('progress is told, and stop lets go of the work in hand', async (t) => {
  const { store, vision, pipeline, heard, send } = await start(t);
  vision.run = ((run) => async (task, request, options) => {
    options?.onProgress?.(0.5);
    return run(task, request, options);
  })(vision.run) as typeof vision.run;
  await send('one');
  let begun = () => {};
  const upscaling = new Promise<void>((resolve) => {
    begun = resolve;
  });
  vision.answers.upscale = (_bytes, signal) => {
    begun();
    return new Promise((_resolve, reject) =>
      signal?.addEventListener('abort', () => reject(new Refusal('cancelled', 'stopped'))),
    );
  };
  pipeline.start();
  await upscaling;
  await pipeline.stop();
  t.ok(heard.includes(0.5));
  t.equal(store.photos({ limit: 1 })[0]?.upscale, 'pending', 'it is found again at the next start');
  t.equal(pipeline.issue(), null);
  pipeline.wake();
  await pipeline.idle();
});

t.test('frames whose bytes are gone are said to be gone', async (t) => {
  const { store, pipeline, send } = await start(t);
  await send('one');
  const frameBytes = store.frameBytes;
  store.frameBytes = () => null;
  pipeline.start();
  await pipeline.idle();
  t.equal(store.nextCutJob(), null);
  store.frameBytes = frameBytes;
  await send('two');
  store.frameBytes = (id) => (store.nextUpscaleJob() ? null : frameBytes(id));
  pipeline.wake();
  await pipeline.idle();
  t.equal(store.photos({ limit: 1 })[0]?.upscale, 'failed');
});

t.test('a burst that throws what nobody foresaw is set aside, and the others go on', async (t) => {
  let poison = (frames: readonly unknown[]) => frames.length === 2;
  const { store, pipeline, send } = await start(t, {
    chooseCut: (frames) => {
      if (poison(frames)) throw new TypeError('detections is not iterable');
      return cutOf(frames.length, frames[0]?.index ?? 0, chosenAmong(frames));
    },
  });
  await sendBurst(runOn(store), 'poison', { count: 2 });
  for (const burst of ['two', 'three']) await send(burst);
  pipeline.start();
  await pipeline.idle();
  t.equal(store.photos({ limit: 9 }).length, 2);
  t.equal(pipeline.issue(), null, 'the hub itself is well');
  t.match(store.burst(1), {
    state: 'aside',
    aside: { reason: 'unforeseen', detail: 'detections is not iterable' },
  });
  t.match(pipeline.issues(), [
    { code: 'bursts-aside', text: /^burst 1 was set aside without a photo \(unforeseen\): try again in/ },
  ]);
  poison = () => false;
  await store.retryBurst(1);
  pipeline.wake();
  await pipeline.idle();
  t.equal(store.burst(1)?.state, 'cut');
  t.strictSame(pipeline.issues(), []);
});

t.test('a choice that names no frame of the burst sets it aside', async (t) => {
  const { store, pipeline, send } = await start(t, {
    chooseCut: (frames) => cutOf(frames.length, 99, chosenAmong(frames)),
  });
  await send('one');
  await send('two');
  pipeline.start();
  await pipeline.idle();
  t.match(store.burst(1)?.aside, { detail: 'burst 1 has no usable frame 99, which was asked for' });
  t.match(pipeline.issues(), [{ text: /^2 bursts were set aside/ }]);
});

t.test('a failure of the hub sends the burst to the back and uses up none of its tries', async (t) => {
  const { store, clock, vision, pipeline, send } = await start(t);
  for (const burst of ['one', 'two']) await send(burst);
  const thumbnails = vision.answers.thumbnails;
  vision.answers.thumbnails = () => {
    throw new Fault('vision-ended', 'the vision process was ended from outside', 'it is tried again');
  };
  pipeline.start();
  for (let tries = 0; tries < 9; tries += 1) {
    await pipeline.idle();
    t.match(pipeline.issues(), [{ code: 'photos-wait', text: /ended from outside/ }]);
    await clock.advance(60_000);
  }
  vision.answers.thumbnails = thumbnails;
  await clock.advance(60_000);
  await pipeline.idle();
  t.strictSame(store.burstsAside(), []);
  t.equal(store.photos({ limit: 9 }).length, 2);
});

t.test('what was under way when the hub ended goes behind what waits', async (t) => {
  const { store, pipeline, send } = await start(t);
  for (const burst of ['one', 'two', 'three']) await send(burst);
  await store.beginCut(1);
  pipeline.start();
  await pipeline.idle();
  const order = store.photos({ limit: 9, oldestFirst: true }).sort((a, b) => a.id - b.id);
  t.strictSame(
    order.map(({ burstId }) => burstId),
    [2, 3, 1],
  );
});

t.test('a burst whose rows cannot be read keeps no other from its photo', async (t) => {
  const { store, clock, pipeline, send } = await start(t);
  for (const burst of ['one', 'two', 'three']) await send(burst);
  const cutJob = store.cutJob;
  store.cutJob = (id) => {
    if (id === 1)
      throw Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT' });
    return cutJob(id);
  };
  pipeline.start();
  await pipeline.idle();
  await clock.advance(2000);
  await pipeline.idle();
  t.equal(store.photos({ limit: 9 }).length, 2);
  t.strictSame(store.burstsAside(), [], 'it still waits');
  t.match(pipeline.issues(), [{ text: 'photos wait: database disk image is malformed' }]);
});

t.test(
  'a burst of which the vision process survives no frame is set aside, and a person may try it again',
  async (t) => {
    const { store, vision, pipeline, send } = await start(t);
    const works = vision.answers.coarseStats;
    await send('heavy');
    vision.answers.coarseStats = () => {
      throw new Refusal('vision-timeout', 'the image takes too long');
    };
    pipeline.start();
    await pipeline.idle();
    t.match(store.burst(1), {
      state: 'aside',
      aside: { reason: 'vision-timeout', detail: 'none of its frames could be used: vision-timeout' },
    });
    vision.answers.coarseStats = works;
    await store.retryBurst(1);
    pipeline.wake();
    await pipeline.idle();
    t.match(store.burst(1), {
      state: 'cut',
      frames: [{ state: 'chosen' }, { state: 'kept' }, { state: 'kept' }],
    });
  },
);

t.test('a burst that ended while it was looked at is let go', async (t) => {
  const { store, vision, pipeline, send } = await start(t);
  await send('one');
  const thumbnails = vision.answers.thumbnails;
  vision.answers.thumbnails = async (bytes, signal) => {
    await store.markEmpty(1);
    return thumbnails(bytes, signal);
  };
  pipeline.start();
  await pipeline.idle();
  t.match(store.burst(1), { state: 'empty', aside: null });
  t.strictSame(pipeline.issues(), []);
});

t.test('of a long queue the newest are shown first, and the oldest are not forgotten', async (t) => {
  const { store, clock, pipeline } = await start(t);
  const at = clock.now();
  for (let burst = 1; burst <= 14; burst += 1) await sendBurst(runOn(store), `b${burst}`, { count: 1, at });
  await clock.advance(2 * 3_600_000);
  t.match(pipeline.issues(), [
    {
      code: 'photos-late',
      text: '14 bursts wait for their photo, the oldest for 2 hours; the newest go first',
    },
  ]);
  pipeline.start();
  await pipeline.idle();
  const order = store.photos({ limit: 20 }).sort((a, b) => a.id - b.id);
  t.strictSame(
    order.map(({ burstId }) => burstId),
    [1, 14, 13, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  );
});

t.test('how long the oldest of a long queue has waited is said in words', async (t) => {
  const { store, clock, pipeline } = await start(t);
  for (let burst = 1; burst <= 12; burst += 1)
    await sendBurst(runOn(store), `b${burst}`, { count: 1, at: clock.now() });
  t.match(pipeline.issues(), [{ text: /the oldest for less than an hour;/ }]);
  await clock.advance(3_600_000);
  t.match(pipeline.issues(), [{ text: /the oldest for an hour;/ }]);
});

t.test('an enlargement that nobody can make keeps no other waiting', async (t) => {
  const { store, clock, vision, pipeline, send } = await start(t);
  for (const burst of ['one', 'two', 'three']) await send(burst);
  const works = vision.answers.upscale;
  let asked = 0;
  vision.answers.upscale = (bytes, signal) => {
    asked += 1;
    if (asked === 1) throw new TypeError('tiles is undefined');
    if (asked === 2)
      throw new Fault('vision-ended', 'the vision process was ended from outside', 'it is tried again');
    return works(bytes, signal);
  };
  pipeline.start();
  await pipeline.idle();
  t.match(pipeline.issue(), /ended from outside/);
  await clock.advance(2000);
  await pipeline.idle();
  t.strictSame(
    store
      .photos({ limit: 9 })
      .sort((a, b) => b.id - a.id)
      .map(({ upscale }) => upscale),
    ['failed', 'done', 'done'],
    'the first throws, the second is tried again',
  );
});

t.test('what another process put back into the queue is found', async (t) => {
  const { store, clock, pipeline, send } = await start(t);
  pipeline.start();
  await pipeline.idle();
  await send('one');
  await clock.advance(60_000);
  await pipeline.idle();
  t.equal(store.photos({ limit: 9 }).length, 1);
});

t.test(
  'a frame that crashed the vision process is tried again when a person asks, into the same photo',
  async (t) => {
    const { store, vision, pipeline, send } = await start(t);
    await send('one');
    const poisoned = Buffer.from(store.frameBytes(store.nextCutJob()?.frames[1]?.frameId ?? 0) ?? []);
    const works = vision.answers.analyse;
    vision.answers.analyse = (bytes, signal) => {
      if (poisoned.equals(bytes)) throw new Refusal('vision-crashed', 'boom');
      return works(bytes, signal);
    };
    pipeline.start();
    await pipeline.idle();
    const [before] = store.photos({ limit: 2 });
    t.match(store.burst(1), { state: 'cut', frames: [{}, { state: 'aside' }, {}] });
    await store.retryBurst(1);
    pipeline.wake();
    await pipeline.idle();
    t.match(store.burst(1), {
      state: 'cut',
      aside: null,
      frames: [
        { state: 'chosen' },
        { state: 'aside', reason: { code: 'vision-crashed' } },
        { state: 'kept' },
      ],
    });
    vision.answers.analyse = works;
    await store.retryBurst(1);
    pipeline.wake();
    await pipeline.idle();
    t.match(store.burst(1), {
      state: 'cut',
      frames: [{ state: 'chosen' }, { state: 'kept' }, { state: 'kept' }],
    });
    t.match(store.photos({ limit: 2 }), [{ id: before?.id, frameId: before?.frameId, upscale: 'done' }]);
    t.match(store.backlog(), { cuts: 0, upscales: 0 });
  },
);

t.test('damaged thumbnails are made anew of the photo, which is announced', async (t) => {
  const { store, clock, vision, pipeline, send } = await start(t);
  await send('one');
  pipeline.start();
  await pipeline.idle();
  const [photo] = store.photos({ limit: 1 });
  const subject = photo?.id ?? 0;
  const sound = store.image(subject, 'thumb');
  const told: string[] = [];
  store.onEvents((events) => told.push(...events.map(({ type }) => type)));
  await store.noteDamage([
    { source: 'photo', subject, variant: 'thumb' },
    { source: 'photo', subject, variant: 'preview' },
  ]);
  await clock.advance(60_000);
  await pipeline.idle();
  t.strictSame(store.damagedImages(), { count: 0, photos: [] });
  t.strictSame(store.image(subject, 'thumb'), sound);
  t.equal(vision.asked.filter(({ task }) => task === 'thumbnails').length, 2, 'both in one go');
  t.equal(store.photo(subject)?.version, (photo?.version ?? 0) + 1);
  t.strictSame(told, ['photo.updated']);
});

t.test('thumbnails that cannot be made anew stay damaged, and keep no other waiting', async (t) => {
  const { store, clock, vision, pipeline, send } = await start(t);
  for (const burst of ['one', 'two', 'three', 'four']) await send(burst);
  pipeline.start();
  await pipeline.idle();
  const works = vision.answers.thumbnails;
  const { frameBytes } = store;
  const frameOf = (id: number) => store.photo(id)?.frameId;
  const damage = [4, 3, 2, 1].map((subject) => ({ source: 'photo', subject, variant: 'thumb' }) as const);
  await store.noteDamage(damage);
  store.frameBytes = (id) => (id === frameOf(4) ? null : frameBytes(id));
  let asked = 0;
  vision.answers.thumbnails = (bytes, signal) => {
    asked += 1;
    if (asked === 1) throw new Refusal('image-undecodable', 'torn');
    if (asked === 2)
      throw new Fault('vision-ended', 'the vision process was ended from outside', 'it is tried again');
    return works(bytes, signal);
  };
  await clock.advance(60_000);
  await pipeline.idle();
  t.match(pipeline.issue(), /ended from outside/);
  t.strictSame(store.damagedImages().photos, [4, 3, 2, 1]);
  await clock.advance(2000);
  await pipeline.idle();
  t.equal(pipeline.issue(), null);
  t.strictSame(store.damagedImages(), { count: 2, photos: [4, 3] }, 'the frame is damaged, or gives none');
  const before = asked;
  await clock.advance(60_000);
  await pipeline.idle();
  t.equal(asked, before, 'they are not tried for ever');
});

t.test('a black night is shown once, and does not fill the gallery', async (t) => {
  const blank = { code: 'all-dark', params: { of: 3 }, text: 'all 3 frames are too dark' };
  let summary = blank;
  const { store, clock, pipeline } = await start(t, {
    chooseCut: (frames) => ({
      ...cutOf(frames.length, frames[0]?.index ?? 0, { ...chosenAmong(frames), summary }),
      hasPet: false,
      pet: null,
    }),
  });
  const take = async (burst: string, trigger: Trigger = 'motion') => {
    await sendBurst(runOn(store), burst, { at: clock.now(), trigger });
    pipeline.wake();
    await pipeline.idle();
    return store.photos({ limit: 9 }).length;
  };
  pipeline.start();
  t.equal(await take('first'), 1, 'said once');
  t.equal(await take('second'), 1);
  t.match(store.burst(2), { state: 'empty', photoId: null });
  t.equal(store.camera('porch')?.unusable, null, 'which is no fault of the camera');
  t.equal(await take('asked', 'command'), 2, 'who asks for a photo gets one');
  await clock.advance(13 * 3_600_000);
  t.equal(await take('next night'), 3);
  summary = { code: 'chosen-best', params: { of: 3 }, text: 'best of 3' };
  t.equal(await take('morning'), 4);
});
