import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { databasePath, faultOf, openForReading, openForWriting } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrations.js';
import { temporaryFolder } from '../support/folder.js';

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

t.test('a new database is durable, private and gives space back in steps', (t) => {
  const file = path.join(temporaryFolder(t), 'new', 'petcam.db');
  const db = openForWriting(file);
  t.equal(db.pragma('journal_mode', { simple: true }), 'wal');
  t.equal(db.pragma('synchronous', { simple: true }), 2, 'FULL');
  t.equal(db.pragma('auto_vacuum', { simple: true }), 2, 'incremental');
  t.equal(db.pragma('page_size', { simple: true }), 4096);
  migrate(db);
  for (const name of readdirSync(path.dirname(file)))
    t.equal(statSync(path.join(path.dirname(file), name)).mode & 0o777, 0o600, name);
  t.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
  db.close();
  t.end();
});

t.test('a reader cannot write', (t) => {
  const file = databasePath(temporaryFolder(t));
  const writer = openForWriting(file);
  migrate(writer);
  const reader = openForReading(file);
  t.throws(() => reader.exec("INSERT INTO setting VALUES ('a', 'b')"), { code: 'SQLITE_READONLY' });
  reader.close();
  writer.close();
  t.end();
});

t.test('a damaged file is refused and stays as it is', (t) => {
  const damages: [string, (file: string) => void][] = [
    ['no database at all', (file) => writeFileSync(file, 'not a database '.repeat(2000))],
    ['cut off', (file) => truncateSync(file, 100_000)],
    ['header overwritten', (file) => writeFileSync(file, Buffer.alloc(100, 7), { flag: 'r+' })],
  ];
  for (const [name, damage] of damages) {
    const file = databasePath(temporaryFolder(t));
    const db = openForWriting(file);
    migrate(db);
    db.close();
    damage(file);
    const before = digest(file);
    t.throws(
      () => openForWriting(file),
      { code: 'database-damaged', hint: /Nothing was changed.*start the hub again first.*backup/ },
      name,
    );
    t.equal(digest(file), before, `${name}: untouched`);
  }
  t.end();
});

t.test("another program's database is refused and stays as it is", (t) => {
  const file = databasePath(temporaryFolder(t));
  const other = new Database(file);
  other.exec('CREATE TABLE recipe (name TEXT)');
  other.close();
  const before = digest(file);
  t.throws(() => openForWriting(file), { code: 'database-damaged', message: /another program/ });
  t.equal(digest(file), before);
  t.end();
});

t.test('a path that cannot be written is a fault with a hint', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path.join(folder, 'file'), '');
  t.throws(() => openForWriting(path.join(folder, 'file', 'petcam.db')), {
    code: 'storage-failed',
    hint: /disk/,
  });
  mkdirSync(path.join(folder, 'petcam.db'));
  t.throws(() => openForWriting(path.join(folder, 'petcam.db')), { code: 'storage-failed' });
  t.end();
});

t.test('what SQLite throws becomes a fault that a person can act on', (t) => {
  const codes: [string | undefined, string][] = [
    ['SQLITE_FULL', 'storage-full'],
    ['ENOSPC', 'storage-full'],
    ['SQLITE_CORRUPT_VTAB', 'database-damaged'],
    ['SQLITE_NOTADB', 'database-damaged'],
    ['SQLITE_BUSY_SNAPSHOT', 'storage-failed'],
    ['SQLITE_READONLY', 'storage-failed'],
    ['SQLITE_IOERR_FSYNC', 'storage-failed'],
    [undefined, 'storage-failed'],
  ];
  for (const [code, fault] of codes)
    t.equal(faultOf(Object.assign(new Error('x'), { code })).code, fault, String(code));
  t.match(faultOf(null), { code: 'storage-failed', cause: { message: 'unexpected: null' } });
  const refusal = new Refusal('late', 'b');
  const fault = new Fault('storage-failed', 'b', 'c');
  t.equal(faultOf(refusal), refusal);
  t.equal(faultOf(fault), fault);
  t.end();
});
