import t from 'tap';
import { zoneOf } from '../../../src/core/local-time.js';
import { createLog } from '../../../src/core/log.js';
import { parseCron } from '../../../src/services/schedule/cron.js';
import { type Job, Schedule } from '../../../src/services/schedule/schedule.js';
import type { JobRow, Jobs } from '../../../src/store/jobs.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { openTestStore } from '../../support/store.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 2026-11-23, a Monday. */
const at = (time: string) => Date.parse(`2026-11-23T${time}Z`);
const zone = zoneOf('UTC');

/** The rows of a store, which outlive a hub. */
function remembering(): Jobs & { rows: Map<string, JobRow> } {
  const rows = new Map<string, JobRow>();
  return {
    rows,
    jobs: () => [...rows.values()],
    noteJob: async (row) => void rows.set(row.name, row),
    forgetJob: async (name) => void rows.delete(name),
    timetables: () => [],
    setTimetable: async () => {},
  };
}

function nightly(runs: number[], clock: ManualClock, more: Partial<Job> = {}): Job {
  return {
    name: 'nightly',
    times: [parseCron('40 3 * * *')],
    catchUp: true,
    run: async () => {
      runs.push(clock.now());
      return 'All is well.';
    },
    ...more,
  };
}

function start(store: Jobs, clock: ManualClock, jobs: () => Job[]): Schedule {
  const schedule = new Schedule({ store, jobs, zone, clock, log: createLog('silent') });
  schedule.start();
  return schedule;
}

t.test('a job runs at its time, every day once, and says what came of it', async (t) => {
  const clock = new ManualClock(at('00:00'));
  const store = remembering();
  const runs: number[] = [];
  const schedule = start(store, clock, () => [nightly(runs, clock)]);
  await clock.advance(HOUR);
  t.match(schedule.states(), [{ name: 'nightly', nextAt: at('03:40'), lastAt: null, running: false }]);
  await clock.advance(47 * HOUR);
  t.strictSame(runs, [at('03:40'), at('03:40') + 24 * HOUR]);
  t.match(store.rows.get('nightly'), {
    outcome: 'done',
    note: 'All is well.',
    nextAt: at('03:40') + 48 * HOUR,
  });
  await schedule.stop();
  t.equal(clock.pending, 0);
});

t.test('what a power cut made it miss is made up for once, a minute after the start', async (t) => {
  const store = remembering();
  const runs: number[] = [];
  const before = new ManualClock(at('00:00'));
  const first = start(store, before, () => [nightly(runs, before)]);
  await before.advance(2 * MINUTE);
  await first.stop();
  const clock = new ManualClock(at('12:00') + 72 * HOUR);
  const second = start(store, clock, () => [nightly(runs, clock)]);
  await clock.advance(MINUTE - 1);
  t.strictSame(runs, [], 'a box without a battery gets the right time first');
  await clock.advance(10 * MINUTE);
  t.equal(runs.length, 1, 'once, though it was missed three times');
  t.equal(store.rows.get('nightly')?.nextAt, at('03:40') + 96 * HOUR);
  await second.stop();
});

t.test('what makes no sense later is not made up for', async (t) => {
  const store = remembering();
  const clock = new ManualClock(at('12:00'));
  store.rows.set('nightly', {
    name: 'nightly',
    nextAt: at('03:40'),
    lastAt: null,
    outcome: null,
    note: '',
  });
  const runs: number[] = [];
  const schedule = start(store, clock, () => [nightly(runs, clock, { catchUp: false })]);
  await clock.advance(2 * HOUR);
  t.strictSame(runs, []);
  t.match(store.rows.get('nightly'), { outcome: 'missed', nextAt: at('03:40') + 24 * HOUR });
  await clock.advance(24 * HOUR);
  t.equal(runs.length, 1, 'the next one is on time');
  await schedule.stop();
});

t.test('a job that fails is an issue, is tried again within the hour, and heals', async (t) => {
  const clock = new ManualClock(at('03:00'));
  const store = remembering();
  const runs: number[] = [];
  const job = nightly(runs, clock, {
    run: async () => {
      runs.push(clock.now());
      if (runs.length < 3) throw new Error('the disk is away');
      return 'All is well.';
    },
    issue: (note) => `the last backup failed: ${note}`,
  });
  const schedule = start(store, clock, () => [job]);
  await clock.advance(HOUR);
  t.strictSame(schedule.issues(), [
    { code: 'nightly-failed', text: 'the last backup failed: the disk is away' },
  ]);
  await clock.advance(2 * HOUR);
  t.strictSame(
    runs.map((time) => (time - at('03:40')) / HOUR),
    [0, 1, 2],
  );
  t.strictSame(schedule.issues(), []);
  await schedule.stop();
});

t.test('a run that the power ended is begun anew within the hour', async (t) => {
  const clock = new ManualClock(at('03:30'));
  const store = remembering();
  const first = start(store, clock, () => [nightly([], clock, { run: () => new Promise(() => {}) })]);
  await clock.advance(12 * MINUTE);
  t.match(first.states(), [{ running: true }]);
  t.strictSame(first.issues(), [], 'what runs is no issue');
  const found = { ...(store.rows.get('nightly') as JobRow) };
  t.match(found, { outcome: 'failed', note: 'The hub ended while it ran.' });

  const later = new ManualClock(at('04:00'));
  const runs: number[] = [];
  const second = start(store, later, () => [nightly(runs, later)]);
  await later.advance(HOUR);
  t.equal(runs.length, 1);
  t.equal(store.rows.get('nightly')?.nextAt, at('03:40') + 24 * HOUR);
  await second.stop();
});

t.test('one run at a time; what can wait runs one after the other; stopping ends the run', async (t) => {
  const clock = new ManualClock(at('03:00'));
  const log: string[] = [];
  let finish = () => {};
  const slow = nightly([], clock, {
    run: (signal) => {
      log.push('slow');
      return new Promise((resolve, reject) => {
        finish = () => resolve('Done.');
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    },
  });
  const quick = nightly([], clock, { name: 'quick', run: async () => String(log.push('quick')) });
  const photo = nightly([], clock, {
    name: 'photo',
    catchUp: false,
    run: async () => String(log.push('photo')),
  });
  const schedule = start(remembering(), clock, () => [slow, quick, photo]);
  const run = schedule.run('nightly');
  t.equal(schedule.run('nightly'), run, 'the run in hand');
  const other = schedule.run('quick');
  await schedule.run('photo');
  t.strictSame(log, ['slow', 'photo']);
  finish();
  t.match(await run, { outcome: 'done' });
  t.match(await other, { outcome: 'done' });
  await t.rejects(schedule.run('nobody'), { code: 'job-unknown' });
  const last = schedule.run('nightly');
  await settled();
  const waiting = schedule.run('quick');
  await schedule.stop();
  t.match(await last, { outcome: 'failed', note: /ended while it ran/ });
  t.match(await waiting, { outcome: 'done' }, 'what had not begun is as it was');
  t.strictSame(log, ['slow', 'photo', 'quick', 'slow']);
});

t.test('a clock that is set far ahead runs each job once, and one set back makes none wait', async (t) => {
  const clock = new ManualClock(at('00:00'));
  const store = remembering();
  const runs: number[] = [];
  let jump = 0;
  const moved = { ...wrapped(clock), now: () => clock.now() + jump };
  const schedule = new Schedule({
    store,
    jobs: () => [nightly(runs, clock)],
    zone,
    clock: moved,
    log: createLog('silent'),
  });
  schedule.start();
  await clock.advance(2 * MINUTE);
  jump = 20 * 365 * 24 * HOUR;
  await clock.advance(10 * MINUTE);
  t.equal(runs.length, 1, 'not once for each night of twenty years');
  jump = 0;
  await clock.advance(24 * HOUR);
  t.equal(runs.length, 2, 'the next night is not twenty years away');
  await schedule.stop();
});

function wrapped(clock: ManualClock) {
  return {
    monotonic: () => clock.monotonic(),
    after: (ms: number, run: () => void) => clock.after(ms, run),
  };
}

t.test('timetables come, change and go', async (t) => {
  const clock = new ManualClock(at('10:00'));
  const store = remembering();
  const runs: number[] = [];
  let jobs: Job[] = [];
  const schedule = start(store, clock, () => jobs);
  await clock.advance(5 * MINUTE);
  jobs = [nightly(runs, clock)];
  schedule.wake();
  await clock.advance(1);
  t.equal(store.rows.get('nightly')?.nextAt, at('03:40') + 24 * HOUR);
  jobs = [nightly(runs, clock, { times: [parseCron('0 11 * * *')] })];
  schedule.wake();
  await clock.advance(1);
  t.equal(store.rows.get('nightly')?.nextAt, at('11:00'));
  t.strictSame(schedule.upcoming(jobs[0]?.times ?? [], 2), [at('11:00'), at('11:00') + 24 * HOUR]);
  t.strictSame(schedule.upcoming([], 2), []);
  await clock.advance(HOUR);
  t.equal(runs.length, 1);
  jobs = [nightly(runs, clock, { times: [] })];
  schedule.wake();
  await clock.advance(48 * HOUR);
  t.equal(runs.length, 1, 'off');
  t.equal(store.rows.get('nightly')?.nextAt, null);
  jobs = [];
  await clock.advance(2 * MINUTE);
  t.equal(store.rows.size, 0);
  await schedule.stop();
  schedule.wake();
  t.equal(clock.pending, 0, 'a schedule that was stopped stays so');
});

t.test('a job that was switched on or off has its next time before the first look', async (t) => {
  const clock = new ManualClock(at('00:00'));
  const store = remembering();
  const row = { lastAt: null, outcome: null, note: '' };
  await store.noteJob({ ...row, name: 'nightly', nextAt: null });
  await store.noteJob({ ...row, name: 'off', nextAt: at('03:40') });
  const jobs = () => [nightly([], clock), nightly([], clock, { name: 'off', times: [] })];
  const schedule = start(store, clock, jobs);
  t.match(schedule.states(), [
    { name: 'nightly', nextAt: at('03:40') },
    { name: 'off', nextAt: null },
  ]);
  await schedule.stop();
});

t.test('the schedule goes on when nothing can be written', async (t) => {
  const { store } = await openTestStore(t);
  const clock = new ManualClock(at('03:00'));
  const runs: number[] = [];
  let jobs = [nightly(runs, clock)];
  const schedule = start(store, clock, () => jobs);
  await store.close();
  await clock.advance(25 * HOUR);
  t.equal(runs.length, 2);
  jobs = [];
  await clock.advance(MINUTE);
  await schedule.stop();
});

t.test('a look that cannot be taken is taken a minute later', async (t) => {
  const store = remembering();
  const clock = new ManualClock(at('03:00'));
  const runs: number[] = [];
  let broken = true;
  const schedule = start(store, clock, () => {
    if (broken) throw new Error('the disk');
    return [nightly(runs, clock)];
  });
  await clock.advance(2 * MINUTE);
  broken = false;
  await clock.advance(HOUR);
  t.equal(runs.length, 1);
  await schedule.stop();
});
