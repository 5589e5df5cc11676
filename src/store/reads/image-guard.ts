import { createHash } from 'node:crypto';
import type { ImagePlace } from '../damage.js';

interface Hashed {
  bytes: Uint8Array;
  /** Lower-case hexadecimal, written with the bytes. */
  sha256: string;
}

/** True when the bytes are those that were stored. */
export function isIntact({ bytes, sha256 }: Hashed): boolean {
  return createHash('sha256').update(bytes).digest('hex') === sha256;
}

/** Compares every image that leaves the store with its hash. */
export class ImageGuard {
  readonly #found = new Set<string>();
  readonly #note: (place: ImagePlace) => void;

  /** `note` is called once for each damaged image, when it is first met. */
  constructor(note: (place: ImagePlace) => void = () => {}) {
    this.#note = note;
  }

  /** The image; null when there is none or its bytes are not what was stored. */
  intact<T extends Hashed>(image: T | undefined, place: ImagePlace): T | null {
    if (image && isIntact(image)) this.#found.delete(keyOf(place));
    else if (image) this.#meet(place);
    return image && !this.has(place) ? image : null;
  }

  has(place: ImagePlace): boolean {
    return this.#found.has(keyOf(place));
  }

  #meet(place: ImagePlace): void {
    if (this.has(place)) return;
    this.#found.add(keyOf(place));
    this.#note(place);
  }
}

const keyOf = ({ source, subject, variant }: ImagePlace) => `${source}/${subject}/${variant}`;
