import path from 'node:path';
import t from 'tap';
import { checkBurstsAside } from '../../../src/services/doctor/bursts-aside.js';
import { databasePath, openForWriting } from '../../../src/store/database.js';
import { migrate, migrations } from '../../../src/store/migrations.js';
import { breakPages } from '../../support/damage.js';
import { temporaryFolder } from '../../support/folder.js';
import { withStore } from '../../support/stocked.js';
import { KEY, runOn, sendBurst } from '../../support/store.js';

t.test('bursts that were set aside are named with their reasons and what to do', async (t) => {
  const directory = path.join(temporaryFolder(t), 'data');
  t.match(checkBurstsAside(directory), { verdict: 'ok', text: 'none yet' });
  await withStore(directory, async (store) => {
    await store.addCamera('porch', 'Porch', KEY);
    for (const burst of ['one', 'two', 'three']) await sendBurst(runOn(store), burst);
    t.match(checkBurstsAside(directory), { verdict: 'ok', text: 'none set aside' });
    await store.setBurstAside(2, { reason: 'vision-timeout', detail: 'the image takes too long' });
    t.match(checkBurstsAside(directory), {
      verdict: 'warn',
      text: 'burst 2 was set aside without a photo (vision-timeout)',
      advice: /^Try again in the settings of the page, or petcam-hub burst retry --all\. .*burst list/,
    });
    await store.setBurstAside(3, { reason: 'unforeseen', detail: 'x is not iterable' });
  });
  t.match(checkBurstsAside(directory), {
    text: '2 bursts were set aside without a photo (unforeseen, vision-timeout)',
  });
  breakPages(databasePath(directory), 'burst_aside');
  t.match(checkBurstsAside(directory), { verdict: 'fail', text: /damaged/ });
});

t.test('a database of an older program has none', (t) => {
  const directory = temporaryFolder(t);
  const db = openForWriting(databasePath(directory));
  migrate(db, migrations.slice(0, 9));
  db.close();
  t.match(checkBurstsAside(directory), { verdict: 'ok' });
  t.end();
});
