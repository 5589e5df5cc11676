import { cropAround } from '../highlight/crop.js';
import { decodeRgb, type RgbImage } from '../vision/pixels.js';
import { cropRgb, resizeRgb } from '../vision/resize.js';
import type { Subject } from '../vision/types.js';

/** Size of a film in pixels. */
export interface FilmSize {
  width: number;
  height: number;
}

/** Sides of the small picture that is enlarged again to be soft. */
const SOFT = 24;
/** The soft picture behind the photo keeps this share of its light. */
const BEHIND = 0.5;
/** A line of text is at most this share of a film's width high, and ends so far above its lower edge. */
const LINE = 0.12;
const BELOW = 0.06;
/** Where a line lies on the photo itself, the photo keeps this share of its light at the lower edge. */
const SHADE = 0.35;

/**
 * One photo as a film shows it: a square around the pet across the whole width, before a soft and darker picture of itself
 * where the film is higher than wide, and a line of text near the lower edge. `caption` is a picture of that text, white
 * on black, or null for none.
 *
 * @throws Refusal as `decodeRgb`, of the caption too.
 */
export async function filmStill(
  bytes: Uint8Array,
  subject: Subject | null,
  caption: Uint8Array | null,
  { width, height }: FilmSize,
): Promise<RgbImage> {
  const photo = await decodeRgb(bytes);
  const square = await resizeRgb(await cropRgb(photo, cropAround(photo, subject, 1)), width, width);
  const still = height === width ? square : await framed(square, height);
  if (caption === null) return still;
  const line = await lineOf(caption, width);
  const top = height - line.height - Math.round(height * BELOW);
  if (height === width) shade(still, top - line.height);
  lighten(still, line, top);
  return still;
}

/** The square in the middle of a higher picture. */
async function framed(square: RgbImage, height: number): Promise<RgbImage> {
  const { width } = square;
  const small = await resizeRgb(square, SOFT, SOFT);
  const soft = await resizeRgb(small, height, height);
  const left = Math.floor((height - width) / 2);
  const still = await cropRgb(soft, { left, top: 0, width, height });
  for (let at = 0; at < still.data.length; at += 1) still.data[at] = (still.data[at] as number) * BEHIND;
  still.data.set(square.data, Math.floor((height - width) / 2) * width * 3);
  return still;
}

/** The line across the whole width, and no higher than a line may be. */
async function lineOf(caption: Uint8Array, width: number): Promise<RgbImage> {
  const drawn = await decodeRgb(caption);
  const height = Math.max(
    1,
    Math.min(Math.round((drawn.height * width) / drawn.width), Math.round(width * LINE)),
  );
  return resizeRgb(drawn, width, height);
}

/** Darkens towards the lower edge, from row `top` on. */
function shade({ data, width, height }: RgbImage, top: number): void {
  for (let row = Math.max(0, top); row < height; row += 1) {
    const light = 1 - (1 - SHADE) * ((row - top) / (height - top));
    for (let at = row * width * 3; at < (row + 1) * width * 3; at += 1)
      data[at] = (data[at] as number) * light;
  }
}

/** Lays a line over the picture so that its black leaves it as it is and its white covers it. */
function lighten({ data, width }: RgbImage, line: RgbImage, top: number): void {
  const from = top * width * 3;
  for (let at = 0; at < line.data.length; at += 1) {
    const below = data[from + at] as number;
    data[from + at] = below + ((255 - below) * (line.data[at] as number)) / 255;
  }
}
