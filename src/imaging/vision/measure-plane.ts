import type { RgbImage } from './pixels.js';

/** One channel, row-major without padding. Values are on the 8-bit scale, 0..255. */
export interface Plane {
  data: Float32Array;
  width: number;
  height: number;
}

/** A rectangle in pixels; it may reach outside the image. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A region is at least so many pixels wide and high, where there are so many. */
const LEAST = 16;

/**
 * Rec. 601 luma, as JPEG's Y, of the part of a picture that lies under `area`, at least `least` pixels on each side where
 * there are so many, averaged over blocks of `factor` x `factor` pixels; a rest at the right or bottom is dropped.
 */
export function lumaOf(image: RgbImage, area: Area, factor = 1, least = LEAST): Plane {
  const { left, top, right, bottom } = clip(area, image, least);
  const [across, down] = [Math.min(factor, right - left), Math.min(factor, bottom - top)];
  const plane = { width: Math.floor((right - left) / across), height: Math.floor((bottom - top) / down) };
  const data = new Float32Array(plane.width * plane.height);
  for (let y = 0; y < plane.height; y++) {
    const corner = 3 * ((top + y * down) * image.width + left);
    blockRow(image, corner, across, down, data.subarray(y * plane.width, (y + 1) * plane.width));
  }
  return { data, ...plane };
}

/** Fills a row of blocks, the first of which has its upper left byte at `corner`. */
function blockRow(
  { data, width }: RgbImage,
  corner: number,
  across: number,
  down: number,
  out: Float32Array,
): void {
  const share = 1 / (1000 * across * down);
  const [length, stride] = [3 * across, 3 * width];
  for (let i = 0; i < out.length; i++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    const from = corner + i * length;
    for (let start = from; start < from + down * stride; start += stride) {
      for (let at = start; at < start + length; at += 3) {
        red += data[at] as number;
        green += data[at + 1] as number;
        blue += data[at + 2] as number;
      }
    }
    out[i] = (299 * red + 587 * green + 114 * blue) * share;
  }
}

/** The part of a plane that lies under `area`, at least `least` pixels on each side where there are so many. */
export function partOf(plane: Plane, area: Area, least = LEAST): Plane {
  const { left, top, right, bottom } = clip(area, plane, least);
  const width = right - left;
  const data = new Float32Array(width * (bottom - top));
  for (let y = top; y < bottom; y++) {
    const from = y * plane.width;
    data.set(plane.data.subarray(from + left, from + right), (y - top) * width);
  }
  return { data, width, height: bottom - top };
}

function clip(area: Area, { width, height }: Pick<Plane, 'width' | 'height'>, least: number) {
  const [left, right] = span(area.x, area.width, width, least);
  const [top, bottom] = span(area.y, area.height, height, least);
  return { left, top, right, bottom };
}

function span(from: number, length: number, limit: number, least: number): [number, number] {
  const wanted = Math.min(limit, Math.max(least, Math.round(length)));
  const start = Math.round(from + (length - wanted) / 2);
  const clipped = Math.min(Math.max(0, start), limit - 1);
  const end = Math.min(limit, Math.max(start + wanted, 0));
  if (end - clipped >= Math.min(least, limit)) return [clipped, end];
  const safe = Math.min(clipped, limit - Math.min(least, limit));
  return [safe, safe + Math.min(least, limit)];
}

/** Averages blocks of `factor` x `factor` pixels; a rest at the right or bottom is dropped. */
export function shrink(plane: Plane, factor: number): Plane {
  const width = Math.max(1, Math.floor(plane.width / factor));
  const height = Math.max(1, Math.floor(plane.height / factor));
  const [across, down] = [Math.min(factor, plane.width), Math.min(factor, plane.height)];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let row = 0; row < down; row++) {
      let from = (y * down + row) * plane.width;
      for (let to = y * width; to < (y + 1) * width; to++) {
        let sum = 0;
        for (let x = 0; x < across; x++) sum += at(plane.data, from++);
        data[to] = at(data, to) + sum;
      }
    }
  }
  const share = 1 / (across * down);
  return { data: data.map((sum) => sum * share), width, height };
}

/** Number of blurs that gives a standard deviation of 0.71 pixels. */
export const BLUR_SMALL = 1;
/** Number of blurs that gives a standard deviation of 1 pixel. */
export const BLUR_MEDIUM = 2;
/** Number of blurs that gives a standard deviation of 1.41 pixels. */
export const BLUR_LARGE = 4;

/**
 * Convolves rows and columns with 1 2 1 so many `times`, which makes a binomial filter; the border repeats. Several small
 * passes take less time than one wide filter: nothing is counted or looked up within a pixel.
 */
export function blur({ data, width, height }: Plane, times: number): Plane {
  const out = data.slice();
  // Rows are overwritten one after the other; this is what the one above was.
  const above = new Float32Array(width);
  for (let pass = 0; pass < times; pass++) {
    above.set(out.subarray(0, width));
    for (let start = 0; start < out.length; start += width) blurRow(out, start, above);
  }
  return { data: out, width, height };
}

/** Slides along one row with the sums of the columns to the left, here and to the right; leaves the row in `above`. */
function blurRow(out: Float32Array, start: number, above: Float32Array): void {
  const last = above.length - 1;
  const below = start + above.length === out.length ? start : start + above.length;
  let level = at(out, start);
  let middle = at(above, 0) + 2 * level + at(out, below);
  let left = middle;
  above[0] = level;
  for (let i = 1; i <= last; i++) {
    level = at(out, start + i);
    const right = at(above, i) + 2 * level + at(out, below + i);
    above[i] = level;
    out[start + i - 1] = (left + 2 * middle + right) / 16;
    left = middle;
    middle = right;
  }
  out[start + last] = (left + 3 * middle) / 16;
}

/** The mean square of `a - b`, pixel by pixel: with two blurs, the energy of one band of detail. */
export function energyBetween(a: Plane, b: Plane): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += (at(a.data, i) - at(b.data, i)) ** 2;
  return sum / Math.max(1, a.data.length);
}

/** A pixel that is known to exist. */
export function at(data: Float32Array, index: number): number {
  return data[index] as number;
}
