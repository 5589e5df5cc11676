/** The hub may end between any two lines: wherever the pipeline stops, the next start ends with the same photo, once. */
import t, { type Test } from 'tap';
import { Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { Pipeline } from '../../src/hub/pipeline.js';
import { chooseCut } from '../../src/imaging/select/cut.js';
import type { Store } from '../../src/store/contract.js';
import { TestVision } from '../support/api/vision.js';
import { indexOf, seeGarden } from '../support/garden.js';
import { KEY, openTestStore, runOn, sendBurst } from '../support/store.js';

type End = 'killed before the write' | 'killed after the write' | 'stopped after the write';

const never = new Promise<never>(() => {});
/** What the pipeline writes, apart from events that are heard. */
const isWrite = (name: string) => /^(save|set|mark|begin|forgo|fail|requeue)/.test(name);

/** A store whose user ends at the write of this number; `ended` resolves when that was reached. */
function endingAt(store: Store, number: number, end: End, stop: () => void) {
  let writes = 0;
  let reached = () => {};
  const ended = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const wrapped = new Proxy(store, {
    get(target, name: keyof Store) {
      const member = target[name] as (...args: unknown[]) => unknown;
      if (!isWrite(name)) return member;
      return async (...args: unknown[]) => {
        writes += 1;
        if (writes > number && end !== 'stopped after the write') return never;
        if (writes !== number) return member(...args);
        if (end !== 'killed before the write') await member(...args);
        reached();
        if (end === 'stopped after the write') return stop();
        return never;
      };
    },
  });
  return { wrapped, ended, writes: () => writes };
}

/** Ends a pipeline at its write of this number, starts the next one; gives what became of the burst. */
async function runThrough(t: Test, number: number, end: End) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  await sendBurst(runOn(store), 'walk', { count: 8 });
  const start = (over: Store) => {
    const vision = new TestVision();
    seeGarden(vision);
    refuseSecond(vision);
    const parts = { store: over, vision, chooseCut, basis: 'v1', clock, log: createLog('silent') };
    const pipeline = new Pipeline(parts);
    pipeline.start();
    return pipeline;
  };
  let stopped: Promise<void> | null = null;
  const { wrapped, ended, writes } = endingAt(store, number, end, () => {
    stopped = first.stop();
  });
  const first = start(wrapped);
  const reached = await Promise.race([ended.then(() => true), first.idle().then(() => false)]);
  await stopped;
  const second = start(store);
  await second.idle();
  await second.stop();
  const photos = store.photos({ limit: 9 });
  return { reached, writes: writes(), photos, burst: store.burst(1), backlog: store.backlog() };
}

/** One frame turns out to be undecodable at the closer look. */
function refuseSecond(vision: TestVision): void {
  const analyse = vision.answers.analyse;
  vision.answers.analyse = (bytes, signal, request) => {
    if (indexOf(bytes) === 6) throw new Refusal('image-undecodable', 'torn');
    return analyse(bytes, signal, request);
  };
}

for (const end of [
  'killed before the write',
  'killed after the write',
  'stopped after the write',
] satisfies End[]) {
  t.test(`whichever write it is ${end}, the photo is the same, once`, async (t) => {
    const whole = await runThrough(t, Number.POSITIVE_INFINITY, end);
    t.match(whole.photos, [{ upscale: 'done' }]);
    t.equal(whole.burst?.frames.find(({ state }) => state === 'chosen')?.index, 7);
    t.ok(whole.writes > 15, `${whole.writes} writes`);
    for (let number = 1; number <= whole.writes; number += 1) {
      const { reached, photos, burst, backlog } = await runThrough(t, number, end);
      t.ok(reached, `write ${number} was reached`);
      t.strictSame(photos, whole.photos, `after write ${number}`);
      t.strictSame(burst, whole.burst);
      t.strictSame(backlog, { cuts: 0, upscales: 0 });
    }
  });
}

/** Has a lost frame tried again and ends the pipeline at its write of this number; gives what became of the photo. */
async function cutAgainThrough(t: Test, number: number) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  await sendBurst(runOn(store), 'walk', { count: 4 });
  const start = (over: Store, isLost = false) => {
    const vision = new TestVision();
    seeGarden(vision);
    const { coarseStats } = vision.answers;
    vision.answers.coarseStats = (bytes, signal) => {
      if (isLost && indexOf(bytes) === 2) throw new Refusal('vision-crashed', 'boom');
      return coarseStats(bytes, signal);
    };
    const parts = { store: over, vision, chooseCut, basis: 'v1', clock, log: createLog('silent') };
    const pipeline = new Pipeline(parts);
    pipeline.start();
    return pipeline;
  };
  const first = start(store, true);
  await first.idle();
  await first.stop();
  const [before] = store.photos({ limit: 9 });
  await store.retryBurst(1);
  const { wrapped, ended, writes } = endingAt(store, number, 'killed after the write', () => {});
  const second = start(wrapped);
  await Promise.race([ended, second.idle()]);
  const last = start(store);
  await last.idle();
  await last.stop();
  return { before, writes: writes(), photos: store.photos({ limit: 9 }), burst: store.burst(1) };
}

t.test('whichever write a second cut is killed after, the photo is the same, once', async (t) => {
  const whole = await cutAgainThrough(t, Number.POSITIVE_INFINITY);
  t.match(whole.photos, [{ id: whole.before?.id, upscale: 'done' }]);
  t.not(whole.photos[0]?.frameId, whole.before?.frameId, 'the frame that was lost is the best');
  t.notOk(whole.burst?.retryable);
  t.ok(whole.writes > 8, `${whole.writes} writes`);
  for (let number = 1; number <= whole.writes; number += 1) {
    const { photos, burst } = await cutAgainThrough(t, number);
    t.strictSame(photos, whole.photos, `after write ${number}`);
    t.strictSame(burst, whole.burst);
  }
});

t.test(
  'a burst that an older hub left half looked at is cut like any other, and so are all behind it',
  async (t) => {
    const { store, clock } = await openTestStore(t);
    await store.addCamera('porch', 'Porch', KEY);
    const vision = new TestVision();
    seeGarden(vision);
    const send = (burst: string) => sendBurst(runOn(store), burst, { count: 5 });
    await send('half-looked');
    // As versions before 8 left it: measured where the pet ought to be, and nothing kept of where the detector saw it.
    const box = { label: 'cat', score: 0.5, x: 100, y: 150, width: 200, height: 180 };
    const [first] = store.nextCutJob()?.frames ?? [];
    const features = { looked: 1 as const, headDetail: 900, headDetailMost: 950 };
    const left = { width: 800, height: 600, pets: [box], others: [], features };
    await store.saveAnalysis(first?.frameId ?? 0, left);
    for (const burst of ['two', 'three', 'four']) await send(burst);
    const pipeline = new Pipeline({ store, vision, chooseCut, basis: 'v1', clock, log: createLog('silent') });
    pipeline.start();
    await pipeline.idle();
    await pipeline.stop();
    t.equal(pipeline.issue(), null);
    t.strictSame(store.backlog(), { cuts: 0, upscales: 0 });
    const chosen = [1, 2, 3, 4].map(
      (id) => store.burst(id)?.frames.find(({ state }) => state === 'chosen')?.index,
    );
    t.strictSame(chosen, [4, 4, 4, 4], 'the same choice as in bursts that nothing happened to');
  },
);

t.test('a burst that was half looked at when the hub was updated is measured anew as a whole', async (t) => {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  await sendBurst(runOn(store), 'walk', { count: 8 });
  const start = (over: Store, basis: string) => {
    const vision = new TestVision();
    seeGarden(vision);
    const parts = { store: over, vision, chooseCut, basis, clock, log: createLog('silent') };
    const pipeline = new Pipeline(parts);
    pipeline.start();
    return { vision, pipeline };
  };
  const { wrapped, ended } = endingAt(store, 12, 'killed after the write', () => {});
  const old = start(wrapped, 'v1');
  await ended;
  const closerLooks = (vision: TestVision) =>
    vision.asked
      .filter(({ task }) => task === 'detect' || task === 'analyse')
      .map(({ task, request }) => JSON.stringify([task, indexOf((request as { bytes: Buffer }).bytes)]));
  const seen = closerLooks(old.vision);
  t.ok(seen.length > 3, 'the old version has answered something');
  const { vision, pipeline } = start(store, 'v2');
  await pipeline.idle();
  await pipeline.stop();
  t.strictSame(
    seen.filter((look) => !closerLooks(vision).includes(look)),
    [],
    'all of it is asked again',
  );
  t.match(store.photos({ limit: 9 }), [{ upscale: 'done' }]);
});
