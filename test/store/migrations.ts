import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { type Connection, databasePath, openForWriting } from '../../src/store/database.js';
import { migrate, migrations, oldestReaderOf, RAISES_READER, REBUILDS } from '../../src/store/migrations.js';
import { namesIn, tableOf } from '../support/document.js';
import { temporaryFolder } from '../support/folder.js';
import { addPhotos, everyByte, stockedDirectory, withStore } from '../support/stocked.js';

/** Statements that leave every statement of an older program as it was: no new rule, no changed row. */
const ADDS =
  /^(CREATE TABLE|CREATE INDEX|ALTER TABLE \w+ ADD COLUMN (?!.*NOT NULL(?!.*DEFAULT))(?!.*DEFAULT.*REFERENCES))/;

const TRIGGER = /CREATE TRIGGER \w+ AFTER [^;]*? BEGIN (.*?;) END;/g;

/**
 * What a step does besides adding. Rows of a table that the step itself makes are its own, also those that a trigger of it
 * writes: an older program does not know them.
 */
function changesOf(step: string): string[] {
  const sql = step.replace(/^\s*--.*$/gm, '').replace(/\s+/g, ' ');
  const own = [...sql.matchAll(/CREATE TABLE (\w+)/g)].map(([, table]) => table);
  const isOwn = (text: string) => own.includes(/^(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)/.exec(text)?.[1]);
  const statements = (text: string) => text.split(';').map((one) => one.trim());
  const triggered = [...sql.matchAll(TRIGGER)].flatMap(([, body = '']) => statements(body));
  const direct = statements(sql.replace(TRIGGER, '')).filter((text) => !ADDS.test(text));
  return [...triggered, ...direct].filter((text) => text !== '' && !isOwn(text));
}

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

t.test('an upgrade of several steps is all or nothing', (t) => {
  const db = openIn(t);
  migrate(db, migrations.slice(0, 3));
  const before = schema(db);
  t.throws(() => migrate(db, [...migrations, 'CREATE TABLE half (a); CREATE TABLE half (a)']));
  t.strictSame(schema(db), before);
  t.equal(db.pragma('user_version', { simple: true }), 3);
  migrate(db);
  t.equal(db.pragma('user_version', { simple: true }), migrations.length);
  t.end();
});

t.test('a step that fails leaves the version before it', (t) => {
  const db = openIn(t);
  migrate(db);
  const before = schema(db);
  t.throws(() => migrate(db, [...migrations, 'CREATE TABLE half (a); CREATE TABLE half (a)']));
  t.strictSame(schema(db), before);
  const orphan = "INSERT INTO frame_bytes VALUES (1, x'00')";
  t.throws(() => migrate(db, [...migrations, orphan]), { message: /FOREIGN KEY/ });
  const rebuilding = [migrations.length + 1];
  t.throws(() => migrate(db, [...migrations, orphan], RAISES_READER, rebuilding), {
    message: /1 rows without parent/,
  });
  t.equal(db.pragma('foreign_keys', { simple: true }), 1);
  t.equal(db.pragma('user_version', { simple: true }), migrations.length);
  t.end();
});

t.test('a table that others refer to is rebuilt without losing what refers to it', (t) => {
  const db = openIn(t);
  migrate(db);
  db.exec(`INSERT INTO camera (id, name, created_at) VALUES ('porch', 'Porch', 1);
    INSERT INTO burst (id, camera_number, key, opened_at) VALUES (7, 1, 'b', 1);
    INSERT INTO frame (burst_id, position, length, crc32, sha256, received_at, taken_at) VALUES (7, 0, 1, 1, 'x', 1, 1)`);
  const columns = db.prepare("SELECT group_concat(name) FROM pragma_table_info('burst')").pluck().get();
  const { sql } = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'burst'").get() as { sql: string };
  const rebuild = `${sql.replace('TABLE burst', 'TABLE burst_new')};
    INSERT INTO burst_new (${columns}) SELECT ${columns} FROM burst;
    DROP TABLE burst; ALTER TABLE burst_new RENAME TO burst`;
  migrate(db, [...migrations, rebuild], RAISES_READER, [migrations.length + 1]);
  t.equal(db.prepare('SELECT count(*) FROM frame WHERE burst_id = 7').pluck().get(), 1);
  t.end();
});

t.test('a step that drops a table is one of those that are checked as a whole', (t) => {
  const dropping = migrations.flatMap((sql, index) => (/DROP TABLE/i.test(sql) ? [index + 1] : []));
  t.strictSame(dropping, [...REBUILDS]);
  t.end();
});

t.test('a file of a newer program is refused and not touched', (t) => {
  const file = databasePath(temporaryFolder(t));
  const db = openForWriting(file);
  const later = [...migrations, 'CREATE TABLE later (a)'];
  migrate(db, later, [...RAISES_READER, later.length]);
  db.close();
  const digest = () => createHash('sha256').update(readFileSync(file)).digest('hex');
  const before = digest();
  const again = openForWriting(file);
  t.throws(() => migrate(again), { code: 'database-newer', hint: /newer program/ });
  again.close();
  t.equal(digest(), before);
  t.end();
});

t.test('a file that says nothing of its readers is for programs of its own version', (t) => {
  const db = openIn(t);
  t.equal(oldestReaderOf(db), 0, 'of a new file');
  const [raised = 0] = RAISES_READER;
  migrate(db, migrations.slice(0, raised - 1));
  t.equal(oldestReaderOf(db), raised - 1);
  migrate(db, migrations.slice(0, raised));
  t.equal(oldestReaderOf(db), raised);
  t.end();
});

t.test('a file of a newer program whose steps only add is opened as it is', (t) => {
  const db = openIn(t);
  const later = [...migrations, 'CREATE TABLE later (a)', 'ALTER TABLE camera ADD COLUMN room TEXT'];
  migrate(db, later);
  const [before, oldest] = [schema(db), oldestReaderOf(db)];
  t.equal(oldest, RAISES_READER.at(-1));
  migrate(db);
  t.strictSame(schema(db), before);
  t.equal(db.pragma('user_version', { simple: true }), later.length, 'it does not call itself older');
  t.equal(oldestReaderOf(db), oldest);
  t.end();
});

t.test('back to the program before, photos made with it, and forward again: every photo stays', async (t) => {
  const directory = await stockedDirectory(t, 2);
  const later = [...migrations, columnInEveryTable(t)];
  const upgrade = () => {
    const db = openForWriting(databasePath(directory));
    migrate(db, later);
    const version = db.pragma('user_version', { simple: true });
    db.close();
    t.equal(version, later.length);
  };
  upgrade();
  const before = await withStore(directory, everyByte);
  const between = await withStore(directory, async (store) => {
    await addPhotos(store, 2, 'between');
    return everyByte(store);
  });
  t.equal(Object.keys(between).length, 2 * Object.keys(before).length);
  t.match(between, before);
  upgrade();
  t.strictSame(await withStore(directory, everyByte), between);
});

/** A step of a later program that touches every table and only adds. */
function columnInEveryTable(t: { teardown(end: () => void): void }): string {
  const db = openIn(t);
  migrate(db);
  const tables = db.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  return tables
    .pluck()
    .all()
    .map((name) => `ALTER TABLE ${name} ADD COLUMN of_later TEXT;`)
    .join('');
}

t.test('what a step of a file does that is read by older programs only adds', async (t) => {
  const first = Math.min(...RAISES_READER);
  for (const [index, sql] of migrations.entries()) {
    const version = index + 1;
    if (version <= first || RAISES_READER.includes(version)) continue;
    t.strictSame(changesOf(sql), [], `step ${version}: name it in RAISES_READER, or let it only add`);
  }
  const trigger = (body: string) =>
    changesOf(`CREATE TABLE own (a); CREATE TRIGGER b AFTER DELETE ON photo WHEN 1 BEGIN ${body}; END;`);
  t.strictSame(trigger('INSERT INTO own SELECT 1; UPDATE own SET a = 2'), []);
  t.strictSame(trigger('INSERT INTO own SELECT 1; UPDATE photo SET score = 1'), [
    'UPDATE photo SET score = 1',
  ]);
  t.strictSame(trigger('SELECT RAISE(ABORT, 1)'), ['SELECT RAISE(ABORT, 1)']);
  t.notMatch('CREATE UNIQUE INDEX a ON photo (id)', ADDS);
  t.notMatch('UPDATE photo SET score = 1', ADDS);
  t.notMatch('ALTER TABLE photo ADD COLUMN a TEXT NOT NULL', ADDS);
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
