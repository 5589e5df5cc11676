import type { Clock } from '../../core/clock.js';

/** Puts the progress of one burst into one acknowledgement. */
export class AckTimer {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #send: () => void;
  #cancel: (() => void) | null = null;

  /** `send` publishes an acknowledgement of what holds by then. */
  constructor(clock: Clock, everyMs: number, send: () => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#send = send;
  }

  /** Sends once the time of one acknowledgement is over. */
  soon(): void {
    this.#cancel ??= this.#clock.after(this.#everyMs, () => this.now());
  }

  now(): void {
    this.cancel();
    this.#send();
  }

  /** Sends at once what was to be sent soon. */
  flush(): void {
    if (this.#cancel !== null) this.now();
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
