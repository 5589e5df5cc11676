import { backoffMs } from '../../core/backoff.js';
import type { Clock } from '../../core/clock.js';

/** So many wrong codes, and none is tried for a while; cameras count in the same way. */
export const MAX_WRONG_CODES = 5;
const LOCK_MS = 60_000;
const PAUSES = { firstMs: 1000, maxMs: LOCK_MS, jitter: 0 };

/** Slows down whoever guesses codes: a pause that doubles after each wrong one, and a lock that outlives the window. */
export class CodeGuard {
  readonly #clock: Clock;
  #wrong = 0;
  #lastWrong = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To wait before the next try, in ms. */
  get pauseMs(): number {
    this.#forget();
    return this.#wrong === 0 ? 0 : backoffMs(this.#wrong, PAUSES);
  }

  get locked(): boolean {
    this.#forget();
    return this.#wrong >= MAX_WRONG_CODES;
  }

  wrong(): void {
    this.#wrong += 1;
    this.#lastWrong = this.#clock.monotonic();
  }

  right(): void {
    this.#wrong = 0;
  }

  #forget(): void {
    if (this.#clock.monotonic() - this.#lastWrong >= LOCK_MS) this.#wrong = 0;
  }
}
