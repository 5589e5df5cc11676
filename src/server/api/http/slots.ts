import { ApiRefusal } from './problems.js';

/**
 * A bounded number of costly calls at once and a bounded number waiting; the rest is told to come back.
 * Keeps a few phones from filling the memory of a small hub.
 */
export class Slots {
  readonly #running: number;
  readonly #waiting: number;
  readonly #each: number;
  #taken = 0;
  readonly #queue: (() => void)[] = [];
  readonly #holders = new Map<string, number>();

  /** @param each calls of one holder at once, running and waiting */
  constructor(running: number, waiting: number, each = Number.POSITIVE_INFINITY) {
    this.#running = running;
    this.#waiting = waiting;
    this.#each = each;
  }

  /**
   * @param holder who counts towards the share of one
   * @throws {ApiRefusal} `hub-busy` when the waiting room is full, or the holder's share is used up
   */
  async run<T>(work: () => Promise<T>, holder = ''): Promise<T> {
    const held = this.#holders.get(holder) ?? 0;
    if (held >= this.#each) throw busy();
    this.#holders.set(holder, held + 1);
    try {
      await this.#enter();
      try {
        return await work();
      } finally {
        this.#leave();
      }
    } finally {
      this.#release(holder);
    }
  }

  #release(holder: string): void {
    const left = (this.#holders.get(holder) as number) - 1;
    if (left > 0) this.#holders.set(holder, left);
    else this.#holders.delete(holder);
  }

  #enter(): Promise<void> | void {
    if (this.#taken < this.#running) {
      this.#taken += 1;
      return;
    }
    if (this.#queue.length >= this.#waiting) throw busy();
    return new Promise((resolve) => this.#queue.push(resolve));
  }

  #leave(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#taken -= 1;
  }
}

function busy(): ApiRefusal {
  return new ApiRefusal('hub-busy', 'The hub is busy with other requests of this kind.', { retryAfter: 5 });
}
