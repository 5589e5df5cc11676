/** Bytes that may be in memory at once, lent in the order in which they were asked for. */
export class ByteBudget {
  #free: number;
  readonly #queue: { bytes: number; begin: () => void }[] = [];

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /** Has `work` done while `bytes`, at most the whole budget, are lent to it. */
  async lend<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin) => {
      this.#queue.push({ bytes, begin });
      this.#next();
    });
    try {
      return await work();
    } finally {
      this.#free += bytes;
      this.#next();
    }
  }

  #next(): void {
    for (let first = this.#queue[0]; first && first.bytes <= this.#free; first = this.#queue[0]) {
      this.#queue.shift();
      this.#free -= first.bytes;
      first.begin();
    }
  }
}
