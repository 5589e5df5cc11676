import t from 'tap';
import { readConfig } from '../../../../src/core/config/config.js';
import { createLog } from '../../../../src/core/log.js';
import { startJobs } from '../../../../src/hub/jobs.js';
import { ClockWatch } from '../../../../src/services/schedule/clock-watch.js';
import { startApi } from '../../../support/api/hub.js';
import { temporaryFolder } from '../../../support/folder.js';
import { openTestStore } from '../../../support/store.js';

t.test('an owner makes a backup and sees those that are there', async (t) => {
  const { store, clock, directory } = await openTestStore(t);
  const folder = temporaryFolder(t);
  const config = readConfig({
    PETCAM_DATA_DIR: directory,
    PETCAM_BACKUP_DIR: folder,
    PETCAM_STORAGE_RESERVE_MB: '0',
  });
  const capture = async () => {};
  const log = createLog('silent');
  const clockWatch = new ClockWatch({ store, clock, log });
  const jobs = startJobs({
    store,
    config,
    capture,
    wayBack: () => '',
    version: '1',
    clockWatch,
    clock,
    log,
  });
  t.teardown(() => jobs.stop());
  const { app, signedIn } = await startApi(t, {}, { jobs });
  const { headers } = await signedIn('owner');
  t.strictSame((await app.inject({ url: '/backups', headers })).json(), { directory: folder, backups: [] });
  const begun = await app.inject({ method: 'POST', url: '/backups', headers });
  t.equal(begun.statusCode, 202);
  await jobs.run('backup');
  const { backups } = (await app.inject({ url: '/backups', headers })).json();
  t.match(backups, [{ takenAt: clock.now(), photos: 0, bytes: Number }]);
  t.ok(backups[0].folder.startsWith(folder));
  const member = await signedIn('member');
  t.match((await app.inject({ url: '/backups', headers: member.headers })).json(), { code: 'owner-only' });
});

t.test('without a folder there are none', async (t) => {
  const { app, signedIn } = await startApi(t);
  const { headers } = await signedIn('owner');
  t.strictSame((await app.inject({ url: '/backups', headers })).json(), { directory: null, backups: [] });
  const refused = await app.inject({ method: 'POST', url: '/backups', headers });
  t.match(refused.json(), { status: 409, code: 'backup-off' });
});
