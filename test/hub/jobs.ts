import { closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { type Config, readConfig } from '../../src/core/config/config.js';
import { createLog } from '../../src/core/log.js';
import { startJobs } from '../../src/hub/jobs.js';
import { ClockWatch } from '../../src/services/schedule/clock-watch.js';
import { databasePath } from '../../src/store/database.js';
import { temporaryFolder } from '../support/folder.js';
import { addPhotos, stockedDirectory } from '../support/stocked.js';
import { openTestStore } from '../support/store.js';

const HOUR = 3_600_000;

async function jobsOfHub(
  t: Parameters<typeof openTestStore>[0],
  settings: Record<string, string> = {},
  more: Partial<Config> = {},
) {
  const { store, clock, directory } = await openTestStore(
    t,
    settings['PETCAM_DATA_DIR'] === undefined ? {} : { directory: settings['PETCAM_DATA_DIR'] },
  );
  const basic = { PETCAM_DATA_DIR: directory, PETCAM_STORAGE_RESERVE_MB: '0' };
  const config = { ...readConfig({ ...basic, ...settings }), ...more };
  const made: number[] = [];
  const jobs = startJobs({
    wayBack: () => 'petcam-hub restore DIR',
    store,
    config,
    capture: async () => {},
    highlight: async () => {
      made.push(clock.now());
      return 'A highlight was made.';
    },
    version: '0.1.0',
    clockWatch: new ClockWatch({ store, clock, log: createLog('silent') }),
    clock,
    log: createLog('silent'),
  });
  t.teardown(() => jobs.stop());
  return { store, clock, directory, jobs, made };
}

t.test('every job has its time, and the backup is off until it has a folder', async (t) => {
  const { clock, jobs, made } = await jobsOfHub(t, { PETCAM_TIME_ZONE: 'Europe/Berlin' });
  await clock.advance(24 * HOUR);
  const byName = Object.fromEntries(jobs.jobs().map((job) => [job.name, job]));
  t.strictSame(Object.keys(byName).sort(), ['backup', 'highlight', 'integrity', 'retention']);
  t.match(byName['retention'], { outcome: 'done', note: /0 photos and 0 frames/ });
  t.match(byName['backup'], { nextAt: null });
  t.equal(byName['integrity']?.outcome, 'done', 'the hub began before 04:20 on a Sunday');
  t.strictSame(
    made.map((time) => new Date(time).toISOString()),
    ['2025-11-23T19:30:00.000Z'],
  );
  t.strictSame(
    jobs.issues().map(({ text }) => text),
    [],
  );
  t.notOk(jobs.isQuiet(clock.now()));
});

t.test('a backup that fails is an issue until one is made', async (t) => {
  const folder = temporaryFolder(t);
  const { jobs } = await jobsOfHub(t, { PETCAM_BACKUP_DIR: path.join(folder, 'usb') });
  await jobs.run('backup');
  t.match(
    jobs.issues().map(({ text }) => text),
    [/the last backup failed: the backup folder .*usb is not there/],
  );
  mkdirSync(path.join(folder, 'usb'));
  t.match(await jobs.run('backup'), { outcome: 'done', note: /0 photos were copied/ });
  t.strictSame(
    jobs.issues().map(({ text }) => text),
    [],
  );
});

t.test('a database that is damaged while the hub runs is found, and what to do is said', async (t) => {
  const directory = await stockedDirectory(t, 10);
  const { jobs } = await jobsOfHub(t, { PETCAM_DATA_DIR: directory });
  t.match(await jobs.run('integrity'), {
    outcome: 'done',
    note: 'The database is whole, and so is every image in it.',
  });
  damage(databasePath(directory));
  await jobs.run('integrity');
  t.match(
    jobs.issues().map(({ text }) => text),
    [/the database is damaged.*petcam-hub restore/],
  );
});

t.test('a store of nothing but favourites is an issue', async (t) => {
  const { store, jobs } = await jobsOfHub(t, {}, { storageMaxMegabytes: 0 });
  await addPhotos(store, 3);
  const [photo] = store.photos({ limit: 1 });
  await store.setFavourite(photo?.id ?? 0, true);
  t.match(await jobs.run('retention'), { outcome: 'failed', note: /only favourites are left/ });
  t.match(
    jobs.issues().map(({ text }) => text),
    [/storage maintenance: the store is larger than PETCAM_STORAGE_MAX_MB/],
  );
  t.strictSame(
    store.photos({ limit: 9 }).map(({ id }) => id),
    [photo?.id],
  );
});

/** Writes over the middle of a file, as a worn card does. */
function damage(file: string): void {
  const { size } = statSync(file);
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(100_000, 9), 0, 100_000, Math.floor(size / 2));
  closeSync(handle);
}

t.test(
  'a timetable or quiet hours that cannot be read stop no other job, and health names them',
  async (t) => {
    const { store, clock, jobs } = await jobsOfHub(t);
    await store.addCamera('porch', 'Porch', new Uint8Array(32));
    await store.setTimetable('porch', '{"at":"damaged');
    await store.setSetting('quiet-hours', '{"from":7}');
    await clock.advance(2 * HOUR);
    t.match(
      jobs.jobs().find(({ name }) => name === 'retention'),
      { outcome: 'done' },
    );
    t.equal(jobs.timetable('porch'), null);
    t.equal(jobs.quietHours(), null);
    t.strictSame(
      jobs.issues().map(({ code }) => code),
      ['timetable-unreadable', 'quiet-hours-unreadable'],
    );
  },
);
