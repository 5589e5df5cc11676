import type { Photo, PhotosPage } from '../api/types.js';

/** One page of a month's photos, counted from the newest. */
export interface PageRequest {
  month: string;
  page: number;
}

/** Source and limits of the pages of photos in memory. */
export interface MonthPagesParts {
  /** Reads the page that begins after so many photos of the month. */
  fetch: (month: string, skip: number) => Promise<PhotosPage>;
  pageSize: number;
  /** How many pages are kept; the ones not looked at for longest go first. */
  mostPages: number;
  onChange: () => void;
  /** A page could not be read. Nothing more is read until the next request. */
  onFault: (thrown: unknown) => void;
}

/**
 * The photos of a few pages of a few months. Only what was asked for last is read, one page at a time: racing through
 * years of photos leaves no queue behind.
 */
export class MonthPages {
  readonly #parts: MonthPagesParts;
  readonly #pages = new Map<string, readonly Photo[]>();
  /** Pages as they were before the last `forget`: better than an empty tile until the new ones are there. */
  #stale = new Map<string, readonly Photo[]>();
  readonly #counts = new Map<string, { least: number; exact: boolean }>();
  #requests: PageRequest[] = [];
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

  /** Sets what is on the screen now; replaces every earlier request. */
  want(requests: PageRequest[]): void {
    this.#requests = requests;
    for (const { month, page } of requests) this.#touch(keyOf(month, page));
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

  /** Photos came or went: everything is read anew when it is asked for. */
  forget(): void {
    this.#generation += 1;
    this.#counts.clear();
    this.#stale = new Map([...this.#stale, ...this.#pages].slice(-this.#parts.mostPages));
    this.#pages.clear();
    void this.#readAll();
  }

  async #readAll(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let request = this.#nextRequest(); request; request = this.#nextRequest())
        await this.#read(request);
    } catch (thrown) {
      this.#requests = [];
      this.#parts.onFault(thrown);
    } finally {
      this.#reading = false;
    }
  }

  #nextRequest(): PageRequest | undefined {
    return this.#requests.find(({ month, page }) => !this.#pages.has(keyOf(month, page)));
  }

  async #read({ month, page }: PageRequest): Promise<void> {
    const generation = this.#generation;
    const answer = await this.#parts.fetch(month, page * this.#parts.pageSize);
    if (generation !== this.#generation) return;
    this.#pages.set(keyOf(month, page), answer.photos);
    this.#stale.delete(keyOf(month, page));
    // A page beyond the end says only that the end is before it.
    if (answer.photos.length > 0 || page === 0) this.#count(month, page, answer);
    this.#trim();
    this.#parts.onChange();
  }

  #count(month: string, page: number, { photos, next }: PhotosPage): void {
    const known = this.#counts.get(month);
    if (known?.exact) return;
    const counted = page * this.#parts.pageSize + photos.length;
    const exact = next === null;
    this.#counts.set(month, { least: exact ? counted : Math.max(counted + 1, known?.least ?? 0), exact });
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
