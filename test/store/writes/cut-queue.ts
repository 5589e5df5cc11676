import t from 'tap';
import { burstReads } from '../../../src/store/reads/bursts.js';
import { cameraReads } from '../../../src/store/reads/cameras.js';
import { workReads } from '../../../src/store/reads/work.js';
import { MOST_ASIDE } from '../../../src/store/writes/cut-queue.js';
import { KEY, makePhoto, openTestWriter, sendBurst } from '../../support/store.js';

const WHY = { reason: 'unforeseen', detail: 'x is not iterable' };

function queue(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  writer.run('addCamera', 'porch', 'Porch', KEY);
  const { db } = writer;
  return { ...writer, ...workReads(db), ...burstReads(db), ...cameraReads(db) };
}

t.test(
  'what was interrupted goes behind all others, in its order, and is not new because of that',
  async (t) => {
    const { run, nextCut, cutJob, backlog } = queue(t);
    for (const burst of ['one', 'two', 'three', 'four']) await sendBurst(run, burst);
    run('beginCut', 1);
    run('beginCut', 2);
    run('requeueInterrupted');
    run('requeueInterrupted');
    t.equal(nextCut(), 3);
    t.equal(nextCut('newest'), 4);
    for (const id of [3, 4]) await makePhoto(run, cutJob(id));
    t.equal(nextCut('newest'), 1, 'where nothing is new it is the oldest');
    run('requeueCut', 1);
    t.equal(nextCut(), 2);
    run('requeueCut', 3);
    t.strictSame(backlog().cuts, 2, 'a burst that has its photo is not queued again');
  },
);

t.test('a burst that was set aside is no work for anybody, until it is tried again', async (t) => {
  const { run, nextCut, burst, burstsAside, backlog, cutQueue, clock, frameAccounts } = queue(t);
  await sendBurst(run, 'poison', { at: 1000 });
  await sendBurst(run, 'good', { at: 2000 });
  run('setAside', 1, 'vision-crashed');
  run('setAside', 2, 'image-undecodable');
  run('setBurstAside', 1, WHY);
  const at = clock.now();
  t.equal(nextCut(), 2);
  t.strictSame(backlog(), { cuts: 1, upscales: 0 });
  t.strictSame(cutQueue(), { waiting: 1, oldestClosedAt: 2000 });
  t.strictSame(burstsAside(), [{ id: 1, camera: 'porch', openedAt: 1000, frames: 3, at, ...WHY }]);
  t.match(burst(1), { state: 'aside', aside: { ...WHY, at } });
  t.match(burst(2), { state: 'closed', aside: null });
  run('retryBurst', 1);
  t.strictSame(burstsAside(), []);
  t.match(burst(1), {
    state: 'closed',
    aside: null,
    frames: [{ state: 'durable', reason: null }, { state: 'aside' }],
  });
  t.match(frameAccounts(), [{ waiting: 5, aside: 1 }]);
  t.strictSame(backlog(), { cuts: 2, upscales: 0 });
  await makePhoto(run, queueJob(1));
  t.equal(burst(1)?.state, 'cut');

  function queueJob(id: number) {
    return { burstId: id, frames: [{ frameId: 1 }, { frameId: 3 }] };
  }
});

t.test('only a burst that waits is set aside, and only one that was set aside is tried again', async (t) => {
  const { run, burstsAside } = queue(t);
  await sendBurst(run, 'one');
  t.throws(() => run('retryBurst', 1), { code: 'burst-not-aside' });
  t.throws(() => run('retryBurst', 99), { code: 'burst-unknown' });
  run('markEmpty', 1);
  run('setBurstAside', 1, WHY);
  run('setBurstAside', 99, WHY);
  t.strictSame(burstsAside(), []);
});

t.test('not many are kept aside, nor for long: then they end without a photo', async (t) => {
  const { run, burst, burstsAside, clock, frameAccounts } = queue(t);
  for (let id = 1; id <= MOST_ASIDE + 1; id += 1) {
    await sendBurst(run, `b${id}`, { count: 1 });
    await clock.advance(1000);
    run('setBurstAside', id, WHY);
  }
  t.equal(burstsAside().length, MOST_ASIDE);
  t.match(burst(1), { state: 'empty', aside: null, frames: [{ state: 'kept' }] });
  t.match(frameAccounts(), [{ waiting: MOST_ASIDE, kept: 1 }]);
  run('trimRecords', clock.now() + 1, MOST_ASIDE);
  t.strictSame(burstsAside(), []);
  t.match(frameAccounts(), [{ waiting: 0, kept: MOST_ASIDE + 1 }]);
});
