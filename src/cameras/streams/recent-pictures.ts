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

/** The last seconds of a camera, kept because a trigger comes after what it is about. */
export class RecentPictures {
  #pictures: TakenPicture[] = [];

  /** Takes a picture, unless the last one is as good as new. */
  add(picture: TakenPicture): void {
    const last = this.#pictures.at(-1);
    if (last && picture.at - last.at < LEAST_APART_MS) return;
    this.#pictures.push(picture);
    while (this.#isTooMuch(picture.at)) this.#pictures.shift();
  }

  /** At most `count` pictures that are `apartMs` apart, the latest of them taken before `at`; oldest first. */
  before(at: number, count: number, apartMs: number): TakenPicture[] {
    const chosen: TakenPicture[] = [];
    for (const picture of this.#pictures.toReversed()) {
      if (chosen.length === count) break;
      const next = chosen[0]?.at ?? at;
      if (next - picture.at >= apartMs - LEAST_APART_MS / 2) chosen.unshift(picture);
    }
    return chosen;
  }

  clear(): void {
    this.#pictures = [];
  }

  #isTooMuch(now: number): boolean {
    const [oldest] = this.#pictures;
    if (!oldest || this.#pictures.length === 1) return false;
    const bytes = this.#pictures.reduce((sum, picture) => sum + picture.bytes.length, 0);
    return this.#pictures.length > MOST_PICTURES || bytes > MOST_BYTES || now - oldest.at > KEPT_MS;
  }
}
