/** How the waits between tries grow. */
export interface BackoffOptions {
  /** Wait after the first failure, in milliseconds. Each further one doubles it. */
  firstMs: number;
  /** Longest wait before the random part is added. */
  maxMs: number;
  /** Largest random part that is added, as a share of the wait: 0.25 is up to a quarter. */
  jitter: number;
  /** Source of the random part, 0 up to 1. `Math.random` unless given. */
  random?: () => number;
}

/** Doubled this often, any wait has reached any limit that makes sense. */
const MOST_DOUBLINGS = 30;

/** Wait in milliseconds after `failures` failures in a row, of which there is at least one. */
export function backoffMs(failures: number, { firstMs, maxMs, jitter, random }: BackoffOptions): number {
  const wait = Math.min(firstMs * 2 ** Math.min(failures - 1, MOST_DOUBLINGS), maxMs);
  return Math.round(wait * (1 + jitter * (random ?? Math.random)()));
}

/** Counter of failures in a row that says how long to wait after each. */
export class Backoff {
  readonly #options: BackoffOptions;
  #failures = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** Counts a failure; gives the wait after it in milliseconds. */
  next(): number {
    this.#failures += 1;
    return backoffMs(this.#failures, this.#options);
  }

  /** Forgets the failures: something has worked. */
  reset(): void {
    this.#failures = 0;
  }
}
