import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { PhotosPage } from '../../src/server/api/schemas/photos.js';
import { makeBackup } from '../../src/services/backup/make.js';
import { restoreBackup } from '../../src/services/backup/restore.js';
import { databasePath } from '../../src/store/database.js';
import { petcamHub } from '../support/command-line.js';
import { breakPages } from '../support/damage.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings, registerOwner, startHub } from '../support/hub.js';
import { stockedDirectory } from '../support/stocked.js';

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

function settingsFor(t: { teardown(end: () => void): void }, data: string) {
  return { ...quietSettings(temporaryFolder(t)), PETCAM_DATA_DIR: data };
}

t.test(
  'a damaged database: refused in one line, left as it is, and mended by the command it names',
  async (t) => {
    const data = await stockedDirectory(t, 3);
    const folder = temporaryFolder(t);
    const request = { dataDirectory: data, folder, version: '0.1.0', now: Date.now(), reserveBytes: 0 };
    await makeBackup(request);
    const file = databasePath(data);
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(4096, 7), 0, 4096, 0);
    closeSync(handle);
    const before = digest(file);
    const { code, err } = await petcamHub(['serve'], settingsFor(t, data));
    t.equal(code, 1);
    t.match(
      err,
      /petcam-hub: the database file is damaged\n {2}Nothing was changed.*petcam-hub restore DIR --force/,
    );
    t.equal(digest(file), before, 'not written over');
    const { aside } = await restoreBackup({
      from: folder,
      dataDirectory: data,
      force: true,
      now: Date.now(),
    });
    t.equal(digest(path.join(aside ?? '', 'petcam.db')), before, 'the damaged one is kept');
    const hub = await startHub(t, settingsFor(t, data));
    t.equal(hub.store.photos({ limit: 9 }).length, 3);
  },
);

t.test('a key file that was lost: the hub works, and says which cameras it means', async (t) => {
  const data = await stockedDirectory(t, 1);
  const folder = temporaryFolder(t);
  const { backup } = await makeBackup({
    dataDirectory: data,
    folder,
    version: '0.1.0',
    now: Date.now(),
    reserveBytes: 0,
  });
  rmSync(path.join(data, 'secret.key'));
  const hub = await startHub(t, settingsFor(t, data));
  t.match(hub.issues(), [/key file secret.key was lost.*Front porch.*a backup has it.*pair them anew/]);
  t.equal(hub.store.photos({ limit: 9 }).length, 1, 'photos are not encrypted with it');
  await hub.store.rotateCameraKey('porch', new Uint8Array(32));
  t.strictSame(hub.issues(), [], 'paired anew');
  t.equal(statSync(path.join(backup.folder, 'secret.key')).size, 32);
});

t.test('a damaged index: the hub runs, and health answers with the cause and the way back', async (t) => {
  const data = await stockedDirectory(t, 40);
  t.ok(breakPages(databasePath(data), 'frame_present') > 0);
  const hub = await startHub(t, settingsFor(t, data));
  const owner = await registerOwner(hub);
  const answer = await owner.fetch('/health');
  t.equal(answer.status, 200);
  t.match(await answer.json(), {
    status: 'degraded',
    details: { storage: null, causes: [{ code: 'database-damaged', text: /restore/ }] },
  });
  t.match(await (await fetch(`${hub.url}/health`)).json(), { status: 'degraded' });
  t.equal((await owner.get<PhotosPage>('/photos')).photos.length, 40, 'what can be read is shown');
});
