import { Worker } from 'node:worker_threads';
import t from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { threadPeer } from '../../src/core/rpc/peer.js';
import { databasePath } from '../../src/store/database.js';
import { StorageFaults, watchReads, watchWrites } from '../../src/store/faults.js';
import { attachWriter } from '../../src/store/write-client.js';
import { breakPages } from '../support/damage.js';
import { ManualClock } from '../support/manual-clock.js';
import { stockedDirectory } from '../support/stocked.js';
import { openTestStore, runOn, sendBurst } from '../support/store.js';

const codes = (faults: { issues(): { code: string }[] }) => faults.issues().map(({ code }) => code);
const error = (code: string) => Object.assign(new Error('the disk'), { code });

t.test('a broken page of frames is said, stays said, and other things go on', async (t) => {
  const directory = await stockedDirectory(t, 40);
  t.ok(breakPages(databasePath(directory), 'frame') > 1);
  const { store } = await openTestStore(t, { directory });
  t.strictSame(store.storageIssues(), []);
  t.throws(() => store.burst(1), { name: 'Fault', code: 'database-damaged', hint: /backup/ });
  t.match(store.storageIssues(), [{ code: 'database-damaged', text: /cannot be read/ }]);
  const photos = store.photos({ limit: 100 });
  t.equal(photos.length, 40);
  t.ok(
    photos.some(({ subject }) => subject === null),
    'where the pet is can be lost',
  );
  t.equal(store.camera('porch')?.photos, 40);
  t.equal(store.storageIssues().length, 1, 'a page that is broken stays so');
});

t.test('a broken page that a write meets is said, too', async (t) => {
  const directory = await stockedDirectory(t, 40);
  breakPages(databasePath(directory), 'sqlite_autoindex_burst_1');
  const { store } = await openTestStore(t, { directory });
  await t.rejects(sendBurst(runOn(store), 'late'), { code: 'database-damaged' });
  t.strictSame(codes({ issues: store.storageIssues }), ['database-damaged']);
});

t.test('what failed and goes again, or was not asked for since, is over', (t) => {
  const clock = new ManualClock();
  const faults = new StorageFaults(clock);
  let broken: Error | null = error('SQLITE_IOERR_READ');
  const look = () => {
    if (broken) throw broken;
    return 1;
  };
  const reads = watchReads({ photo: look, camera: look }, faults);
  t.throws(() => reads.photo(), { name: 'Fault', code: 'storage-failed' });
  t.throws(() => reads.camera(), { name: 'Fault', code: 'storage-failed' });
  t.match(faults.issues(), [{ code: 'storage-failed', text: /could not be read or written/ }]);
  broken = null;
  t.equal(reads.photo(), 1);
  t.strictSame(codes(faults), ['storage-failed'], 'the other one has not been read since');
  clock.advance(10 * 60_000 + 1);
  t.strictSame(codes(faults), []);
  broken = new SyntaxError('Unexpected token');
  t.throws(() => reads.photo(), { name: 'Fault' }, 'a row that holds garbage');
  broken = new TypeError('a mistake of the program');
  t.throws(() => reads.camera(), TypeError);
  broken = new Refusal('photo-unknown', 'no');
  t.throws(() => reads.camera(), { name: 'Refusal' });
  t.strictSame(codes(faults), ['storage-failed']);
  t.end();
});

t.test('writes: what fails, what is refused, and a disk that does not answer', async (t) => {
  const clock = new ManualClock();
  const faults = new StorageFaults(clock);
  const answers: ((error: Error | null) => void)[] = [];
  const writer = watchWrites(
    {
      run: () =>
        new Promise<never>((resolve, reject) => {
          answers.push((failure) => (failure ? reject(failure) : resolve(undefined as never)));
        }),
      close: async () => {},
    },
    faults,
  );
  const first = writer.run('probe');
  const second = writer.run('allOffline');
  await clock.advance(31_000);
  t.strictSame(codes(faults), ['storage-stalled']);
  answers[0]?.(new Fault('storage-failed', 'read-only', 'Look.'));
  answers[1]?.(new Refusal('camera-unknown', 'no'));
  await t.rejects(first, { code: 'storage-failed' });
  await t.rejects(second, { code: 'camera-unknown' });
  t.strictSame(codes(faults), ['storage-failed']);
  const third = writer.run('probe');
  answers[2]?.(null);
  await third;
  t.strictSame(codes(faults), []);
  await writer.close();
});

t.test('a log that is not folded into the file, and a thread that has ended', async (t) => {
  const faults = new StorageFaults(new ManualClock());
  faults.noteCheckpoint(new Fault('storage-failed', 'the disk is read-only', 'Look.'));
  t.match(faults.issues(), [{ code: 'checkpoint-failed', text: /petcam\.db-wal/ }]);
  faults.noteCheckpoint(new Fault('database-damaged', 'damaged', 'Look.'));
  t.strictSame(codes(faults), ['database-damaged', 'checkpoint-failed']);
  faults.noteCheckpoint(null);
  t.strictSame(codes(faults), ['database-damaged']);
  const worker = new Worker('require("node:worker_threads").parentPort.on("message", () => {})', {
    eval: true,
  });
  const fault = await new Promise<Fault>((resolve) => {
    attachWriter(threadPeer(worker), { clock: new ManualClock(), onEvents() {}, onFault: resolve });
    void worker.terminate();
  });
  faults.noteEnd(fault);
  t.match(faults.issues(), [{ code: 'database-damaged' }, { code: 'storage-failed', text: /has ended/ }]);
});
