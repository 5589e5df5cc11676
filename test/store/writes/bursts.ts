import t from 'tap';
import { commitGroup, type Job } from '../../../src/store/commit-group.js';
import { burstReads } from '../../../src/store/reads/bursts.js';
import { cameraReads } from '../../../src/store/reads/cameras.js';
import { frameOf, jpegOf, manifestOf } from '../../support/frames.js';
import { KEY, openTestWriter, sendBurst } from '../../support/store.js';

const AT = 1_763_867_000_000;

function ledger(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  writer.run('addCamera', 'porch', 'Porch', KEY);
  return { ...writer, ...burstReads(writer.db), ...cameraReads(writer.db) };
}

t.test('an open burst is found again with all that is known of it', (t) => {
  const { run, openBursts } = ledger(t);
  const pictures = [jpegOf(1), jpegOf(2), jpegOf(3)];
  run('saveFrame', frameOf(2, pictures[2], { receivedAt: AT + 5 }));
  run('saveFrame', frameOf(0, pictures[0], { receivedAt: AT }));
  run('countRejection', { camera: 'porch', burst: 'b1', index: 1, reason: 'not-jpeg', at: AT });
  const manifest = manifestOf(pictures);
  run('saveManifest', { camera: 'porch', manifest, receivedAt: AT + 10, dropped: [] });
  const { bytes: _, camera: __, burst: ___, ...record } = frameOf(0, pictures[0], { receivedAt: AT });
  const [burst] = openBursts();
  t.match(burst, { camera: 'porch', burst: 'b1', openedAt: AT + 5, manifest });
  t.strictSame(burst?.rejected, [{ index: 1, reason: 'not-jpeg' }]);
  t.strictSame(burst?.frames[0], { ...record, length: 64 });
  t.strictSame(
    burst?.frames.map(({ index }) => index),
    [0, 2],
  );
  t.end();
});

t.test('the same frame again changes nothing, another one under its index is refused', (t) => {
  const { run, openBursts } = ledger(t);
  run('saveFrame', frameOf(0));
  run('saveFrame', frameOf(0));
  t.throws(() => run('saveFrame', frameOf(0, jpegOf(99))), { code: 'conflict' });
  t.equal(openBursts()[0]?.frames.length, 1);
  t.end();
});

t.test('exposure is counted back from the first manifest, whichever comes first', (t) => {
  const { run, burst } = ledger(t);
  const pictures = [jpegOf(1), jpegOf(2)];
  run('saveFrame', frameOf(0, pictures[0], { receivedAt: AT }));
  t.equal(burst(1)?.frames[0]?.takenAt, AT, 'without a manifest: its arrival');
  run('saveManifest', { camera: 'porch', manifest: manifestOf(pictures), receivedAt: AT + 500, dropped: [] });
  const later = manifestOf(pictures);
  for (const frame of later.frames) frame.ageMs += 60_000;
  run('saveManifest', { camera: 'porch', manifest: later, receivedAt: AT + 90_000, dropped: [] });
  run('saveFrame', frameOf(1, pictures[1], { receivedAt: AT + 95_000 }));
  run('saveFrame', frameOf(9, jpegOf(9), { receivedAt: AT + 96_000 }));
  t.strictSame(
    burst(1)?.frames.map(({ takenAt }) => takenAt),
    [AT - 500, AT - 490, AT + 96_000],
  );
  t.end();
});

t.test('a frame that differs from the manifest makes room for another copy and is counted', (t) => {
  const { run, db, openBursts, frameAccounts, rejections } = ledger(t);
  const pictures = [jpegOf(1), jpegOf(2)];
  run('saveFrame', frameOf(0, jpegOf(77)));
  run('saveFrame', frameOf(1, pictures[1]));
  const dropped = [{ index: 0, reason: 'crc-mismatch' as const }];
  run('saveManifest', { camera: 'porch', manifest: manifestOf(pictures), receivedAt: AT, dropped });
  t.match(openBursts()[0], { frames: [{ index: 1 }], rejected: dropped });
  t.equal(db.prepare('SELECT count(*) FROM frame_bytes').pluck().get(), 1);
  run('saveFrame', frameOf(0, pictures[0]));
  t.strictSame(frameAccounts(), [{ camera: 'porch', waiting: 2, kept: 0, chosen: 0, aside: 0, rejected: 1 }]);
  t.strictSame(rejections(), [{ camera: 'porch', reason: 'crc-mismatch', count: 1 }]);
  t.end();
});

t.test('closing is final, announced once, and answers a camera that asks again', async (t) => {
  const { run, events, openBursts, closedBurst } = ledger(t);
  await sendBurst(run, 'b1');
  t.strictSame(openBursts(), []);
  t.match(closedBurst('porch', 'b1'), {
    durable: [{ index: 0 }, { index: 1 }, { index: 2 }],
    missing: [],
    rejected: [],
    manifest: { burst: 'b1', trigger: 'motion' },
  });
  run('closeBurst', { camera: 'porch', burst: 'b1', by: 'quiet', missing: [1], at: AT });
  t.match(
    events.filter(({ type }) => type === 'burst.closed'),
    [{ data: { camera: 'porch', burst: 'b1', state: 'closed', frames: 3, missing: [] } }],
  );
  t.throws(() => run('saveFrame', frameOf(0, jpegOf(1), { burst: 'b1' })), { code: 'late' });
  t.equal(closedBurst('porch', 'b2'), null);
  run('saveFrame', frameOf(0, jpegOf(1), { burst: 'b2' }));
  t.equal(closedBurst('porch', 'b2'), null, 'open is not closed');
});

t.test('a burst that ends without a single frame leaves nothing behind', (t) => {
  const { run, db, burst, closedBurst, events, openBursts } = ledger(t);
  const manifest = manifestOf([jpegOf(1)]);
  run('saveManifest', { camera: 'porch', manifest, receivedAt: AT, dropped: [] });
  t.equal(openBursts().length, 1);
  run('closeBurst', { camera: 'porch', burst: 'b1', by: 'quiet', missing: [0], at: AT });
  t.equal(burst(1), null);
  t.equal(closedBurst('porch', 'b1'), null, 'and may begin anew');
  t.equal(db.prepare('SELECT count(*) FROM burst').pluck().get(), 0);
  t.notOk(events.some(({ type }) => type === 'burst.closed'));
  run('closeBurst', { camera: 'porch', burst: 'b2', by: 'quiet', missing: [], at: AT });
  t.equal(db.prepare('SELECT count(*) FROM burst').pluck().get(), 0, 'nor does one that was never heard of');
  t.end();
});

t.test('refusals are counted with their burst, and in total', (t) => {
  const { run, burst, rejections, frameAccounts } = ledger(t);
  const refuse = (index: number | null, burst: string | null = 'b1', camera = 'porch') =>
    run('countRejection', { camera, burst, index, reason: 'duplicate', at: AT });
  refuse(0);
  refuse(0);
  refuse(3);
  refuse(null);
  refuse(null, null);
  refuse(1, 'b1', 'stranger');
  run('saveFrame', frameOf(0));
  t.strictSame(burst(1)?.rejected, [
    { index: 0, reason: 'duplicate', count: 2 },
    { index: 3, reason: 'duplicate', count: 1 },
    { index: null, reason: 'duplicate', count: 1 },
  ]);
  t.strictSame(rejections(), [
    { camera: '-', reason: 'duplicate', count: 1 },
    { camera: 'porch', reason: 'duplicate', count: 5 },
  ]);
  t.match(frameAccounts(), [
    { camera: '-', rejected: 1 },
    { camera: 'porch', waiting: 1, rejected: 3 },
  ]);
  t.end();
});

t.test('a camera gone wild does not fill the disk with its mistakes', (t) => {
  const { writer, db, rejections } = ledger(t);
  const wild = { camera: 'porch', burst: 'wild', reason: 'index-out-of-range', at: AT };
  const jobs = Array.from({ length: 1100 }, (_, index): Job => {
    return { name: 'countRejection', args: [{ ...wild, index }], at: AT };
  });
  commitGroup(writer, jobs);
  t.equal(db.prepare('SELECT count(*) FROM rejection').pluck().get(), 1000);
  t.equal(db.prepare('SELECT min(position) FROM rejection').pluck().get(), 100, 'the newest are kept');
  t.match(rejections(), [{ count: 1100 }]);
  t.end();
});

t.test('nothing is stored of a camera that is not there', (t) => {
  const { run, db } = ledger(t);
  t.throws(() => run('saveFrame', frameOf(0, jpegOf(1), { camera: 'hall' })), { code: 'camera-unknown' });
  run('closeBurst', { camera: 'hall', burst: 'b1', by: 'quiet', missing: [], at: AT });
  run('reopenBurst', { camera: 'hall', burst: 'b1' });
  t.equal(db.prepare('SELECT count(*) FROM burst').pluck().get(), 0);
  t.end();
});
