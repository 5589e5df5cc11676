import { existsSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import type { Health } from '../../src/server/api/schemas/health.js';
import type { PhotosPage } from '../../src/server/api/schemas/photos.js';
import { makeBackup } from '../../src/services/backup/make.js';
import { restoreBackup } from '../../src/services/backup/restore.js';
import type { Store } from '../../src/store/contract.js';
import { databasePath } from '../../src/store/database.js';
import { temporaryFolder } from '../support/folder.js';
import { plugIn, registerOwner, startHub } from '../support/hub.js';
import { fillUp, makeReadOnly, mountSmallDisk } from '../support/small-disk.js';
import { addPhotos, stockedDirectory, withStore } from '../support/stocked.js';
import { untilStored } from '../support/until.js';

t.test(
  'the card is full: frames are refused by name, the page works, and it goes on by itself',
  async (t) => {
    const disk = mountSmallDisk(t, 48);
    if (!disk) return;
    const hub = await startHub(t, {
      PETCAM_DATA_DIR: path.join(disk, 'data'),
      PETCAM_STORAGE_RESERVE_MB: '16',
    });
    const owner = await registerOwner(hub);
    const camera = await plugIn(t, hub);
    await untilStored(hub.store, () => hub.store.camera('simulated')?.online === true);
    const ballast = path.join(disk, 'ballast');
    fillUp(ballast);
    truncateSync(ballast, statSync(ballast).size - 8 * 2 ** 20);
    camera.capture('motion');
    const refused = () => hub.store.rejections().some(({ reason }) => reason === 'storage-full');
    await until(refused);
    t.match(await owner.get<PhotosPage>('/photos'), { photos: [] }, 'the page works');
    const { details } = await owner.get<Health>('/health');
    t.match(details?.troubles, [
      /the disk is full: \d MiB are free, and new photos are refused below 16 MiB/,
    ]);

    rmSync(ballast);
    await closedWhole(t, hub.store);
    await until(async () => ((await owner.get<Health>('/health')).details?.troubles.length ?? 1) === 0);
  },
);

t.test('the card is read-only: the hub says so and changes nothing', async (t) => {
  const disk = mountSmallDisk(t, 24);
  if (!disk) return;
  const data = path.join(disk, 'data');
  await withStore(data, (store) => addPhotos(store, 2));
  makeReadOnly(disk);
  await t.rejects(startHub(t, { PETCAM_DATA_DIR: data }), {
    code: 'storage-failed',
    message: /read-only/,
    hint: /mount options/,
  });
});

t.test('a restore onto a card without room changes nothing, and says how much it needs', async (t) => {
  const disk = mountSmallDisk(t, 1);
  if (!disk) return;
  const source = await stockedDirectory(t, 20);
  const folder = temporaryFolder(t);
  await makeBackup({ dataDirectory: source, folder, version: '0.1.0', now: Date.now(), reserveBytes: 0 });
  const dataDirectory = path.join(disk, 'data');
  await t.rejects(restoreBackup({ from: folder, dataDirectory, force: true, now: Date.now() }), {
    code: 'storage-full',
    message: /needs \d+ MiB/,
  });
  t.notOk(existsSync(databasePath(dataDirectory)));
});

t.test('the card is slow: cameras wait, the page does not, and nothing is lost', async (t) => {
  const hub = await startHub(t);
  const owner = await registerOwner(hub);
  const camera = await plugIn(t, hub);
  await untilStored(hub.store, () => hub.store.camera('simulated')?.online === true);
  // Whoever holds the database for writing makes every write of the hub wait, as a card that cleans itself up does.
  const hog = new Database(databasePath(path.join(hub.directory, 'data')));
  t.teardown(() => hog.close());
  hog.exec('BEGIN IMMEDIATE');
  camera.capture('motion');
  const late = hub.store.probe();
  for (let call = 0; call < 2; call += 1)
    t.match(await owner.get<PhotosPage>('/photos'), { photos: [] }, 'the page answers meanwhile');
  t.equal(hub.store.openBursts().length, 0, 'nothing was acknowledged meanwhile');
  hog.exec('COMMIT');
  await late;
  await closedWhole(t, hub.store);
});

t.test('a data directory that nobody may make', async (t) => {
  const file = path.join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  const folder = path.join(file, 'data');
  await t.rejects(startHub(t, { PETCAM_DATA_DIR: folder }), {
    code: 'storage-failed',
    hint: /data directory/,
  });
});

/** Waits until the first burst is closed, and proves that nothing of it was lost. */
async function closedWhole(t: Test, store: Store): Promise<void> {
  await untilStored(store, () => (store.burst(1)?.state ?? 'open') !== 'open');
  t.match(store.burst(1), { missing: [], closedBy: 'manifest' });
  t.equal(store.burst(1)?.frames.length, 6, 'nothing was lost');
  await untilStored(store, () => store.photos({ limit: 1 })[0]?.upscale === 'done');
}

/** Looks every 50 ms: nothing is announced when something is refused. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
