import type { Region } from './pixels.js';

/** A picture fitted into a square: where it lies there, and how to get from the square back to the picture. */
export interface Letterbox {
  side: number;
  /** Where the picture lies in the square, in whole pixels. */
  inside: Region;
  /** Pixels of the picture per pixel of the square, by axis; the two differ only by rounding. */
  scaleX: number;
  scaleY: number;
}

/**
 * Fits `width` x `height` into a square of `side`, the longer side filling it; each side at least 1 px. Centred, or in
 * the upper left corner.
 */
export function letterbox(
  width: number,
  height: number,
  side: number,
  alignment: 'centre' | 'corner' = 'centre',
): Letterbox {
  const fit = side / Math.max(width, height);
  const fitted = {
    width: Math.max(1, Math.round(width * fit)),
    height: Math.max(1, Math.round(height * fit)),
  };
  const share = alignment === 'centre' ? 2 : Number.POSITIVE_INFINITY;
  const left = Math.floor((side - fitted.width) / share);
  const top = Math.floor((side - fitted.height) / share);
  return {
    side,
    inside: { left, top, ...fitted },
    scaleX: width / fitted.width,
    scaleY: height / fitted.height,
  };
}
