import type { Photo, PhotosPage } from '../../api/schemas/photos.js';

/** One page of a month's photos, counted from the newest. */
export interface PageWish {
  month: string;
  page: number;
}

export interface MonthPagesParts {
  /** Reads the page that begins after `cursor`, or the month's first one. */
  fetch: (month: string, cursor: string | null) => Promise<PhotosPage>;
  pageSize: number;
  /** How many pages are kept; the ones not looked at for longest go first. */
  mostPages: number;
  onChange: () => void;
  /** A page could not be read. Nothing more is read until the next wish. */
  onFault: (thrown: unknown) => void;
}

/**
 * Random access to keyset pages. A page can only be reached through the one before it, so the cursors of all pages
 * seen are kept (a few bytes each), the photos of a few. Only what was wished for last is read, one page at a
 * time: racing through years of photos leaves no queue behind.
 */
export class MonthPages {
  readonly #parts: MonthPagesParts;
  readonly #pages = new Map<string, readonly Photo[]>();
  /** Pages as they were before the last `forget`: better than an empty tile until the new ones are there. */
  #stale = new Map<string, readonly Photo[]>();
  readonly #cursors = new Map<string, (string | null)[]>();
  readonly #counts = new Map<string, { least: number; exact: boolean }>();
  #wishes: PageWish[] = [];
  #reading = false;
  #generation = 0;

  constructor(parts: MonthPagesParts) {
    this.#parts = parts;
  }

  /** The photo at a place of a month, if its page is here. */
  at(month: string, index: number): Photo | undefined {
    const { pageSize } = this.#parts;
    const key = keyOf(month, Math.floor(index / pageSize));
    return (this.#pages.get(key) ?? this.#stale.get(key))?.[index % pageSize];
  }

  /** What is on the screen now; replaces every earlier wish. */
  want(wishes: PageWish[]): void {
    this.#wishes = wishes;
    for (const { month, page } of wishes) this.#touch(keyOf(month, page));
    void this.#readAll();
  }

  /** Shows a photo's newer state where the photo is here. */
  replace(photo: Photo): void {
    for (const [key, photos] of this.#pages) {
      const at = photos.findIndex(({ id }) => id === photo.id);
      if (at >= 0) this.#pages.set(key, photos.with(at, photo));
    }
  }

  /**
   * How many photos a month has, as far as its pages tell: the hub counts months in its own time zone, the phone
   * asks for them in its own.
   * @param said the hub's count
   */
  count(month: string, said: number): number {
    const seen = this.#counts.get(month);
    if (!seen) return said;
    return seen.exact ? seen.least : Math.max(said, seen.least);
  }

  /** True when one of the photos kept is this one. */
  has(id: number): boolean {
    return [...this.#pages.values()].some((photos) => photos.some((photo) => photo.id === id));
  }

  /** Photos came or went: everything is read anew when it is wished for. */
  forget(): void {
    this.#generation += 1;
    this.#cursors.clear();
    this.#counts.clear();
    this.#stale = new Map([...this.#stale, ...this.#pages].slice(-this.#parts.mostPages));
    this.#pages.clear();
    void this.#readAll();
  }

  async #readAll(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let step = this.#nextStep(); step; step = this.#nextStep()) await this.#read(step);
    } catch (thrown) {
      this.#wishes = [];
      this.#parts.onFault(thrown);
    } finally {
      this.#reading = false;
    }
  }

  /** The page to read now: the first one wished for, or the one that leads there. */
  #nextStep(): (PageWish & { cursor: string | null }) | null {
    for (const { month, page } of this.#wishes) {
      if (this.#pages.has(keyOf(month, page))) continue;
      const cursors = this.#cursors.get(month) ?? [null];
      const reachable = Math.min(page, cursors.length - 1);
      const cursor = cursors[reachable] ?? null;
      if (reachable > 0 && cursor === null) continue;
      return { month, page: reachable, cursor };
    }
    return null;
  }

  async #read({ month, page, cursor }: PageWish & { cursor: string | null }): Promise<void> {
    const generation = this.#generation;
    const answer = await this.#parts.fetch(month, cursor);
    if (generation !== this.#generation) return;
    const cursors = this.#cursors.get(month) ?? [null];
    cursors[page + 1] = answer.next;
    this.#cursors.set(month, cursors);
    this.#pages.set(keyOf(month, page), answer.photos);
    this.#stale.delete(keyOf(month, page));
    const counted = page * this.#parts.pageSize + answer.photos.length;
    const exact = answer.next === null;
    if (exact || !this.#counts.get(month)?.exact) {
      this.#counts.set(month, { least: exact ? counted : counted + 1, exact });
    }
    this.#trim();
    this.#parts.onChange();
  }

  #touch(key: string): void {
    const page = this.#pages.get(key);
    if (!page) return;
    this.#pages.delete(key);
    this.#pages.set(key, page);
  }

  #trim(): void {
    for (const key of this.#pages.keys()) {
      if (this.#pages.size <= this.#parts.mostPages) return;
      this.#pages.delete(key);
    }
  }
}

const keyOf = (month: string, page: number) => `${month}/${page}`;
