/** A photo, as far as its place in a frame goes. */
interface Framed {
  id: number;
}

/** More photos than these are not held: the oldest of the round go. */
const mostPhotos = 120;

/** Photos of a frame in the order in which they are shown, round and round, and the one that is seen. */
export class Deck<T extends Framed> {
  #photos: T[] = [];
  #at = 0;

  /** The photo that is seen; null without any. */
  get current(): T | null {
    return this.#photos[this.#at] ?? null;
  }

  /** The photo that comes next, so that it can be fetched; null when there is no other. */
  get next(): T | null {
    return this.#photos.length > 1 ? (this.#photos[(this.#at + 1) % this.#photos.length] ?? null) : null;
  }

  /** Fills the deck: `recent` first, then `favourites` that are not among them. What is seen stays if it is still there. */
  fill(recent: readonly T[], favourites: readonly T[]): void {
    const seen = this.current?.id;
    const known = new Set(recent.map(({ id }) => id));
    this.#photos = [...recent, ...favourites.filter(({ id }) => !known.has(id))].slice(0, mostPhotos);
    this.#at = Math.max(
      0,
      this.#photos.findIndex(({ id }) => id === seen),
    );
  }

  /** Turns to another one; -1 is back. */
  step(by: number): void {
    const { length } = this.#photos;
    if (length > 0) this.#at = (this.#at + by + length) % length;
  }

  /** Shows a photo at once, which comes first in the round from now on; one that is there is only changed. */
  put(photo: T, isNew: boolean): void {
    const at = this.#photos.findIndex(({ id }) => id === photo.id);
    if (at >= 0) this.#photos[at] = photo;
    if (at >= 0 || !isNew) return;
    this.#photos = [photo, ...this.#photos].slice(0, mostPhotos);
    this.#at = 0;
  }

  /** Takes a photo out; the one behind it is seen in its place. */
  drop(id: number): void {
    const at = this.#photos.findIndex((photo) => photo.id === id);
    if (at < 0) return;
    this.#photos.splice(at, 1);
    if (at < this.#at || this.#at === this.#photos.length) this.#at = Math.max(0, this.#at - 1);
  }
}
