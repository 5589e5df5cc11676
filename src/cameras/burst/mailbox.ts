/** Messages worked off strictly in order, in batches: what arrives during one batch can make up the next. */

export interface MailboxOptions<T> {
  /** How many of the waiting messages, from the first, go into one batch; at least 1. */
  batch(waiting: readonly T[]): number;
  /** Works one batch off. Must not reject. */
  work(batch: T[]): Promise<void>;
  /** Called when nothing waits any more. */
  idle(): void;
}

/**
 * Queue that works messages off strictly in order, in batches: what arrives during one batch can make up the next.
 */
export class Mailbox<T> {
  readonly #options: MailboxOptions<T>;
  readonly #waiting: { message: T; done: () => void }[] = [];
  #running = false;

  constructor(options: MailboxOptions<T>) {
    this.#options = options;
  }

  /** Resolves when the message has been worked off. */
  post(message: T): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ message, done });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const size = this.#options.batch(this.#waiting.map(({ message }) => message));
      const batch = this.#waiting.splice(0, size);
      await this.#options.work(batch.map(({ message }) => message));
      for (const { done } of batch) done();
    }
    this.#running = false;
    this.#options.idle();
  }
}
