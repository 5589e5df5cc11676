import type { RgbImage } from '../vision/pixels.js';

/** One picture of an animation and how long it stays, in ms. */
export interface Still {
  image: RgbImage;
  ms: number;
}

const HOLD_MS = 1_500;
const FADE_MS = 80;

/** Shares of the next photo in the pictures between two photos; eased, so that the change is soft at both ends. */
const FADE = [0.16, 0.5, 0.84] as const;

/** The photos one after the other, each fading into the next and the last into the first. All have one size. */
export function filmOf(photos: readonly RgbImage[]): Still[] {
  return photos.flatMap((photo, index) => {
    const next = photos[(index + 1) % photos.length] as RgbImage;
    const fade =
      photos.length > 1 ? FADE.map((share) => ({ image: mix(photo, next, share), ms: FADE_MS })) : [];
    return [{ image: photo, ms: HOLD_MS }, ...fade];
  });
}

function mix(from: RgbImage, to: RgbImage, share: number): RgbImage {
  const data = new Uint8Array(from.data.length);
  const weight = Math.round(share * 256);
  for (let at = 0; at < data.length; at += 1) {
    const before = from.data[at] as number;
    data[at] = before + ((((to.data[at] as number) - before) * weight) >> 8);
  }
  return { ...from, data };
}
