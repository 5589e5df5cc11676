import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { digestOf } from '../../../src/services/backup/files.js';
import { makeBackup } from '../../../src/services/backup/make.js';
import { finishRestore, restoreBackup } from '../../../src/services/backup/restore.js';
import { databasePath } from '../../../src/store/database.js';
import { lockDirectory } from '../../../src/store/lock.js';
import { temporaryFolder } from '../../support/folder.js';
import { addPhotos, everyByte, stockedDirectory, withStore } from '../../support/stocked.js';

const NOW = Date.parse('2026-11-23T03:40:00Z');

async function hubWithBackup(t: { teardown(end: () => void): void }) {
  const source = await stockedDirectory(t, 3);
  const folder = temporaryFolder(t);
  const { backup } = await makeBackup({
    dataDirectory: source,
    folder,
    version: '0.1.0',
    now: NOW,
    byHand: false,
    reserveBytes: 0,
  });
  const dataDirectory = path.join(temporaryFolder(t), 'data');
  return { source, folder, backup, dataDirectory };
}

const request = (from: string, dataDirectory: string, force = false) => ({
  from,
  dataDirectory,
  force,
  now: NOW + 1000,
});

t.test('onto an empty hub: every photo is there with every byte, and the keys fit', async (t) => {
  const { source, backup, dataDirectory } = await hubWithBackup(t);
  const report = await restoreBackup(request(backup.folder, dataDirectory));
  t.match(report, { aside: null, backup: { photos: 3 } });
  t.strictSame(await withStore(dataDirectory, everyByte), await withStore(source, everyByte));
  t.ok(await withStore(dataDirectory, (store) => store.checkCameraKey('porch', new Uint8Array(32).fill(7))));
  for (const name of ['petcam.db', 'secret.key'])
    t.equal(statSync(path.join(dataDirectory, name)).mode & 0o777, 0o600, name);
  await withStore(dataDirectory, (store) => addPhotos(store, 1, 'after'));
  t.equal(await withStore(dataDirectory, (store) => store.photos({ limit: 9 }).length), 4, 'and it goes on');
  t.strictSame(
    readdirSync(dataDirectory).filter((name) => /restoring|partial/.test(name)),
    [],
  );
});

t.test('a hub that is there is not replaced without a word, and never deleted', async (t) => {
  const { source, folder, dataDirectory } = await hubWithBackup(t);
  cpSync(source, dataDirectory, { recursive: true });
  await withStore(dataDirectory, (store) => addPhotos(store, 2, 'mine'));
  const mine = await withStore(dataDirectory, everyByte);
  await t.rejects(restoreBackup(request(folder, dataDirectory)), {
    code: 'restore-over-data',
    message: /5 photos.*--force/,
  });
  t.strictSame(await withStore(dataDirectory, everyByte), mine, 'untouched');
  const { aside } = await restoreBackup(request(folder, dataDirectory, true));
  t.equal(aside, path.join(dataDirectory, 'replaced-2026-11-23T03-40-01Z'));
  t.equal(await withStore(dataDirectory, (store) => store.photos({ limit: 9 }).length), 3);
  t.strictSame(await withStore(aside as string, everyByte), mine, 'moved aside whole');
});

t.test('a running hub is left alone', async (t) => {
  const { folder, dataDirectory } = await hubWithBackup(t);
  mkdirSync(dataDirectory);
  const unlock = lockDirectory(dataDirectory);
  await t.rejects(restoreBackup(request(folder, dataDirectory, true)), { code: 'hub-running', hint: /Stop/ });
  unlock();
  t.notOk(existsSync(databasePath(dataDirectory)));
  await restoreBackup(request(folder, dataDirectory));
});

t.test('a damaged backup is refused before anything is touched', async (t) => {
  const { folder, backup, dataDirectory } = await hubWithBackup(t);
  const file = path.join(backup.folder, 'petcam.db');
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] as number) ^ 1;
  writeFileSync(file, bytes);
  await t.rejects(restoreBackup(request(folder, dataDirectory)), {
    code: 'backup-damaged',
    message: /petcam.db/,
  });
  t.notOk(existsSync(dataDirectory));
  const none = temporaryFolder(t);
  await t.rejects(restoreBackup(request(none, dataDirectory)), { code: 'backup-missing' });
  await t.rejects(restoreBackup(request(path.join(none, 'x'), dataDirectory)), { code: 'backup-missing' });
});

t.test('a backup that somebody has put something into is refused, and leaves nothing behind', async (t) => {
  const parts = {
    trigger: 'CREATE TRIGGER spy AFTER INSERT ON photo BEGIN DELETE FROM photo; END',
    view: 'CREATE VIEW spy AS SELECT * FROM user',
    table: 'CREATE VIRTUAL TABLE spy USING fts5(text)',
  };
  for (const [type, sql] of Object.entries(parts)) {
    const { backup, dataDirectory } = await hubWithBackup(t);
    const database = path.join(backup.folder, 'petcam.db');
    const db = new Database(database);
    db.exec(sql);
    db.close();
    const manifest = path.join(backup.folder, 'backup.json');
    const files = await Promise.all(
      backup.files.map(async ({ name }) => ({ name, ...(await digestOf(path.join(backup.folder, name))) })),
    );
    writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), files }));
    await t.rejects(restoreBackup(request(backup.folder, dataDirectory)), {
      code: 'backup-foreign',
      message: new RegExp(`${type} spy`),
    });
    t.notOk(existsSync(path.join(dataDirectory, 'restoring')), type);
    t.notOk(existsSync(databasePath(dataDirectory)), type);
  }
});

t.test('a link in the place of a file is not followed', async (t) => {
  for (const name of ['petcam.db', 'secret.key']) {
    const { backup, dataDirectory } = await hubWithBackup(t);
    const elsewhere = path.join(temporaryFolder(t), name);
    renameSync(path.join(backup.folder, name), elsewhere);
    symlinkSync(elsewhere, path.join(backup.folder, name));
    await t.rejects(restoreBackup(request(backup.folder, dataDirectory)), {
      code: 'backup-foreign',
      message: new RegExp(name),
    });
  }
});

t.test('a backup of a newer program is refused', async (t) => {
  const { backup, dataDirectory } = await hubWithBackup(t);
  const file = path.join(backup.folder, 'backup.json');
  const written = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...written, schema: 999, reader: 999 }));
  await t.rejects(restoreBackup(request(backup.folder, dataDirectory)), { code: 'database-newer' });
  writeFileSync(file, JSON.stringify({ ...written, schema: 999, reader: undefined }));
  await t.rejects(restoreBackup(request(backup.folder, dataDirectory)), { code: 'database-newer' });
  writeFileSync(file, JSON.stringify({ ...written, schema: 999 }));
  await t.resolves(
    restoreBackup(request(backup.folder, dataDirectory)),
    'unless it says that this one may read it',
  );
});

t.test('a power cut between any two of its steps leaves the old hub or the new one', async (t) => {
  const { source, backup } = await hubWithBackup(t);
  const old = path.join(temporaryFolder(t), 'old');
  await withStore(old, (store) => addPhotos(store, 1, 'old'));
  const oldBytes = await withStore(old, everyByte);
  const newBytes = await withStore(source, everyByte);
  // The state after each step of the moving, made by hand from the one before.
  const steps: ((data: string) => void)[] = [
    () => {},
    (data) => move(data, 'petcam.db', 'replaced-x/petcam.db'),
    (data) => move(data, 'secret.key', 'replaced-x/secret.key'),
    (data) => move(data, 'restoring/secret.key', 'secret.key'),
    (data) => move(data, 'restoring/petcam.db', 'petcam.db'),
  ];
  for (let cut = 0; cut < steps.length; cut += 1) {
    const data = path.join(temporaryFolder(t), 'data');
    cpSync(old, data, { recursive: true });
    cpSync(backup.folder, path.join(data, 'restoring'), { recursive: true });
    mkdirSync(path.join(data, 'replaced-x'));
    t.strictSame(await withStore(data, everyByte), oldBytes, 'before the order it is the old one');
    writeFileSync(path.join(data, 'restoring.json'), JSON.stringify({ aside: 'replaced-x' }));
    for (const step of steps.slice(0, cut + 1)) step(data);
    await t.rejects(
      withStore(data, everyByte),
      { code: 'restore-unfinished', hint: /Start the hub/ },
      'nobody opens half of it',
    );
    await finishRestore(data);
    await finishRestore(data);
    t.strictSame(await withStore(data, everyByte), newBytes, `cut after step ${cut}`);
    t.strictSame(await withStore(path.join(data, 'replaced-x'), everyByte), oldBytes, 'the old one is aside');
    t.notOk(existsSync(path.join(data, 'restoring')));
  }
});

t.test(
  'an order that the disk has garbled is carried out: that it is there says that all was whole',
  async (t) => {
    const { source, backup } = await hubWithBackup(t);
    const newBytes = await withStore(source, everyByte);
    for (const garbage of ['', '{"aside":5}', '\0'.repeat(40), '{"aside":"../../elsewhere"}', null]) {
      const data = path.join(temporaryFolder(t), 'data');
      await withStore(data, (store) => addPhotos(store, 1, 'old'));
      cpSync(backup.folder, path.join(data, 'restoring'), { recursive: true });
      const order = path.join(data, 'restoring.json');
      if (garbage === null) mkdirSync(order);
      else writeFileSync(order, garbage);
      await finishRestore(data);
      t.notOk(existsSync(order));
      t.strictSame(await withStore(data, everyByte), newBytes, `garbage: ${garbage}`);
      const asides = readdirSync(data).filter((name) => name.startsWith('replaced-'));
      t.equal(asides.length, 1, 'the old one is aside');
      t.match(asides[0], /^replaced-\d{4}-/);
    }
  },
);

const move = (data: string, from: string, to: string) =>
  renameSync(path.join(data, from), path.join(data, to));
