import type { Region, RgbImage } from './pixels.js';
import { letterboxRgb } from './resize.js';
import type { PetBox } from './types.js';

/** A square of a picture in pixels, possibly reaching outside. */
export interface Square {
  x: number;
  y: number;
  side: number;
}

/** Square around the middle of a pet's box, `margin` times as large as its longer side. */
export function squareAround({ x, y, width, height }: PetBox, margin: number): Square {
  const side = Math.max(2, Math.max(width, height) * margin);
  return { x: x + width / 2 - side / 2, y: y + height / 2 - side / 2, side };
}

/**
 * Square of a picture at `side` by `side` pixels, RGB interleaved. Pixels outside the picture are black, as in training.
 */
export async function cropOf(image: RgbImage, square: Square, side: number): Promise<Uint8Array> {
  const { part, inside } = fitOf(image, square, side);
  return (await letterboxRgb(image, { side, inside, part })).data;
}

/** Part of the picture that lies under a square, and where that lies in it at `side` by `side` pixels. */
export function fitOf(
  image: Pick<RgbImage, 'width' | 'height'>,
  square: Square,
  side: number,
): { part: Region; inside: Region } {
  const left = Math.min(image.width - 1, Math.max(0, Math.round(square.x)));
  const top = Math.min(image.height - 1, Math.max(0, Math.round(square.y)));
  const width = Math.max(1, Math.min(image.width, Math.round(square.x + square.side)) - left);
  const height = Math.max(1, Math.min(image.height, Math.round(square.y + square.side)) - top);
  const scale = side / square.side;
  const within = (start: number, length: number) => {
    const from = Math.min(side - 1, Math.max(0, Math.round(start * scale)));
    return [from, Math.max(1, Math.min(side - from, Math.round(length * scale)))] as const;
  };
  const [toLeft, toWidth] = within(left - square.x, width);
  const [toTop, toHeight] = within(top - square.y, height);
  return {
    part: { left, top, width, height },
    inside: { left: toLeft, top: toTop, width: toWidth, height: toHeight },
  };
}
