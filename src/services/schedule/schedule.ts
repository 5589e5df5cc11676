import type { Clock } from '../../core/clock.js';
import { type HealthIssue, messageOf, Refusal } from '../../core/errors.js';
import type { Zone } from '../../core/local-time.js';
import type { Logger } from '../../core/log.js';
import type { JobRow, Jobs } from '../../store/jobs.js';
import type { CronTimes } from './cron.js';
import { isDue } from './due.js';
import { nextTime } from './next-time.js';

/** Something that runs by the clock. */
export interface Job {
  name: string;
  /** Empty while it is off. */
  times: readonly CronTimes[];
  /** True when a missed run is made up for, once, and a failed one tried again within the hour. */
  catchUp: boolean;
  /**
   * Gives what came of it in one sentence, or throws. Should end early when `signal` is aborted; `byHand` when a
   * person asked for this run.
   */
  run(signal: AbortSignal, byHand: boolean): Promise<string>;
  /** Text of the health issue of a failed run; absent when a failure is no issue of the hub. */
  issue?: (note: string) => string;
}

/** Collaborators of the schedule: store, jobs, zone and clock. */
export interface ScheduleOptions {
  store: Jobs;
  /** Asked anew each time: cameras and their timetables come and go. */
  jobs: () => readonly Job[];
  zone: Zone;
  clock: Clock;
  log: Logger;
  /** Called before each look; the clock may have been set. */
  onLook?: () => Promise<void>;
}

/** A job as it stands. */
export type JobState = JobRow & { running: boolean };

const MINUTE_MS = 60_000;
const RETRY_MS = 60 * MINUTE_MS;
const INTERRUPTED = 'The hub ended while it ran.';

/**
 * Runs jobs by the clock. Looks once a minute at most, so that a clock that is set is noticed, and the first time a
 * minute after the start: a box without a battery has the right time by then. What runs later than it should runs one
 * after the other; the others run at once. Nothing runs twice at the same time.
 */
export class Schedule {
  readonly #options: ScheduleOptions;
  readonly #rows: Map<string, JobRow>;
  readonly #running = new Map<string, Promise<JobRow>>();
  readonly #cancel = new AbortController();
  #line: Promise<unknown> = Promise.resolve();
  #look: Promise<void> = Promise.resolve();
  #cancelTimer = () => {};

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#rows = new Map(options.store.jobs().map((row) => [row.name, row]));
  }

  start(): void {
    this.#arm(MINUTE_MS);
  }

  /** Looks now: a timetable was changed. */
  wake(): void {
    this.#cancelTimer();
    this.#arm(0);
  }

  /** Runs a job now, or waits for the run in hand. Never rejects for what the job throws. Refusal `job-unknown`. */
  run(name: string): Promise<JobRow> {
    const job = this.#options.jobs().find((candidate) => candidate.name === name);
    if (!job) return Promise.reject(new Refusal('job-unknown', `there is no job "${name}"`));
    return this.#begin(job, this.#following(job), true);
  }

  states(): JobState[] {
    return this.#options.jobs().map((job) => {
      const row = this.#row(job.name);
      // A job that was switched on or off since the last run of the hub: its row says so after the first look only.
      const nextAt = job.times.length === 0 ? null : (row.nextAt ?? this.#following(job));
      return { ...row, nextAt, running: this.#running.has(job.name) };
    });
  }

  /** The next `count` times of a timetable. */
  upcoming(times: readonly CronTimes[], count: number): number[] {
    const found: number[] = [];
    let after: number | null = this.#options.clock.now();
    while (found.length < count) {
      after = nextTime(times, after, this.#options.zone);
      if (after === null) break;
      found.push(after);
    }
    return found;
  }

  /** Health issues of the jobs that failed last; `code` is the job's name and `-failed`. */
  issues(): HealthIssue[] {
    return this.#options.jobs().flatMap(({ name, issue }) => {
      const row = this.#rows.get(name);
      const failed = row?.outcome === 'failed' && !this.#running.has(name);
      return issue && failed ? [{ code: `${name}-failed`, text: issue(row.note) }] : [];
    });
  }

  /** Ends what runs after its current step. */
  async stop(): Promise<void> {
    this.#cancel.abort();
    this.#cancelTimer();
    await this.#look;
    await Promise.all(this.#running.values());
  }

  #arm(ms: number): void {
    if (this.#cancel.signal.aborted) return;
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#look = this.#lookAround();
    });
  }

  async #lookAround(): Promise<void> {
    try {
      await this.#lookAtJobs();
    } catch (error) {
      this.#options.log.error({ err: error }, 'schedule: reading jobs failed, trying again');
      this.#arm(MINUTE_MS);
    }
  }

  async #lookAtJobs(): Promise<void> {
    const { jobs, clock, onLook } = this.#options;
    await onLook?.();
    const all = jobs();
    for (const job of all) this.#consider(job);
    for (const name of this.#rows.keys()) if (!all.some((job) => job.name === name)) this.#forget(name);
    const due = all.map(({ name }) => this.#rows.get(name)?.nextAt ?? Number.POSITIVE_INFINITY);
    const wait = Math.min(...due) - clock.now();
    this.#arm(Math.min(Math.max(wait, 1_000), MINUTE_MS));
  }

  #consider(job: Job): void {
    if (this.#running.has(job.name)) return;
    const row = this.#row(job.name);
    const { clock, zone } = this.#options;
    const { verdict, nextAt } = isDue({
      now: clock.now(),
      nextAt: row.nextAt,
      lastAt: row.lastAt,
      retry: job.catchUp && row.outcome === 'failed',
      catchUp: job.catchUp,
      after: (time) => nextTime(job.times, time, zone),
    });
    if (verdict === 'run') void this.#begin(job, nextAt, false);
    else if (verdict === 'missed') this.#miss(job, row, nextAt);
    else if (nextAt !== row.nextAt) this.#note({ ...row, nextAt });
  }

  #miss({ name }: Job, row: JobRow, nextAt: number | null): void {
    this.#options.log.info({ job: name, due: row.nextAt }, 'schedule: job missed while the hub was off');
    this.#note({ ...row, nextAt, lastAt: row.nextAt, outcome: 'missed', note: 'The hub was off.' });
  }

  #begin(job: Job, nextAt: number | null, byHand: boolean): Promise<JobRow> {
    const known = this.#running.get(job.name);
    if (known) return known;
    const turn = job.catchUp ? this.#line : Promise.resolve();
    const pass = turn
      .then(() => this.#pass(job, nextAt, byHand))
      .finally(() => {
        this.#running.delete(job.name);
      });
    if (job.catchUp) this.#line = pass;
    this.#running.set(job.name, pass);
    return pass;
  }

  /** The row written before a job begins is what is found after a power cut meanwhile. */
  async #pass(job: Job, nextAt: number | null, byHand: boolean): Promise<JobRow> {
    const { clock, log } = this.#options;
    const { name, catchUp } = job;
    if (this.#cancel.signal.aborted) return this.#row(name);
    const lastAt = clock.now();
    const soon = catchUp && nextAt !== null ? Math.min(nextAt, lastAt + RETRY_MS) : nextAt;
    const row: JobRow = { name, nextAt: soon, lastAt, outcome: 'failed', note: INTERRUPTED };
    await this.#note(row);
    try {
      const note = await job.run(this.#cancel.signal, byHand);
      log.info({ job: name, ms: clock.now() - lastAt, note }, 'schedule: job done');
      return await this.#note({ ...row, nextAt, outcome: 'done', note });
    } catch (error) {
      if (this.#cancel.signal.aborted) return row;
      log.error({ job: name, err: error }, 'schedule: job failed');
      return this.#note({ ...row, note: messageOf(error) });
    }
  }

  #row(name: string): JobRow {
    return this.#rows.get(name) ?? { name, nextAt: null, lastAt: null, outcome: null, note: '' };
  }

  #following({ times }: Job): number | null {
    return nextTime(times, this.#options.clock.now(), this.#options.zone);
  }

  /** Remembered here in any case: the schedule goes on when the disk is full or read-only. */
  async #note(row: JobRow): Promise<JobRow> {
    this.#rows.set(row.name, row);
    await this.#options.store.noteJob(row).catch(this.#unwritten);
    return row;
  }

  #forget(name: string): void {
    this.#rows.delete(name);
    this.#options.store.forgetJob(name).catch(this.#unwritten);
  }

  readonly #unwritten = (error: unknown): void => {
    this.#options.log.warn({ reason: messageOf(error) }, 'schedule: storing a job failed');
  };
}
