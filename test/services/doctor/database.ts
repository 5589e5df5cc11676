import t from 'tap';
import { checkDatabaseFile } from '../../../src/services/doctor/database.js';
import { databasePath, openForWriting } from '../../../src/store/database.js';
import { migrate, migrations } from '../../../src/store/migrations.js';
import { breakPages } from '../../support/damage.js';
import { temporaryFolder } from '../../support/folder.js';
import { stockedDirectory, withStore } from '../../support/stocked.js';

const check = (directory: string) => checkDatabaseFile(directory, 'restore it');

t.test('a whole database, one that is not there, and one of an older program', async (t) => {
  t.match(check(await stockedDirectory(t, 1)), { verdict: 'ok', text: 'whole' });
  const directory = temporaryFolder(t);
  t.match(check(directory), { verdict: 'ok', text: 'not there yet' });
  const db = openForWriting(databasePath(directory));
  migrate(db, migrations.slice(0, 3));
  db.close();
  t.match(check(directory), { verdict: 'ok' });
});

t.test('broken pages and damaged images are said with the way back', async (t) => {
  const directory = await stockedDirectory(t, 40);
  await withStore(directory, (store) => store.noteDamage([{ source: 'frame', subject: 1, variant: '' }]));
  t.match(check(directory), { verdict: 'warn', text: /1 images/, advice: /restore it/ });
  breakPages(databasePath(directory), 'frame_bytes');
  t.match(check(directory), { verdict: 'fail', text: /^damaged: /, advice: 'restore it' });
  breakPages(databasePath(directory), 'frame');
  t.match(check(directory), { verdict: 'fail', text: /damaged/, advice: 'restore it' });
});
