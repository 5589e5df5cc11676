import { createHash } from 'node:crypto';
import type { ImageRef } from '../damage.js';

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
  readonly #note: (image: ImageRef) => void;

  /** `note` is called once for each damaged image, when it is first met. */
  constructor(note: (image: ImageRef) => void = () => {}) {
    this.#note = note;
  }

  /** The image; null when there is none or its bytes are not what was stored. */
  intact<T extends Hashed>(image: T | undefined, ref: ImageRef): T | null {
    if (image && isIntact(image)) this.#found.delete(keyOf(ref));
    else if (image) this.#meet(ref);
    return image && !this.has(ref) ? image : null;
  }

  has(image: ImageRef): boolean {
    return this.#found.has(keyOf(image));
  }

  #meet(image: ImageRef): void {
    if (this.has(image)) return;
    this.#found.add(keyOf(image));
    this.#note(image);
  }
}

const keyOf = ({ source, subject, variant }: ImageRef) => `${source}/${subject}/${variant}`;
