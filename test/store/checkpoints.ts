import { rmSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { watchCheckpoints } from '../../src/store/checkpoints.js';
import { CHECKPOINT_PAGES, type Connection, databasePath, openForReading } from '../../src/store/database.js';
import { frameOf, jpegOf } from '../support/frames.js';
import { fillUp, mountSmallDisk } from '../support/small-disk.js';
import { KEY, openTestStore, openTestWriter } from '../support/store.js';

t.test('a log that SQLite folds by itself is well, and one that a reader holds is no failure', (t) => {
  const { db, run, directory } = openTestWriter(t);
  const checkpoints = watchCheckpoints(db);
  run('addCamera', 'porch', 'Porch', KEY);
  const reader = openForReading(databasePath(directory));
  t.teardown(() => reader.close());
  const fill = (burst: string) => {
    for (let index = 0; index < 60; index += 1)
      run('saveFrame', frameOf(index, jpegOf(index, 500_000), { burst }));
  };
  fill('b1');
  t.equal(checkpoints.look(), null);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM camera').get();
  fill('b2');
  const [{ log, checkpointed }] = db.pragma('wal_checkpoint(NOOP)') as [
    { log: number; checkpointed: number },
  ];
  t.ok(log - checkpointed > CHECKPOINT_PAGES, 'the reader holds it');
  t.equal(checkpoints.look(), null);
  t.end();
});

/** A connection whose log is so long, and whose disk refuses it or not. */
function connection() {
  const state = { waiting: 0, refuses: false, tries: 0 };
  const pragma = (text: string) => {
    if (text === 'wal_checkpoint(PASSIVE)') {
      state.tries += 1;
      if (state.refuses) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
      state.waiting = 0;
    }
    return [{ log: state.waiting, checkpointed: 0 }];
  };
  return { state, db: { pragma } as unknown as Connection };
}

t.test('a disk that refuses it is said until it takes it, and is not tried at every commit', (t) => {
  const { state, db } = connection();
  const checkpoints = watchCheckpoints(db);
  t.equal(checkpoints.look(), null);
  state.refuses = true;
  state.waiting = CHECKPOINT_PAGES;
  t.match(checkpoints.look(), { code: 'storage-failed' });
  state.waiting += 10;
  t.match(checkpoints.look(), { code: 'storage-failed' });
  t.equal(state.tries, 1);
  state.waiting += CHECKPOINT_PAGES;
  t.match(checkpoints.look(), { code: 'storage-failed' });
  t.equal(state.tries, 2);
  state.refuses = false;
  state.waiting += CHECKPOINT_PAGES;
  t.equal(checkpoints.look(), null);
  t.end();
});

t.test('a disk with room for the log and none for the file is said, and heals with room', async (t) => {
  const disk = mountSmallDisk(t, 64);
  if (!disk) return;
  const { store } = await openTestStore(t, { directory: path.join(disk, 'data') });
  const codes = () => store.storageIssues().map(({ code }) => code);
  let written = 0;
  const write = async (bytes: number) => {
    for (const end = written + bytes; written < end; written += 400_000)
      await store.setSetting(`ballast ${written}`, 'x'.repeat(400_000));
  };
  await write(12_000_000);
  const ballast = path.join(disk, 'ballast');
  fillUp(ballast);
  truncateSync(ballast, statSync(ballast).size - 8_000_000);
  t.strictSame(codes(), []);
  while (codes().length === 0 && written < 20_000_000) await write(1);
  t.ok(written > 15_000_000, 'as soon as the log had to be folded');
  t.strictSame(codes(), ['checkpoint-failed']);
  t.match(store.storageIssues(), [{ text: /cannot be folded into the database file/ }]);
  t.equal(store.setting('ballast 0')?.length, 400_000, 'nothing is lost');
  rmSync(ballast);
  await write(4_000_000);
  t.strictSame(codes(), []);
});
