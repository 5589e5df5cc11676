import t from 'tap';
import { watchCheckpoints } from '../../src/store/checkpoints.js';
import { CHECKPOINT_PAGES, type Connection, databasePath, openForReading } from '../../src/store/database.js';
import { frameOf, jpegOf } from '../support/frames.js';
import { KEY, openTestWriter } from '../support/store.js';

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
