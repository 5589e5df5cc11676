/** Lets a bounded number of works run at once; who comes when it is full waits for a bounded time. */
import type { Clock } from '../../core/clock.js';

export interface TurnstileOptions {
  /** Works at once. */
  places: number;
  /** How long one may wait for a place, in ms. */
  acquireTimeoutMs: number;
  clock: Clock;
}

export class Turnstile {
  readonly #options: TurnstileOptions;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(options: TurnstileOptions) {
    this.#options = options;
    this.#free = options.places;
  }

  /**
   * Starts `work` as soon as there is a place and resolves with true then, without waiting for its end; or with
   * false when the patience is over and `work` was not started.
   */
  async pass(work: () => Promise<void>): Promise<boolean> {
    if (this.#free > 0) this.#free -= 1;
    else if (!(await this.#turn())) return false;
    void work().finally(() => this.#release());
    return true;
  }

  #turn(): Promise<boolean> {
    const { clock, acquireTimeoutMs: patienceMs } = this.#options;
    return new Promise((resolve) => {
      const enter = () => {
        cancel();
        resolve(true);
      };
      const cancel = clock.after(patienceMs, () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        resolve(false);
      });
      this.#waiting.push(enter);
    });
  }

  /** Hands the place to who waits longest. */
  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
