/** The running side of `serving-time.ts`: looks once a second, and follows every write of a burst. */
import type { Clock } from '../../core/clock.js';
import { Fault, Refusal } from '../../core/errors.js';
import type { BurstLedger } from './ledger.js';
import { BEAT_MS, lookAt, type ServingTime } from './serving-time.js';

/** Collaborators of the clock that counts serving time. */
export interface ServingClockOptions {
  clock: Clock;
  ledger: Pick<BurstLedger, 'hasRoom' | 'probe'>;
  /** Called when the hub could not serve, with what `now` gives; `failing` when nothing could be stored. */
  onInterrupted(now: number, failing: boolean): void;
}

/** Clock of the serving time: looks once a second, and follows every write of a burst. */
export class ServingClock {
  readonly #options: ServingClockOptions;
  readonly #storing = new Set<{ since: number }>();
  #time: ServingTime;
  #failing = false;
  #probing = false;
  #wanted = false;
  #cancelBeat: (() => void) | null = null;

  constructor(options: ServingClockOptions) {
    this.#options = options;
    this.#time = { servedMs: 0, at: options.clock.monotonic() };
  }

  /** Milliseconds of serving; only differences mean anything, and only while the clock is kept. */
  now(): number {
    this.#look();
    return this.#time.servedMs;
  }

  /** True while time does not pass because nothing can be stored. */
  get failing(): boolean {
    return this.#failing;
  }

  /** Counts from now on, until `release`. */
  keep(): void {
    this.#wanted = true;
    if (this.#cancelBeat !== null) return;
    this.#time = { ...this.#time, at: this.#options.clock.monotonic() };
    this.#beatLater();
  }

  /** No burst is open: there is nothing to count for. A store that fails is watched until it works again. */
  release(): void {
    this.#wanted = false;
    if (!this.#failing) this.stop();
  }

  stop(): void {
    this.#cancelBeat?.();
    this.#cancelBeat = null;
  }

  /** Runs one write of a burst, and takes note of how it ends. */
  async store<T>(write: () => Promise<T>): Promise<T> {
    const entry = { since: this.#options.clock.monotonic() };
    this.#storing.add(entry);
    const [result] = await Promise.allSettled([write()]);
    if (result.status === 'fulfilled') this.#succeed();
    else if (isOurs(result.reason)) this.#fail();
    this.#storing.delete(entry);
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  }

  /** Small writes succeed also while frames are refused to keep the reserve. */
  #succeed(): void {
    if (this.#failing && this.#options.ledger.hasRoom()) {
      this.#failing = false;
      this.#time = { ...this.#time, at: this.#options.clock.monotonic() };
    }
    this.#look();
  }

  #fail(): void {
    this.#look();
    this.#failing = true;
    this.#options.onInterrupted(this.#time.servedMs, true);
    this.#beatLater();
  }

  #look(): void {
    const [oldest] = this.#storing;
    const storingSince = oldest?.since ?? null;
    const now = this.#options.clock.monotonic();
    const { time, interrupted } = lookAt(this.#time, { now, failing: this.#failing, storingSince });
    this.#time = time;
    if (interrupted) this.#options.onInterrupted(this.#time.servedMs, this.#failing);
  }

  #beatLater(): void {
    this.#cancelBeat ??= this.#options.clock.after(BEAT_MS, () => {
      this.#cancelBeat = null;
      this.#look();
      if (this.#failing) void this.#tryAgain();
      if (this.#wanted || this.#failing) this.#beatLater();
    });
  }

  /** Without a camera that sends something nothing else would find out that the disk works again. */
  async #tryAgain(): Promise<void> {
    if (this.#probing || !this.#options.ledger.hasRoom()) return;
    this.#probing = true;
    await this.#options.ledger.probe().then(
      () => this.#succeed(),
      () => {},
    );
    this.#probing = false;
  }
}

/** False for what a camera did wrong; a queue that is full is the hub's. */
function isOurs(error: unknown): boolean {
  if (error instanceof Fault) return true;
  return !(error instanceof Refusal) || error.code === 'hub-busy';
}
