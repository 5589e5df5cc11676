/** One whole JPEG as it came from a camera. */
export interface TakenPicture {
  bytes: Uint8Array;
  /** When it was whole, on the clock that never goes back, in ms. */
  at: number;
}

/** Time before a trigger that is kept, in ms. */
const KEPT_MS = 2500;
const MOST_PICTURES = 12;
const MOST_BYTES = 4 * 1024 * 1024;
/** Pictures that come faster are not kept: 25 a second would be mostly the same one. */
const LEAST_APART_MS = 180;

/** Buffers are of multiples of this size, so that one picture fits where another of the same camera was. */
const ROOM_BYTES = 32 * 1024;
/** Buffers that wait for the next picture: two go at once now and then. */
const MOST_SPARE = 2;

/** A picture at the beginning of a buffer. */
interface Kept {
  buffer: Buffer;
  length: number;
  at: number;
}

/**
 * The last seconds of a camera, kept because a trigger comes after what it is about. Pictures are copied into buffers that
 * are used again: V8 counts what lives for seconds among what lasts, and leaves 64 MB of it before it looks.
 */
export class RecentPictures {
  #pictures: Kept[] = [];
  #spare: Buffer[] = [];

  /** Keeps a copy of a picture, unless the last one is as good as new. */
  add({ bytes, at }: TakenPicture): void {
    const last = this.#pictures.at(-1);
    if (last && at - last.at < LEAST_APART_MS) return;
    const buffer = this.#bufferFor(bytes.length);
    buffer.set(bytes);
    this.#pictures.push({ buffer, length: bytes.length, at });
    while (this.#isTooMuch(at)) {
      const gone = this.#pictures.shift() as Kept;
      if (this.#spare.length < MOST_SPARE) this.#spare.push(gone.buffer);
    }
  }

  /** At most `count` pictures that are `apartMs` apart, the latest of them taken before `at`; oldest first. */
  before(at: number, count: number, apartMs: number): TakenPicture[] {
    const chosen: Kept[] = [];
    for (const picture of this.#pictures.toReversed()) {
      if (chosen.length === count) break;
      const next = chosen[0]?.at ?? at;
      if (next - picture.at >= apartMs - LEAST_APART_MS / 2) chosen.unshift(picture);
    }
    return chosen.map(({ buffer, length, at: takenAt }) => ({
      bytes: Uint8Array.from(buffer.subarray(0, length)),
      at: takenAt,
    }));
  }

  clear(): void {
    this.#pictures = [];
    this.#spare = [];
  }

  #bufferFor(length: number): Buffer {
    const spare = this.#spare.pop();
    if (spare && spare.length >= length) return spare;
    return Buffer.allocUnsafeSlow(Math.ceil(length / ROOM_BYTES) * ROOM_BYTES);
  }

  #isTooMuch(now: number): boolean {
    const [oldest] = this.#pictures;
    if (!oldest || this.#pictures.length === 1) return false;
    const bytes = this.#pictures.reduce((sum, picture) => sum + picture.length, 0);
    return this.#pictures.length > MOST_PICTURES || bytes > MOST_BYTES || now - oldest.at > KEPT_MS;
  }
}
