import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { Fault, type HealthIssue, messageOf, Refusal } from '../core/errors.js';
import { zoneOf } from '../core/local-time.js';
import type { Logger } from '../core/log.js';
import type { BackupPort } from '../server/api/routes/backups.js';
import type { SchedulePort } from '../server/api/routes/schedules.js';
import { listBackups } from '../services/backup/files.js';
import { inThread } from '../services/backup/thread.js';
import type { ClockWatch } from '../services/schedule/clock-watch.js';
import { parseCron } from '../services/schedule/cron.js';
import { isQuiet } from '../services/schedule/quiet-hours.js';
import { retain } from '../services/schedule/retention.js';
import { type Job, Schedule } from '../services/schedule/schedule.js';
import { watchStorage } from '../services/schedule/storage-watch.js';
import { readQuietHours, readTimetable } from '../services/schedule/stored.js';
import { minuteOfDay, type Timetable, timesOf } from '../services/schedule/timetable.js';
import type { Store } from '../store/contract.js';
import { databasePath } from '../store/database.js';
import type { JobRow } from '../store/jobs.js';

/** Collaborators of the jobs that run by the clock. */
export interface JobsParts {
  store: Store;
  config: Config;
  /** Asks a camera for a burst. */
  capture: (camera: string) => Promise<unknown>;
  /** Makes the highlight of the day and gives one sentence on it; absent where there is none. */
  highlight?: (signal: AbortSignal) => Promise<string>;
  /** Advice about a damaged database, the backup to restore included. */
  wayBack: () => string;
  version: string;
  clockWatch: ClockWatch;
  clock: Clock;
  log: Logger;
}

/** Everything that the hub does by the clock. */
export interface JobsService extends SchedulePort, BackupPort {
  /** True within the quiet hours: nothing is photographed by timetable, nobody is notified. */
  isQuiet(now: number): boolean;
  /** Runs a job now, or waits for the run in hand; gives what came of it. Refusal `job-unknown`. */
  run(job: string): Promise<JobRow>;
  /** Health issues of the jobs; `code` is a stable name. */
  issues(): HealthIssue[];
  stop(): Promise<void>;
}

/** Not at full hours, when everything else in a home wakes up; the heavy ones at night and apart. */
const HOURLY = '17 * * * *';
const NIGHTLY = '40 3 * * *';
const WEEKLY = '20 4 * * sun';
const EVENING = '30 20 * * *';

const QUIET = 'quiet-hours';
const CAPTURE = 'capture/';
const MEBIBYTE = 1024 * 1024;

/** Starts all jobs that run by the clock: retention, backups, highlights, captures by timetable. */
export function startJobs(parts: JobsParts): JobsService {
  const { store, config, clockWatch, clock, log } = parts;
  const zone = zoneOf(config.timeZone);
  const quietHours = () => readQuietHours(store.setting(QUIET) ?? 'null');
  const quiet = (now: number) => isQuiet(quietHours(), now, zone);
  const fixed = [
    retention(parts, () => clockWatch.trusted()),
    backup(parts),
    integrity(parts),
    ...highlight(parts),
  ];
  const jobs = () => [...fixed, ...store.timetables().map((entry) => capture(parts, quiet, entry))];
  const reserveBytes = config.storageReserveMegabytes * MEBIBYTE;
  const storage = watchStorage(store, reserveBytes, clock, log.child({ component: 'storage' }));
  const onLook = async () => {
    await storage.look();
    await clockWatch.look();
  };
  const schedule = new Schedule({
    store,
    jobs,
    zone,
    clock,
    log: log.child({ component: 'schedule' }),
    onLook,
  });
  schedule.start();
  const timetable = (camera: string): Timetable | null => {
    const found = store.timetables().find((entry) => entry.camera === camera);
    return found ? readTimetable(found.spec) : null;
  };

  return {
    zone: zone.name,
    jobs: () => schedule.states(),
    isQuiet: quiet,
    quietHours,
    async setQuietHours(value) {
      for (const time of value ? [value.from, value.until] : []) minuteOfDay(time);
      await store.setSetting(QUIET, value && JSON.stringify(value));
    },
    timetable,
    upcoming(camera, count) {
      const found = timetable(camera);
      return found ? schedule.upcoming(timesOf(found), count) : [];
    },
    async setTimetable(camera, value) {
      if (value) timesOf(value);
      await store.setTimetable(camera, value && JSON.stringify(value));
      schedule.wake();
    },
    backupDirectory: config.backupDirectory === '' ? null : config.backupDirectory,
    backups: async () => (config.backupDirectory === '' ? [] : listBackups(config.backupDirectory)),
    backUp() {
      if (config.backupDirectory === '')
        throw new Refusal('backup-off', 'No folder for backups is set: PETCAM_BACKUP_DIR.');
      void schedule.run('backup');
    },
    issues: () => [
      ...storage.issues(),
      ...named('clock', clockWatch.issue()),
      ...named('key-file', keyIssue(store)),
      ...unreadable(store),
      ...schedule.issues(),
    ],
    run: (job) => schedule.run(job),
    stop: () => schedule.stop(),
  };
}

/** Timetables and quiet hours that are damaged, or of another version: what they asked for is not done. */
function unreadable(store: Store): HealthIssue[] {
  const cameras = store.timetables().filter(({ spec }) => readTimetable(spec) === null);
  const quiet = store.setting(QUIET);
  return [
    ...cameras.map(({ camera }) => ({
      code: 'timetable-unreadable',
      text: `the timetable of the camera "${camera}" cannot be read: set it again`,
    })),
    ...named(
      'quiet-hours-unreadable',
      quiet === null || readQuietHours(quiet) ? null : 'the quiet hours cannot be read: set them again',
    ),
  ];
}

function named(code: string, text: string | null): HealthIssue[] {
  return text === null ? [] : [{ code, text }];
}

/** People have to sign in again as well, which they notice. */
function keyIssue(store: Store): string | null {
  const cameras = store.lockedCameras();
  if (cameras.length === 0) return null;
  return `the key file secret.key was lost or is another one, so these cameras cannot connect: ${cameras.join(', ')}. Put the right one back (a backup has it) and start the hub again, or pair them anew`;
}

function retention({ store, config, log }: JobsParts, trusted: () => number | null): Job {
  const limits = {
    losingFramesDays: config.losingFramesDays,
    photosMaxDays: config.photosMaxDays,
    maxBytes: config.storageMaxMegabytes * MEBIBYTE,
    reserveBytes: config.storageReserveMegabytes * MEBIBYTE,
  };
  return {
    name: 'retention',
    times: [parseCron(HOURLY)],
    catchUp: true,
    async run(signal) {
      const report = await retain(store, limits, trusted(), signal);
      log.child({ component: 'retention' }).debug(report, 'retention: removed old data');
      if (report.stuck)
        throw new Fault(
          'storage-stuck',
          'the store is larger than PETCAM_STORAGE_MAX_MB, and only favourites are left of the cameras above their share',
          'Raise the limit, or take some favourites back.',
        );
      const { photos, purged, frames } = report;
      return `${photos + purged} photos and ${frames} frames that were not chosen were removed.`;
    },
    issue: (note) => `storage maintenance: ${note}`,
  };
}

function backup({ config, version, clock, log }: JobsParts): Job {
  const folder = config.backupDirectory;
  return {
    name: 'backup',
    times: folder === '' ? [] : [parseCron(NIGHTLY)],
    catchUp: true,
    async run(signal, byHand) {
      const request = {
        dataDirectory: config.dataDirectory,
        folder,
        version,
        now: clock.now(),
        byHand,
        reserveBytes: config.storageReserveMegabytes * MEBIBYTE,
      };
      const { backup, removed, remarks } = await inThread('backup', request, { signal });
      for (const remark of remarks)
        log.child({ component: 'backup' }).warn({ folder, remark }, 'backup: made with a remark');
      return `${backup.photos} photos were copied to ${backup.folder}; ${removed.length} older backups were removed.`;
    },
    issue: (note) => `the last backup failed: ${note}`,
  };
}

function integrity({ store, config, wayBack }: JobsParts): Job {
  return {
    name: 'integrity',
    times: [parseCron(WEEKLY)],
    catchUp: true,
    async run(signal) {
      const file = databasePath(config.dataDirectory);
      const { damage, images } = await inThread('check', { file }, { signal });
      const [first] = damage;
      if (first === undefined) {
        await store.settleDamage(images);
        return images.length === 0
          ? 'The database is whole, and so is every image in it.'
          : `The database is whole. ${images.length} images in it are damaged and set apart.`;
      }
      throw new Fault('database-damaged', first, 'Stop the hub and restore a backup: petcam-hub restore.');
    },
    issue: (note) => `the database is damaged (${note}): ${wayBack()}`,
  };
}

function highlight({ highlight: make }: JobsParts): Job[] {
  return make ? [{ name: 'highlight', times: [parseCron(EVENING)], catchUp: true, run: make }] : [];
}

/** A photo at eight makes no sense at nine: a capture that was missed is not made up for. */
function capture(
  parts: JobsParts,
  quiet: (now: number) => boolean,
  { camera, spec }: { camera: string; spec: string },
): Job {
  const timetable = readTimetable(spec);
  return {
    name: `${CAPTURE}${camera}`,
    // A timetable that cannot be read must not stop the other jobs; health names it.
    times: timetable ? timesOf(timetable) : [],
    catchUp: false,
    async run() {
      if (quiet(parts.clock.now())) return 'Quiet hours: no photo was taken.';
      if (parts.store.camera(camera)?.pause) return 'The camera is paused: no photo was taken.';
      await parts.capture(camera).catch((error: unknown) => {
        throw new Refusal('capture-failed', messageOf(error));
      });
      return 'A burst was asked for.';
    },
  };
}
