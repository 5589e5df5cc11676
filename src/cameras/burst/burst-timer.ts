import { type BurstEvent, type BurstState, type BurstTimeouts, isComplete, quietTimeOf } from './reducer.js';
import type { ServingClock } from './serving-clock.js';
import { BEAT_MS } from './serving-time.js';

/** How long one burst has been silent and without progress, in time in which the hub could serve. */
export class BurstTimer {
  readonly #serving: ServingClock;
  readonly #timeouts: BurstTimeouts;
  #interrupted: boolean;
  #held = false;
  #heardAt: number;
  #storedAt: number;

  /** `interrupted` for a burst that was open when the hub stopped: its camera may be pausing. */
  constructor(serving: ServingClock, timeouts: BurstTimeouts, interrupted: boolean) {
    this.#serving = serving;
    this.#timeouts = timeouts;
    this.#interrupted = interrupted;
    this.#heardAt = serving.now();
    this.#storedAt = this.#heardAt;
  }

  /** True once nothing could be stored while the burst was open: it needs no place then. */
  get held(): boolean {
    return this.#held;
  }

  /** A message came. */
  heard(): void {
    this.#heardAt = this.#serving.now();
  }

  /** Something of the burst was stored. */
  stored(): void {
    this.#storedAt = this.#serving.now();
  }

  /** The camera may be pausing: the hub was not there, or had closed the burst. */
  expectPause(): void {
    this.#interrupted = true;
  }

  /** The hub could not serve. Time that it could not store begins everything anew at `now`. */
  interrupt(now: number, failing: boolean): void {
    this.#interrupted = true;
    if (!failing) return;
    this.#held = true;
    this.#heardAt = now;
    this.#storedAt = now;
  }

  tick(): BurstEvent {
    const now = this.#serving.now();
    const [idleMs, stuckMs] = [now - this.#heardAt, now - this.#storedAt];
    return { kind: 'tick', idleMs, stuckMs, interrupted: this.#interrupted };
  }

  /** Milliseconds until the next tick can end the burst. A close that failed is tried again with the next beat. */
  restMs(state: BurstState): number {
    if (this.#serving.failing || isComplete(state)) return BEAT_MS;
    const now = this.#serving.now();
    const quiet = quietTimeOf(state, this.#interrupted, this.#timeouts) - now + this.#heardAt;
    return Math.max(Math.min(quiet, this.#timeouts.stuckMs - now + this.#storedAt), 0);
  }
}
