import path from 'node:path';
import t from 'tap';
import { gatherIssues, watchStorageHealth } from '../../src/hub/storage-health.js';
import { makeBackup } from '../../src/services/backup/make.js';
import { databasePath } from '../../src/store/database.js';
import { breakPages } from '../support/damage.js';
import { temporaryFolder } from '../support/folder.js';
import { stockedDirectory } from '../support/stocked.js';
import { openTestStore } from '../support/store.js';

const NOW = Date.parse('2026-11-23T03:40:00Z');

t.test('damage is said with the way back: the newest backup, or that none is known', async (t) => {
  const directory = await stockedDirectory(t, 40);
  const folder = temporaryFolder(t);
  const request = { dataDirectory: directory, folder, version: '1', reserveBytes: 0 };
  await makeBackup({ ...request, now: NOW });
  breakPages(databasePath(directory), 'burst');
  const { store } = await openTestStore(t, { directory });
  const health = await watchStorageHealth(store, folder);
  t.strictSame(health.issues(), []);
  t.throws(() => store.burst(1), { code: 'database-damaged' });
  const newest = path.join(folder, 'petcam-2026-11-23T03-40-00Z');
  t.match(health.issues(), [{ code: 'database-damaged', text: `restore ${newest} --force` }]);
  t.match(health.wayBack(), /2026-11-23 03:40 UTC/);
  const without = await watchStorageHealth(store, '');
  t.match(without.issues(), [{ text: /no backup is known here/ }]);
  const away = await watchStorageHealth(store, path.join(folder, 'away'));
  t.match(away.wayBack(), /no backup is known here/);
});

t.test('what is no damage is said as it is; a source that cannot be read silences no other', async (t) => {
  const storageIssues = () => [{ code: 'storage-stalled', text: 'writes wait' }];
  const damagedImages = () => {
    throw new Error('the disk');
  };
  const health = await watchStorageHealth({ storageIssues, damagedImages }, '');
  const broken = () => {
    throw new Error('the disk');
  };
  t.strictSame(gatherIssues([broken, () => health.issues()])(), [
    { code: 'health-incomplete', text: 'some of how the hub is cannot be read: the disk' },
    { code: 'storage-stalled', text: 'writes wait' },
  ]);
});

t.test('images that are damaged are said, with the photos they belong to', async (t) => {
  const { store } = await openTestStore(t, { directory: await stockedDirectory(t, 2) });
  const health = await watchStorageHealth(store, '');
  t.strictSame(health.issues(), []);
  await store.noteDamage([{ source: 'photo', subject: 2, variant: 'thumb' }]);
  t.match(health.issues(), [
    {
      code: 'images-damaged',
      text: /^an image is not what was stored, of the photos 2: .*Delete .*restore DIR/,
    },
  ]);
  await store.noteDamage([{ source: 'frame', subject: 3, variant: '' }]);
  t.match(health.issues(), [{ code: 'images-damaged', text: /^2 images are not what was stored/ }]);
  await store.settleDamage([{ source: 'frame', subject: 3, variant: '' }]);
  t.match(health.issues(), [{ code: 'images-damaged', text: /^an image is not what was stored: / }]);
});
