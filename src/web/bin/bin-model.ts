import type { BinPage, BinPhoto, SelectionAction } from '../api/bin-calls.js';
import { Selection } from '../components/selection.js';
import { signal } from '../core/signal.js';

/** Calls of the hub that the bin needs. */
export interface BinParts {
  list: (limit: number, cursor?: string | null) => Promise<BinPage>;
  change: (photos: number[], action: SelectionAction) => Promise<number[]>;
}

/** State of the bin as the page knows it. */
export interface BinState {
  photos: readonly BinPhoto[];
  /** How many there are in all. */
  count: number;
  /** Cursor of the next page, null at the end. */
  next: string | null;
}

/** Photos of one page; no more than one call may name. */
const pageSize = 120;

/** The bin: its photos page by page, those that are picked, and what is done with them. */
export class BinModel {
  /** Null until the hub has said. */
  readonly state = signal<BinState | null>(null);
  readonly fault = signal<unknown>(null);
  readonly selection = new Selection<BinPhoto['photo']>(500);
  readonly #parts: BinParts;
  #asked = 0;
  #reading = false;

  constructor(parts: BinParts) {
    this.#parts = parts;
  }

  /** Reads as many photos anew as are shown. The last one to ask is the one that is believed. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    this.fault.set(null);
    try {
      const wanted = Math.max(1, this.state.get()?.photos.length ?? 0);
      let read: BinState = { photos: [], count: 0, next: null };
      do read = after(read, await this.#parts.list(pageSize, read.next));
      while (read.photos.length < wanted && read.next !== null && mine === this.#asked);
      if (mine === this.#asked) this.#show(read);
    } catch (thrown) {
      if (mine === this.#asked) this.fault.set(thrown);
    }
  }

  /** Reads the next page, if there is one. */
  async extend(): Promise<void> {
    const before = this.state.get();
    const mine = this.#asked;
    if (!before?.next || this.#reading) return;
    this.#reading = true;
    try {
      const page = await this.#parts.list(pageSize, before.next);
      if (mine === this.#asked) this.#show(after(before, page));
    } catch (thrown) {
      if (mine === this.#asked) this.fault.set(thrown);
    } finally {
      this.#reading = false;
    }
  }

  /** Puts the picked photos back, or removes them for ever. Resolves to how many it was done with. */
  async act(action: 'restore' | 'delete-for-ever'): Promise<number> {
    const done = await this.#parts.change([...this.selection.picked.get().keys()], action);
    this.selection.clear();
    await this.refresh();
    return done.length;
  }

  /**
   * Removes everything for ever that is in the bin now, a page at a time; what somebody puts in meanwhile stays. Resolves
   * to how many went.
   */
  async empty(): Promise<number> {
    let removed = 0;
    let next: string | null = null;
    try {
      do {
        const page: BinPage = await this.#parts.list(pageSize, next);
        const ids = page.photos.map(({ photo }) => photo.id);
        if (ids.length > 0) removed += (await this.#parts.change(ids, 'delete-for-ever')).length;
        next = page.next;
      } while (next !== null);
    } finally {
      this.selection.clear();
      await this.refresh();
    }
    return removed;
  }

  #show(state: BinState): void {
    this.selection.keepOnly(new Set(state.photos.map(({ photo }) => photo.id)));
    this.state.set(state);
  }
}

const after = (before: BinState, page: BinPage): BinState => ({
  photos: [...before.photos, ...page.photos],
  count: page.count,
  next: page.next,
});
