import { type Damage, UNDAMAGED } from './damage.js';
import type { ImageLimits } from './image-limits.js';
import { lumaOf, type Plane } from './measure-plane.js';
import { decodeRgb, type RgbImage } from './pixels.js';

/** A decoded frame, and what it looks like from afar. */
export interface Picture {
  rgb: RgbImage;
  /** Luma, averaged over blocks of `factor` x `factor` pixels. */
  coarse: Plane;
  factor: number;
  /** Damage that the decoder complained about. */
  damage: Damage;
}

/** The longer side of what is seen from afar has so many pixels, and less than twice as many. */
const COARSE_SIDE = 200;

/** Adds to a picture what it looks like from afar. A picture that no decoder made is undamaged. */
export function pictureOf(rgb: RgbImage & { damage?: Damage }): Picture {
  const { width, height } = rgb;
  const factor = Math.max(1, Math.floor(Math.max(width, height) / COARSE_SIDE));
  const coarse = lumaOf(rgb, { x: 0, y: 0, width, height }, factor);
  return { rgb, factor, coarse, damage: rgb.damage ?? UNDAMAGED };
}

/** Decodes frames and keeps the last ones, because every frame of a burst is looked at up to three times. */
export interface Pictures {
  /** @throws Refusal as `decodeRgb`. */
  of(bytes: Uint8Array, limits?: ImageLimits): Promise<Picture>;
  /** Lets go of all. */
  clear(): void;
}

interface Kept {
  bytes: Uint8Array;
  picture: Picture;
}

/** Ten frames of the largest size that a camera takes, 1600x1200. */
const MAX_PIXELS = 10 * 1600 * 1200;

/** Files of the pictures that are kept, all together: a file may be far larger than its picture says. */
const MAX_BYTES = 16_000_000;

/** Keeps pictures of `maxPixels` together at most, 3 bytes a pixel and a little more; those used last stay longest. */
export function keepPictures(maxPixels = MAX_PIXELS, maxBytes = MAX_BYTES): Pictures {
  let kept: Kept[] = [];

  function keep(used: Kept): void {
    kept = [...kept.filter((other) => other !== used), used];
    while (pixelsOf(kept) > maxPixels || bytesOf(kept) > maxBytes) kept.shift();
  }

  return {
    of: async (bytes, limits) => {
      const known = kept.find((other) => Buffer.compare(other.bytes, bytes) === 0);
      const used = known ?? { bytes, picture: pictureOf(await decodeRgb(bytes, limits)) };
      keep(used);
      return used.picture;
    },
    clear: () => {
      kept = [];
    },
  };
}

function pixelsOf(kept: readonly Kept[]): number {
  return kept.reduce((sum, { picture: { rgb } }) => sum + rgb.width * rgb.height, 0);
}

function bytesOf(kept: readonly Kept[]): number {
  return kept.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}
