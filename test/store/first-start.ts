import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { createLog } from '../../src/core/log.js';
import { databasePath } from '../../src/store/database.js';
import { expectDataOrNew, expectNoDatabase, noteDisk } from '../../src/store/first-start.js';
import { temporaryFolder } from '../support/folder.js';
import { stockedDirectory, withStore } from '../support/stocked.js';

const log = createLog('silent');
const present = ['/', '/mnt/ssd'];

t.test('a key without its database asks; an empty folder is a first start', async (t) => {
  const directory = await stockedDirectory(t, 1);
  const gone = path.join(temporaryFolder(t), 'petcam.db');
  renameSync(databasePath(directory), gone);
  await t.rejects(
    withStore(directory, () => {}),
    {
      code: 'data-missing',
      message: /key file/,
      hint: /restore DIR.*start-anew/,
    },
  );
  t.notOk(readdirSync(directory).includes('petcam.db'), 'nothing was made');
  writeFileSync(databasePath(directory), '');
  await t.rejects(
    withStore(directory, () => {}),
    { code: 'data-missing' },
    'nor is a file without a byte one',
  );
  renameSync(gone, databasePath(directory));
  t.equal(await withStore(directory, (store) => store.photos({ limit: 9 }).length), 1);
  await t.resolves(withStore(path.join(temporaryFolder(t), 'new'), () => {}));
});

t.test(
  'a first start that was killed before its key, and a key that is a credential, are first starts',
  async (t) => {
    const directory = path.join(temporaryFolder(t), 'data');
    await withStore(directory, () => {});
    rmSync(path.join(directory, 'secret.key'));
    await t.resolves(withStore(directory, () => {}));
    const other = temporaryFolder(t);
    symlinkSync(path.join(directory, 'secret.key'), path.join(other, 'secret.key'));
    await t.resolves(withStore(other, () => {}));
    truncateSync(path.join(directory, 'secret.key'), 5);
    await t.rejects(
      withStore(directory, () => {}),
      { code: 'secret-damaged' },
    );
  },
);

t.test('a disk that is not mounted asks: as fstab says, and as the hub has noted', (t) => {
  const stateDirectory = temporaryFolder(t);
  const directories = { directory: '/mnt/ssd/petcam', stateDirectory };
  const expect = (mounts: { present: string[]; expected?: string[] }) => () =>
    expectDataOrNew(directories, { expected: [], ...mounts });
  t.throws(expect({ present: ['/'], expected: ['/', '/mnt/ssd'] }), {
    code: 'data-missing',
    message: /fstab/,
  });
  t.doesNotThrow(expect({ present, expected: ['/', '/mnt/ssd'] }));
  t.doesNotThrow(expect({ present: ['/'] }), 'never seen before');
  noteDisk(directories, log, { present, expected: [] });
  noteDisk(directories, log, { present, expected: [] });
  t.throws(expect({ present: ['/'] }), { code: 'data-missing', message: '/mnt/ssd, and nothing is mounted' });
  t.doesNotThrow(expect({ present }), 'the folder was emptied on purpose');
  const [note = ''] = readdirSync(stateDirectory);
  writeFileSync(path.join(stateDirectory, note), 'garbage');
  t.doesNotThrow(expect({ present: ['/'] }), 'garbage says nothing');
  t.end();
});

t.test('the disk is noted only on another one, and a note that cannot be written is no fault', (t) => {
  const stateDirectory = temporaryFolder(t);
  noteDisk({ directory: '/srv/petcam', stateDirectory }, log, { present, expected: [] });
  noteDisk({ directory: '/mnt/ssd/petcam', stateDirectory: '' }, log, { present, expected: [] });
  noteDisk({ directory: '/mnt/ssd/petcam', stateDirectory: '/mnt/ssd/state' }, log, {
    present,
    expected: [],
  });
  t.strictSame(readdirSync(stateDirectory), []);
  const file = path.join(stateDirectory, 'file');
  writeFileSync(file, '');
  noteDisk({ directory: '/mnt/ssd/petcam', stateDirectory: file }, log, { present, expected: [] });
  t.end();
});

t.test('a hub that is there is not begun anew', async (t) => {
  const directory = await stockedDirectory(t, 1);
  t.throws(() => expectNoDatabase(directory), { code: 'data-there' });
  mkdirSync(path.join(directory, 'other'));
  t.doesNotThrow(() => expectNoDatabase(path.join(directory, 'other')));
});
