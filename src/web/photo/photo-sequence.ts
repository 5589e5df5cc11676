import type { Photo, PhotosPage } from '../api/types.js';
import { byNewest, mergePages } from '../core/photo-order.js';

/** Reads photos between two times (`from` inclusive, `until` exclusive), newest first unless `order` says otherwise. */
export type ListBetween = (request: {
  from?: number;
  until?: number;
  order?: 'asc';
  limit: number;
}) => Promise<PhotosPage>;

/** Photos before and after one; null at an end. */
export interface Neighbours {
  newer: Photo | null;
  older: Photo | null;
}

const limit = 30;

/**
 * An unbroken run of photos around the one being looked at, so that swiping needs the hub only at its ends.
 */
export class PhotoSequence {
  #photos: Photo[];
  #newestReached = false;
  #oldestReached = false;
  readonly #list: ListBetween;

  constructor(first: Photo, list: ListBetween) {
    this.#photos = [first];
    this.#list = list;
  }

  get(id: number): Photo | undefined {
    return this.#photos.find((photo) => photo.id === id);
  }

  /** Both neighbours of a photo of the run; reads on when it is an end. */
  async around(id: number): Promise<Neighbours> {
    if (this.#photos[0]?.id === id && !this.#newestReached) await this.#extendNewer(this.#photos[0]);
    const last = this.#photos.at(-1);
    if (last?.id === id && !this.#oldestReached) await this.#extendOlder(last);
    const at = this.#photos.findIndex((photo) => photo.id === id);
    return { newer: this.#photos[at - 1] ?? null, older: at < 0 ? null : (this.#photos[at + 1] ?? null) };
  }

  replace(photo: Photo): void {
    this.#photos = this.#photos.map((known) => (known.id === photo.id ? photo : known));
  }

  remove(id: number): void {
    this.#photos = this.#photos.filter((photo) => photo.id !== id);
  }

  /** A photo arrived or came back: the ends, and what lies between, are asked for again. */
  reopen(id: number): void {
    const photo = this.get(id);
    this.#photos = photo ? [photo] : [];
    this.#newestReached = false;
    this.#oldestReached = false;
  }

  async #extendOlder(last: Photo): Promise<void> {
    const page = await this.#list({ until: last.takenAt + 1, limit });
    this.#oldestReached = page.next === null;
    const older = page.photos.filter((photo) => byNewest(last, photo) < 0);
    this.#photos = mergePages(this.#photos, older);
  }

  async #extendNewer(first: Photo): Promise<void> {
    const page = await this.#list({ from: first.takenAt, order: 'asc', limit });
    this.#newestReached = page.next === null;
    const newer = page.photos.filter((photo) => byNewest(photo, first) < 0);
    this.#photos = mergePages(newer, this.#photos);
  }
}
