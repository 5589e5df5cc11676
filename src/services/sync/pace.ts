import type { Clock } from '../../core/clock.js';

/** Keeps the average below a number of bytes a second, so that sending never fills the home's uplink. */
export class Pace {
  readonly #clock: Clock;
  readonly #bytesPerSecond: number;
  #freeAt = 0;

  /** `bytesPerSecond` 0 is no limit. */
  constructor(clock: Clock, bytesPerSecond: number) {
    this.#clock = clock;
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Books `bytes`; gives the milliseconds to wait before they may be sent. */
  book(bytes: number): number {
    if (this.#bytesPerSecond === 0) return 0;
    const now = this.#clock.monotonic();
    const start = Math.max(now, this.#freeAt);
    this.#freeAt = start + (bytes * 1000) / this.#bytesPerSecond;
    return start - now;
  }
}
