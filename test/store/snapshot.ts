import { closeSync, existsSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { databasePath, openForWriting } from '../../src/store/database.js';
import { migrate, migrations, RAISES_READER } from '../../src/store/migrations.js';
import { checkDatabase, contentsOf, copyDatabase, newestSchema } from '../../src/store/snapshot.js';
import { temporaryFolder } from '../support/folder.js';
import { stockedDirectory } from '../support/stocked.js';

t.test('a copy is one private file that says what it holds', async (t) => {
  const source = databasePath(await stockedDirectory(t, 2));
  const target = path.join(temporaryFolder(t), 'copy.db');
  await copyDatabase(source, target);
  t.strictSame(contentsOf(target), {
    schema: newestSchema,
    reader: RAISES_READER.at(-1),
    photos: 2,
    frames: 6,
  });
  t.equal(newestSchema, migrations.length);
  t.equal(statSync(target).mode & 0o777, 0o600);
  t.notOk(existsSync(`${target}-wal`));
  t.strictSame(checkDatabase(target, { whole: true }), []);
  await t.rejects(copyDatabase(source, target), { code: 'storage-failed' }, 'nothing is written over');
  const stop = () => {
    throw new Error('enough');
  };
  await t.rejects(copyDatabase(source, `${target}2`, { onProgress: stop }), { cause: { message: /enough/ } });
});

t.test('a check finds what is damaged and who has lost a parent', async (t) => {
  const file = databasePath(temporaryFolder(t));
  const db = openForWriting(file);
  migrate(db);
  db.pragma('foreign_keys = OFF');
  db.exec("INSERT INTO frame_bytes VALUES (77, x'00')");
  db.close();
  t.strictSame(checkDatabase(file, { whole: false }), ['a row of frame_bytes has lost its parent']);
  const damaged = databasePath(await stockedDirectory(t, 10));
  const handle = openSync(damaged, 'r+');
  writeSync(handle, Buffer.alloc(80_000, 9), 0, 80_000, Math.floor(statSync(damaged).size / 2));
  closeSync(handle);
  t.ok(checkDatabase(damaged, { whole: false }).length > 0);
  writeFileSync(`${damaged}2`, 'no database '.repeat(1000));
  t.throws(() => checkDatabase(`${damaged}2`, { whole: true }), { code: 'database-damaged' });
  t.throws(() => contentsOf(`${damaged}2`), { code: 'database-damaged' });
});
