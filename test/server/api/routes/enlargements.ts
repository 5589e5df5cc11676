import t, { type Test } from 'tap';
import { createLog } from '../../../../src/core/log.js';
import { SpoolFolder } from '../../../../src/core/spool.js';
import type { Upload } from '../../../../src/server/api/http/uploads.js';
import { type Enlargement, Enlargements } from '../../../../src/server/api/routes/enlargements.js';
import { TestVision } from '../../../support/api/vision.js';
import { temporaryFolder } from '../../../support/folder.js';
import { ManualClock } from '../../../support/manual-clock.js';

const [MINA, JUN] = [1, 2];
const KEEP_MS = 1000;

/** Enlargements that are as large as the photos that were sent. */
function open(t: Test, limits = { most: 100, mostBytes: 1e6, keepMs: KEEP_MS }) {
  const vision = new TestVision();
  const clock = new ManualClock();
  const spools = new SpoolFolder(temporaryFolder(t));
  vision.answers.upscale = (bytes) => ({
    image: { bytes, mime: 'image/jpeg', width: 1, height: 1 },
    model: 'm',
    scale: 2,
  });
  const parts = { vision, spools, clock, log: createLog('silent'), onChange: () => {} };
  const enlargements = new Enlargements(parts, limits);
  t.teardown(() => enlargements.stop());
  const enlarge = async (person: number, size: number): Promise<Enlargement> => {
    const one = enlargements.begin(person, await uploadOf(spools, size), 2);
    await one.ended;
    return one;
  };
  const has = ({ id, person }: Enlargement) => enlargements.find(id, person) !== null;
  return { enlargements, enlarge, vision, clock, spools, has };
}

async function uploadOf(spools: SpoolFolder, size: number): Promise<Upload> {
  const spool = await spools.open();
  await spool.append(Buffer.alloc(size));
  return { photos: [{ digest: '', bytes: spool.part(0, size) }], close: () => spool.release() };
}

async function empty(spools: SpoolFolder): Promise<void> {
  while (spools.bytes > 0) await new Promise((resolve) => setImmediate(resolve));
}

t.test('a result is kept for its time, and nothing of it is left on the disk', async (t) => {
  const { enlarge, clock, spools, has } = open(t);
  const one = await enlarge(MINA, 300);
  t.equal(spools.bytes, 300, 'the photo itself is gone, its enlargement is there');
  await clock.advance(KEEP_MS - 1);
  t.ok(has(one));
  await clock.advance(1);
  t.notOk(has(one));
  await empty(spools);
});

t.test('of too many bytes the oldest of whoever has the most go, and what was just made stays', async (t) => {
  const { enlarge, has } = open(t, { most: 100, mostBytes: 1000, keepMs: KEEP_MS });
  const first = await enlarge(JUN, 300);
  const hers = [await enlarge(MINA, 400), await enlarge(MINA, 300)];
  t.strictSame([first, ...hers].map(has), [true, true, true]);
  const next = await enlarge(JUN, 100);
  t.strictSame([first, ...hers, next].map(has), [true, false, true, true]);
  const huge = await enlarge(JUN, 5000);
  t.strictSame([first, ...hers, next, huge].map(has), [false, false, false, false, true]);
});

t.test('of too many the oldest go', async (t) => {
  const { enlarge, has } = open(t, { most: 2, mostBytes: 1e6, keepMs: KEEP_MS });
  const all = [await enlarge(MINA, 10), await enlarge(MINA, 10), await enlarge(MINA, 10)];
  t.strictSame(all.map(has), [false, true, true]);
});

t.test('one that is forgotten while it is worked on leaves nothing when it comes', async (t) => {
  const { enlargements, vision, spools } = open(t);
  const works = vision.answers.upscale;
  let answer = () => {};
  vision.answers.upscale = (bytes, signal) =>
    new Promise((resolve) => {
      answer = () => resolve(works(bytes, signal));
    });
  const one = enlargements.begin(MINA, await uploadOf(spools, 10), 2);
  while (vision.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  enlargements.forget(one);
  answer();
  await one.ended;
  await empty(spools);
  await t.rejects(enlargements.wait(one, 1000, new AbortController().signal), { code: 'cancelled' });
});

t.test('of two requests that wait for one enlargement the first may leave', async (t) => {
  const { enlargements, vision, spools } = open(t);
  let answer = () => {};
  const works = vision.answers.upscale;
  vision.answers.upscale = (bytes, signal) =>
    new Promise((resolve) => {
      answer = () => resolve(works(bytes, signal));
    });
  const one = enlargements.begin(MINA, await uploadOf(spools, 10), 2);
  while (vision.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const [leaving, staying] = [new AbortController(), new AbortController()];
  const left = t.rejects(enlargements.wait(one, 1000, leaving.signal), { code: 'cancelled' });
  const stayed = enlargements.wait(one, 1000, staying.signal);
  leaving.abort();
  await left;
  t.notOk(one.gone.aborted);
  answer();
  await stayed;
  t.match(one.outcome, { photo: { model: 'm' } });
});

t.test('a fault of the hub is its outcome, too', async (t) => {
  const { enlarge, vision, spools } = open(t);
  vision.answers.upscale = () => {
    throw new Error('nobody thought of this');
  };
  t.match((await enlarge(MINA, 10)).outcome, { error: { message: 'nobody thought of this' } });
  await empty(spools);
});
