import t from 'tap';
import { commitGroup, type Job } from '../../src/store/commit-group.js';
import { frameOf, jpegOf } from '../support/frames.js';
import { KEY, openTestWriter } from '../support/store.js';

const job = (name: Job['name'], ...args: unknown[]): Job => ({ name, args, at: 5 });
const frame = (index: number, size = 400) => job('saveFrame', frameOf(index, jpegOf(index + 1, size)));

t.test('one job that is refused takes nothing of the others with it', (t) => {
  const { db, writer, run } = openTestWriter(t);
  run('addCamera', 'porch', 'Porch', KEY);
  const { outcomes, events } = commitGroup(writer, [
    frame(0),
    job('renameCamera', 'nobody', 'x'),
    job('renameCamera', 'porch', 'Front door'),
    job('saveFrame', frameOf(1, jpegOf(9), { receivedAt: 0.5 })),
    frame(1),
  ]);
  t.match(outcomes, [
    { value: undefined },
    { error: { name: 'Refusal', code: 'camera-unknown' } },
    { value: { name: 'Front door' } },
    { error: { name: 'Fault', code: 'storage-failed', cause: { message: /SQLITE_CONSTRAINT/ } } },
    { value: undefined },
  ]);
  t.match(events, [{ type: 'camera.updated', at: 5 }], 'only what was committed is announced');
  t.strictSame(db.prepare('SELECT position FROM frame').pluck().all(), [0, 1]);
  t.equal(db.prepare('SELECT count(*) FROM frame_bytes').pluck().get(), 2);
  t.end();
});

t.test('a full disk refuses loudly, stores what still fits, and works again when there is room', (t) => {
  const { db, writer, run } = openTestWriter(t);
  run('addCamera', 'porch', 'Porch', KEY);
  const pages = db.pragma('page_count', { simple: true }) as number;
  db.pragma(`max_page_count = ${pages + 20}`);
  const { outcomes, events } = commitGroup(writer, [
    frame(0, 30_000),
    frame(1, 200_000),
    job('renameCamera', 'porch', 'Front door'),
  ]);
  t.match(outcomes, [
    { value: undefined },
    { error: { code: 'storage-full' } },
    { value: { name: 'Front door' } },
  ]);
  t.match(events, [{ type: 'camera.updated' }]);
  t.strictSame(db.prepare('SELECT position FROM frame').pluck().all(), [0]);
  db.pragma('max_page_count = 100000');
  t.match(commitGroup(writer, [frame(1, 200_000)]).outcomes, [{ value: undefined }]);
  t.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  t.end();
});

t.test('a commit that fails says so for each of its jobs', (t) => {
  const { db, writer, run } = openTestWriter(t);
  run('addCamera', 'porch', 'Porch', KEY);
  // A deferred constraint is looked at by COMMIT itself.
  db.exec('CREATE TABLE late (camera INTEGER REFERENCES camera DEFERRABLE INITIALLY DEFERRED)');
  db.exec('CREATE TRIGGER spoil AFTER INSERT ON frame BEGIN INSERT INTO late VALUES (99); END');
  const { outcomes } = commitGroup(writer, [frame(0), job('renameCamera', 'porch', 'Front door')]);
  t.match(outcomes, [{ error: { code: 'storage-failed' } }, { value: { name: 'Front door' } }]);
  t.equal(db.prepare('SELECT count(*) FROM frame').pluck().get(), 0);
  t.end();
});

t.test('a transaction that cannot begin is a fault', (t) => {
  const { db, writer } = openTestWriter(t);
  db.exec('BEGIN');
  t.match(commitGroup(writer, [job('probe')]).outcomes, [{ error: { code: 'storage-failed' } }]);
  t.match(commitGroup(writer, [job('probe')]).outcomes, [{ value: undefined }], 'and the next one works');
  t.end();
});
