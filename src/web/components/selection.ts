import { type Signal, signal } from '../core/signal.js';

/** Things that a person has picked to do something with them at once, at most so many. */
export class Selection<T extends { id: number }> {
  /** Those that are picked, by id, in the order in which they were. */
  readonly picked: Signal<ReadonlyMap<number, T>> = signal<ReadonlyMap<number, T>>(new Map());
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Picks a thing, or lets go of it. False when there are as many as there may be. */
  toggle(thing: T): boolean {
    return this.picked.get().has(thing.id) ? this.#without([thing]) : this.add([thing]);
  }

  /** Picks more things. False when some of them are too many, and were left out. */
  add(things: readonly T[]): boolean {
    const next = new Map(this.picked.get());
    const fresh = things.filter(({ id }) => !next.has(id));
    const room = this.#most - next.size;
    for (const thing of fresh.slice(0, room)) next.set(thing.id, thing);
    if (next.size !== this.picked.get().size) this.picked.set(next);
    return fresh.length <= room;
  }

  /** Picks these, or lets go of them when all of them are picked. False as with `add`. */
  toggleAll(things: readonly T[]): boolean {
    const picked = this.picked.get();
    return things.every(({ id }) => picked.has(id)) ? this.#without(things) : this.add(things);
  }

  /** Picks these and nothing else. False as with `add`. */
  replace(things: readonly T[]): boolean {
    const next = new Map(things.map((thing) => [thing.id, thing]));
    this.picked.set(new Map([...next].slice(0, this.#most)));
    return next.size <= this.#most;
  }

  clear(): void {
    this.picked.set(new Map());
  }

  /** Lets go of what is not among these any more. */
  keepOnly(ids: ReadonlySet<number>): void {
    this.#without([...this.picked.get().values()].filter(({ id }) => !ids.has(id)));
  }

  #without(things: readonly T[]): true {
    const next = new Map(this.picked.get());
    for (const { id } of things) next.delete(id);
    if (next.size !== this.picked.get().size) this.picked.set(next);
    return true;
  }
}
