import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { type Connection, databasePath, openForWriting } from '../../src/store/database.js';
import { migrate, migrations } from '../../src/store/migrations.js';
import { namesIn, tableOf } from '../support/document.js';
import { temporaryFolder } from '../support/folder.js';

function schema(db: Connection): unknown {
  return db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
}

function openIn(t: { teardown(end: () => void): void }): Connection {
  const db = openForWriting(databasePath(temporaryFolder(t)));
  t.teardown(() => db.close());
  return db;
}

t.test('a file of every earlier version arrives at the same schema', (t) => {
  const fresh = openIn(t);
  migrate(fresh);
  t.equal(fresh.pragma('user_version', { simple: true }), migrations.length);
  for (let version = 0; version <= migrations.length; version += 1) {
    const db = openIn(t);
    migrate(db, migrations.slice(0, version));
    t.equal(db.pragma('user_version', { simple: true }), version);
    migrate(db);
    t.strictSame(schema(db), schema(fresh), `from version ${version}`);
    t.equal(db.pragma('foreign_keys', { simple: true }), 1);
  }
  t.end();
});

t.test('rows survive the steps that come after them', (t) => {
  const db = openIn(t);
  migrate(db);
  db.exec("INSERT INTO camera (id, name, created_at) VALUES ('porch', 'Porch', 1)");
  migrate(db, [...migrations, "ALTER TABLE camera ADD COLUMN room TEXT NOT NULL DEFAULT 'hall'"]);
  t.match(db.prepare('SELECT id, room FROM camera').get(), { id: 'porch', room: 'hall' });
  t.end();
});

t.test('a step that fails leaves the version before it', (t) => {
  const db = openIn(t);
  migrate(db);
  const before = schema(db);
  t.throws(() => migrate(db, [...migrations, 'CREATE TABLE half (a); CREATE TABLE half (a)']));
  t.strictSame(schema(db), before);
  const orphan = "INSERT INTO frame_bytes VALUES (1, x'00')";
  t.throws(() => migrate(db, [...migrations, orphan]), { message: /1 rows without parent/ });
  t.equal(db.pragma('user_version', { simple: true }), migrations.length);
  t.end();
});

t.test('a file of a newer program is refused and not touched', (t) => {
  const file = databasePath(temporaryFolder(t));
  const db = openForWriting(file);
  migrate(db, [...migrations, 'CREATE TABLE later (a)']);
  db.close();
  const digest = () => createHash('sha256').update(readFileSync(file)).digest('hex');
  const before = digest();
  const again = openForWriting(file);
  t.throws(() => migrate(again), { code: 'database-newer', hint: /newer program/ });
  again.close();
  t.equal(digest(), before);
  t.end();
});

t.test('the table of docs/ARCHITECTURE.md names every table there is', async (t) => {
  const db = openIn(t);
  migrate(db);
  const there = db.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  const documented = tableOf('ARCHITECTURE.md', '## The data').flatMap(([names]) => namesIn(names));
  t.strictSame(documented.sort(), there.pluck().all().sort());
});
