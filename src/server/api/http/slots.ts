import { ApiRefusal } from './problems.js';

/**
 * A bounded number of costly calls at once and a bounded number waiting; the rest is told to come back.
 * Keeps a few phones from filling the memory of a small hub.
 */
export class Slots {
  readonly #running: number;
  readonly #waiting: number;
  #taken = 0;
  readonly #queue: (() => void)[] = [];

  constructor(running: number, waiting: number) {
    this.#running = running;
    this.#waiting = waiting;
  }

  /** @throws {ApiRefusal} `hub-busy` when the waiting room is full */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #enter(): Promise<void> | void {
    if (this.#taken < this.#running) {
      this.#taken += 1;
      return;
    }
    if (this.#queue.length >= this.#waiting)
      throw new ApiRefusal('hub-busy', 'The hub is busy with other requests of this kind.', {
        retryAfter: 5,
      });
    return new Promise((resolve) => this.#queue.push(resolve));
  }

  #leave(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#taken -= 1;
  }
}
