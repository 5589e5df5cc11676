import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { Accounts } from '../../store/accounts.js';
import type { Upkeep } from '../../store/contract.js';
import type { RowIds } from '../../store/types.js';
import {
  BELIEVED_AFTER_MS,
  type ClockEvidence,
  type ClockTrust,
  clockIssue,
  trustClock,
} from './clock-trust.js';
import { readDoubts } from './stored.js';

/** Collaborators of the watch over the clock. */
export interface ClockWatchOptions {
  store: Pick<Accounts, 'setting' | 'setSetting'> &
    Pick<Upkeep, 'newestIds' | 'latestArrival' | 'shiftTimes'>;
  clock: Clock;
  log: Logger;
}

/** A stretch in which the clock was not trusted, left behind by a run of the hub that did not see it set right. */
export interface Doubt {
  /** Wall time when it began, in ms. */
  since: number;
  /** Newest ids of rows that came before it. */
  after: RowIds;
  /** True for a clock that showed the past. */
  behind: boolean;
}

/** Stretch of time since the clock was last set, or since the start. */
interface Stretch {
  since: number;
  sinceTicks: number;
  /** Newest ids of rows that came before it. */
  after: RowIds;
  /** False for the one that began with the start of the hub. */
  byJump: boolean;
}

/** A stretch that ended, with what the clock showed at its end and by how much it was then set. */
interface Jump extends Stretch {
  until: number;
  by: number;
}

const JUMP_MS = 60_000;
/** A box without a battery starts with the time of its last stop; the network sets it right within this time. */
const START_MS = 3_600_000;
/** Frames among which one from the future is sought. */
const NEWEST_FRAMES = 1_000;
const NOTE_EVERY_MS = 3_600_000;
/** Rows are dated a moment before or after the clock is read here. */
const SLACK_MS = 1_000;
const TRUSTED_AT = 'clock-trusted-at';
const DOUBTS = 'clock-doubts';
/** A hub without a battery and a network leaves one behind at each start; more than these are one. */
const MOST_DOUBTS = 50;

/**
 * Watches the wall clock beside one that never jumps. What was dated by a clock that is then set is moved by as much;
 * what an earlier run dated by a clock that was never set right goes to where it can have been.
 */
export class ClockWatch {
  readonly #options: ClockWatchOptions;
  #wall: number;
  #ticks: number;
  #ids: RowIds;
  #stretch: Stretch;
  #trustedAt: number | null;
  #jumps: Jump[] = [];
  #doubts: Doubt[];
  #doubted = false;
  #checkedFuture = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: ClockWatchOptions) {
    const { clock, store } = options;
    this.#options = options;
    this.#wall = clock.now();
    this.#ticks = clock.monotonic();
    this.#ids = store.newestIds();
    this.#stretch = { since: this.#wall, sinceTicks: this.#ticks, after: this.#ids, byJump: false };
    this.#trustedAt = numberOf(store.setting(TRUSTED_AT));
    const doubts = readDoubts(store.setting(DOUBTS) ?? '[]');
    // Times of a run whose note is lost stay as they are: nothing says by how much they are wrong.
    if (!doubts) options.log.warn('clock: the note of earlier doubts cannot be read, going on without it');
    this.#doubts = doubts ?? [];
  }

  /** Corrects and notes what is due. To be called every minute or so; never rejects, what fails is tried again. */
  look(): Promise<void> {
    // One after the other, whatever became of the one before: what is corrected twice is wrong again.
    this.#looking = this.#looking.catch(() => {}).then(() => this.#look());
    return this.#looking;
  }

  async #look(): Promise<void> {
    this.#compare();
    try {
      while (this.#jumps[0]) {
        await this.#correct(this.#jumps[0]);
        this.#jumps.shift();
      }
      if (this.trust() === 'trusted') await this.#settle();
      else await this.#doubt();
    } catch (error) {
      this.#options.log.warn({ reason: messageOf(error) }, 'clock: noting the time failed, trying again');
    }
  }

  /** Wall time in ms; null while it cannot be trusted, or while something dated by a wrong one is not corrected yet. */
  trusted(): number | null {
    this.#compare();
    const settled = this.#jumps.length === 0 && this.#doubts.length === 0;
    return settled && this.trust() === 'trusted' ? this.#options.clock.now() : null;
  }

  trust(): ClockTrust {
    return trustClock(this.#evidence());
  }

  issue(): string | null {
    return clockIssue(this.trust(), this.#evidence());
  }

  #evidence(): ClockEvidence {
    const { clock } = this.#options;
    return this.#evidenceAt(clock.now(), clock.monotonic());
  }

  #evidenceAt(now: number, ticks: number): ClockEvidence {
    return { now, trustedAt: this.#trustedAt, steadyMs: ticks - this.#stretch.sinceTicks };
  }

  #compare(): void {
    const { clock, store, log } = this.#options;
    const [now, ticks] = [clock.now(), clock.monotonic()];
    const expected = this.#wall + ticks - this.#ticks;
    const before = this.#ids;
    this.#wall = now;
    this.#ticks = ticks;
    this.#ids = store.newestIds();
    if (Math.abs(now - expected) < JUMP_MS) return;
    log.warn({ seconds: Math.round((now - expected) / 1000) }, 'clock: was set');
    this.#jump(now, ticks, expected, before);
  }

  /** The clock showed `expected` a moment ago and shows `now`; `before` are the ids of the last look. */
  #jump(now: number, ticks: number, expected: number, before: RowIds): void {
    const ended = this.#stretch;
    const wasTrusted = trustClock(this.#evidenceAt(expected, ticks)) === 'trusted';
    const isProvisional = ticks - ended.sinceTicks < (ended.byJump ? BELIEVED_AFTER_MS : START_MS);
    this.#stretch = { since: now, sinceTicks: ticks, after: before, byJump: true };
    const isTrusted = this.trust() === 'trusted';
    const by = now - expected;
    if (by < 0) this.#checkedFuture = false;
    if (!wasTrusted && !isTrusted) {
      this.#stretch.since = ended.since + by;
      this.#stretch.after = ended.after;
    }
    // A right clock that was set wrong moves nothing; what came while it was wrong is moved when it is right again.
    if (wasTrusted && !(isTrusted && isProvisional)) return;
    this.#jumps.push({ ...ended, until: expected, by });
  }

  async #correct({ since, after, until, by }: Jump): Promise<void> {
    await this.#shift({ since: since - SLACK_MS, until: until + SLACK_MS, after, through: null, by });
    this.#doubted = false;
  }

  async #shift(shift: Parameters<Upkeep['shiftTimes']>[0]): Promise<void> {
    const { photos } = await this.#options.store.shiftTimes(shift);
    this.#options.log.info({ seconds: Math.round(shift.by / 1000), photos }, 'clock: corrected times');
  }

  /** The clock is right: what was left behind is corrected and forgotten, and the time noted. */
  async #settle(): Promise<void> {
    const { store, clock } = this.#options;
    if (!this.#checkedFuture) await this.#pullBack(clock.now());
    this.#checkedFuture = true;
    for (let doubt = this.#doubts[0]; doubt; doubt = this.#doubts[0]) {
      await this.#resolve(doubt, this.#doubts[1]?.after ?? this.#stretch.after);
      this.#doubts.shift();
    }
    if (store.setting(DOUBTS) !== null) await store.setSetting(DOUBTS, null);
    this.#doubted = false;
    const [known, now] = [this.#trustedAt, clock.now()];
    if (known !== null && Math.abs(now - known) < NOTE_EVERY_MS) return;
    this.#trustedAt = now;
    await store.setSetting(TRUSTED_AT, String(now));
  }

  /** Nothing can have arrived later than now: the clock was ahead, in an earlier run or for longer than a day. */
  async #pullBack(now: number): Promise<void> {
    const { store } = this.#options;
    const through = store.newestIds();
    const after = { frame: through.frame - NEWEST_FRAMES, burst: 0 };
    const latest = store.latestArrival(after, through);
    if (latest === null || latest <= now + JUMP_MS) return;
    await this.#shift({ since: now + JUMP_MS, until: latest, after, through, by: now - latest });
  }

  /**
   * A run whose clock showed the past, and which ended before it was set: it may have ended a moment ago, and earlier
   * than that nothing is known, so its times end now. Nothing is deleted for an age that nobody knows.
   */
  async #resolve({ since, after, behind }: Doubt, through: RowIds): Promise<void> {
    const { store, clock } = this.#options;
    const latest = store.latestArrival(after, through);
    if (!behind || latest === null) return;
    const by = clock.now() - latest;
    await this.#shift({ since: since - SLACK_MS, until: latest + SLACK_MS, after, through, by });
  }

  /** Remembers that the rows of this stretch have wrong times, for the case that the hub ends before the clock is set. */
  async #doubt(): Promise<void> {
    if (this.#doubted) return;
    const { since, after } = this.#stretch;
    const own: Doubt = { since, after, behind: this.trust() === 'behind' };
    const all = [...this.#doubts, own].slice(-MOST_DOUBTS);
    await this.#options.store.setSetting(DOUBTS, JSON.stringify(all));
    this.#doubted = true;
  }
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}
