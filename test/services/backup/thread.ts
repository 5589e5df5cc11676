import { truncateSync } from 'node:fs';
import t from 'tap';
import { listBackups } from '../../../src/services/backup/files.js';
import { inThread } from '../../../src/services/backup/thread.js';
import { databasePath } from '../../../src/store/database.js';
import { temporaryFolder } from '../../support/folder.js';
import { stockedDirectory } from '../../support/stocked.js';

t.test('backs up and checks beside a hub that goes on', async (t) => {
  const dataDirectory = await stockedDirectory(t, 2);
  const folder = temporaryFolder(t);
  const heard: number[] = [];
  const request = { dataDirectory, folder, version: '0.1.0', now: Date.now(), reserveBytes: 0 };
  const { backup } = await inThread('backup', request, { onProgress: (done) => heard.push(done) });
  t.equal(backup.photos, 2);
  t.equal(heard.at(-1), 1);
  t.equal((await listBackups(folder)).length, 1);
  const file = databasePath(dataDirectory);
  t.strictSame(await inThread('check', { file }), { damage: [], images: [] });
  truncateSync(file, 50_000);
  await t.rejects(inThread('check', { file }), { code: 'database-damaged' });
  await t.rejects(inThread('backup', { ...request, folder: '/nowhere' }), {
    code: 'backup-folder',
    hint: /mount/,
  });
});

t.test('ends when it is told to', async (t) => {
  const dataDirectory = await stockedDirectory(t, 2);
  const folder = temporaryFolder(t);
  const request = { dataDirectory, folder, version: '0.1.0', now: Date.now(), reserveBytes: 0 };
  await t.rejects(inThread('backup', request, { signal: AbortSignal.abort() }), { code: 'cancelled' });
  const stop = new AbortController();
  const pass = inThread('backup', request, { signal: stop.signal, onProgress: () => stop.abort() });
  await t.rejects(pass, { code: 'cancelled' });
  t.strictSame(await listBackups(folder), [], 'nothing half has a name');
});
