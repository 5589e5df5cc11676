/** Finds the next piece of work that is not one of these ids; null when there is none. */
type Find<T> = (except: readonly number[]) => T | null;

/** Pieces of work that the hub could not do: the others go first, as the cause may be with these alone. */
export class PutOff {
  readonly #ids = new Set<number>();

  add(id: number): void {
    this.#ids.add(id);
  }

  /** The next piece of work; those that were put off come when nothing else is left. Null when there is none. */
  next<T>(find: Find<T>): T | null {
    const job = find([...this.#ids]);
    if (job !== null || this.#ids.size === 0) return job;
    this.#ids.clear();
    return find([]);
  }
}
