import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { systemClock } from '../../../src/core/clock.js';
import { createLog } from '../../../src/core/log.js';
import { listBackups, wrongFiles } from '../../../src/services/backup/files.js';
import { makeBackup } from '../../../src/services/backup/make.js';
import { databasePath } from '../../../src/store/database.js';
import { openStore } from '../../../src/store/store.js';
import { temporaryFolder } from '../../support/folder.js';
import { addPhotos, everyByte, stockedDirectory, withStore } from '../../support/stocked.js';

const NOW = Date.parse('2026-11-23T03:40:00Z');
const DAY = 86_400_000;

async function storeWithPhotos(t: { teardown(end: () => void): void }, photos = 3) {
  const dataDirectory = await stockedDirectory(t, photos);
  const folder = temporaryFolder(t);
  const request = { dataDirectory, folder, version: '0.1.0', now: NOW, byHand: false, reserveBytes: 0 };
  return { dataDirectory, folder, request };
}

t.test('a backup is whole, private, and holds every byte', async (t) => {
  const { dataDirectory, folder, request } = await storeWithPhotos(t);
  const heard: number[] = [];
  const { backup, removed, remarks } = await makeBackup(request, (done) => heard.push(done));
  t.strictSame(removed, []);
  t.strictSame(remarks, []);
  t.equal(heard.at(-1), 1);
  t.strictSame(readdirSync(folder), ['petcam-2026-11-23T03-40-00Z']);
  t.strictSame(readdirSync(backup.folder).sort(), ['backup.json', 'petcam.db', 'secret.key']);
  for (const name of readdirSync(backup.folder))
    t.equal(statSync(path.join(backup.folder, name)).mode & 0o777, 0o600, name);
  t.equal(statSync(backup.folder).mode & 0o777, 0o700);
  t.match(backup, { photos: 3, frames: 9, takenAt: NOW, version: '0.1.0' });
  t.strictSame(await wrongFiles(backup.folder, backup.files), []);
  t.strictSame(await withStore(backup.folder, everyByte), await withStore(dataDirectory, everyByte));
});

t.test('a hub that goes on writing meanwhile is copied as it was at one moment', async (t) => {
  const { dataDirectory, request } = await storeWithPhotos(t, 40);
  const store = await openStore({
    directory: dataDirectory,
    clock: systemClock,
    log: createLog('silent'),
    reserveBytes: 0,
  });
  t.teardown(() => store.close());
  let steps = 0;
  let writes: Promise<unknown> = Promise.resolve();
  const { backup } = await makeBackup(request, () => {
    steps += 1;
    const name = `meanwhile-${steps}-`;
    writes = writes.then(() => addPhotos(store, 1, name, 100_000));
  });
  await writes;
  t.ok(steps > 3, `it took ${steps} steps`);
  t.ok(store.photos({ limit: 100 }).length > 40, 'writes went on');
  t.equal(backup.photos, 40, 'and are not in the copy');
});

t.test('older ones go by the rotation, and what was not finished before', async (t) => {
  const { folder, request } = await storeWithPhotos(t, 1);
  mkdirSync(path.join(folder, 'petcam-2026-11-20T03-40-00Z.partial'));
  writeFileSync(path.join(folder, 'petcam-2026-11-20T03-40-00Z.partial', 'petcam.db'), 'half');
  mkdirSync(path.join(folder, 'holiday.partial'));
  mkdirSync(path.join(folder, 'petcam-2026-01-01T00-00-00Z'));
  for (let hour = 0; hour < 3; hour += 1) await makeBackup({ ...request, now: NOW + hour * 3_600_000 });
  t.strictSame(readdirSync(folder).sort(), [
    'holiday.partial',
    'petcam-2026-01-01T00-00-00Z',
    'petcam-2026-11-23T05-40-00Z',
  ]);
  t.equal((await listBackups(folder)).length, 1, 'a folder without a manifest is none');
});

t.test(
  'what a person asked for stays beside a second one of the same day, and the nightly one',
  async (t) => {
    const { folder, request } = await storeWithPhotos(t, 1);
    for (const [hours, byHand] of [
      [0, true],
      [1, true],
      [2, false],
      [3, false],
    ] as const)
      await makeBackup({ ...request, now: NOW + hours * 3_600_000, byHand });
    t.strictSame(readdirSync(folder).sort(), [
      'petcam-2026-11-23T03-40-00Z',
      'petcam-2026-11-23T04-40-00Z',
      'petcam-2026-11-23T06-40-00Z',
    ]);
  },
);

t.test('a disk without room: the oldest go, the newest stays, and what is wrong is said', async (t) => {
  const { folder, request } = await storeWithPhotos(t, 1);
  for (let day = 0; day < 3; day += 1) await makeBackup({ ...request, now: NOW + day * DAY });
  const greedy = { ...request, now: NOW + 3 * DAY, reserveBytes: 2 ** 60 };
  await t.rejects(makeBackup(greedy), { code: 'backup-full', message: /MiB are free/ });
  t.strictSame(readdirSync(folder), ['petcam-2026-11-25T03-40-00Z']);
});

t.test('a folder that is not there is not made', async (t) => {
  const { folder, request } = await storeWithPhotos(t, 1);
  const away = path.join(folder, 'usb');
  await t.rejects(makeBackup({ ...request, folder: away }), { code: 'backup-folder', hint: /mount/ });
  t.notOk(existsSync(away));
  writeFileSync(away, '');
  await t.rejects(makeBackup({ ...request, folder: away }), { code: 'backup-folder' });
});

t.test('a damaged database is not copied over good backups', async (t) => {
  const { folder, dataDirectory, request } = await storeWithPhotos(t, 10);
  await makeBackup(request);
  const { size } = statSync(databasePath(dataDirectory));
  const handle = openSync(databasePath(dataDirectory), 'r+');
  writeSync(handle, Buffer.alloc(40_000, 9), 0, 40_000, Math.floor(size / 2));
  closeSync(handle);
  await t.rejects(makeBackup({ ...request, now: NOW + DAY }), { code: 'database-damaged' });
  t.equal((await listBackups(folder)).length, 1);
});

t.test('a key file that is missing is said, and nothing half is left with a name', async (t) => {
  const { folder, dataDirectory, request } = await storeWithPhotos(t, 1);
  rmSync(path.join(dataDirectory, 'secret.key'));
  await t.rejects(makeBackup(request), { code: 'backup-failed', message: /secret.key/ });
  t.strictSame(await listBackups(folder), []);
});
