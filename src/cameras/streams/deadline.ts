import type { Clock } from '../../core/clock.js';
import type { Refusal } from '../../core/errors.js';

/** Time within which something has to happen again and again; aborts with a reason when it does not. */
export class Deadline {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #controller = new AbortController();
  readonly #reason: () => Refusal;
  #cancel: () => void;

  /** Begins at once. `reason` says why, at the moment when time is up. */
  constructor(clock: Clock, ms: number, reason: () => Refusal) {
    this.#clock = clock;
    this.#ms = ms;
    this.#reason = reason;
    this.#cancel = this.#wait();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** It has happened: the time begins anew. */
  extend(): void {
    this.#cancel();
    this.#cancel = this.#wait();
  }

  stop(): void {
    this.#cancel();
  }

  #wait(): () => void {
    return this.#clock.after(this.#ms, () => this.#controller.abort(this.#reason()));
  }
}
