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
 * The part of an 8-bit plane that lies under `area`, at least `least` pixels on each side where there are so many,
 * averaged over blocks of `factor` x `factor` pixels; a rest at the right or bottom is dropped.
 */
export function cut(
  luma: Uint8Array,
  width: number,
  height: number,
  area: Area,
  factor = 1,
  least = LEAST,
): Plane {
  const [left, right] = span(area.x, area.width, width, least);
  const [top, bottom] = span(area.y, area.height, height, least);
  const [across, down] = [Math.min(factor, right - left), Math.min(factor, bottom - top)];
  const plane = { width: Math.floor((right - left) / across), height: Math.floor((bottom - top) / down) };
  const data = new Float32Array(plane.width * plane.height);
  for (let to = 0, y = top; y + down <= bottom; y += down) {
    for (let x = left; x + across <= right; x += across, to++) {
      let sum = 0;
      for (let row = y; row < y + down; row++) {
        for (let i = row * width + x; i < row * width + x + across; i++) sum += luma[i] as number;
      }
      data[to] = sum / (across * down);
    }
  }
  return { data, ...plane };
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

/** Binomial taps: standard deviations of 0.71, 1 and 1.41 pixels. */
export const BLUR_SMALL = [1, 2, 1];
export const BLUR_MEDIUM = [1, 4, 6, 4, 1];
export const BLUR_LARGE = [1, 8, 28, 56, 70, 56, 28, 8, 1];

/** Convolves rows and columns with symmetric `taps`; the border repeats. */
export function blur(plane: Plane, taps: readonly number[]): Plane {
  const reach = (taps.length - 1) / 2;
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  const half = Float32Array.from(taps.slice(reach), (tap) => tap / total);
  return blurColumns(blurRows(plane, half), half);
}

/** `half` holds the middle tap and those on one side of it. */
function blurRows({ data, width, height }: Plane, half: Float32Array): Plane {
  const out = new Float32Array(data.length);
  const reach = half.length - 1;
  // A row with its ends repeated, so that the loop over its pixels has no cases.
  const row = new Float32Array(width + 2 * reach);
  for (let start = 0; start < data.length; start += width) {
    row.set(data.subarray(start, start + width), reach);
    row.fill(at(row, reach), 0, reach).fill(at(row, reach + width - 1), reach + width);
    for (let x = reach; x < reach + width; x++) {
      let sum = at(half, 0) * at(row, x);
      for (let k = 1; k <= reach; k++) sum += at(half, k) * (at(row, x - k) + at(row, x + k));
      out[start + x - reach] = sum;
    }
  }
  return { data: out, width, height };
}

/** Row by row, as the memory lies. */
function blurColumns({ data, width, height }: Plane, half: Float32Array): Plane {
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    const to = y * width;
    for (let x = 0; x < width; x++) out[to + x] = at(half, 0) * at(data, to + x);
    for (let k = 1; k < half.length; k++) {
      const above = Math.max(0, y - k) * width;
      const below = Math.min(height - 1, y + k) * width;
      const tap = at(half, k);
      for (let x = 0; x < width; x++) {
        out[to + x] = at(out, to + x) + tap * (at(data, above + x) + at(data, below + x));
      }
    }
  }
  return { data: out, width, height };
}

/** `a - b`, pixel by pixel: with two blurs, one band of detail. */
export function difference(a: Plane, b: Plane): Plane {
  const data = new Float32Array(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = at(a.data, i) - at(b.data, i);
  return { ...a, data };
}

/** The mean of the squares. */
export function energy({ data }: Plane): number {
  let sum = 0;
  for (const value of data) sum += value * value;
  return sum / Math.max(1, data.length);
}

/** A pixel that is known to exist. */
export function at(data: Float32Array, index: number): number {
  return data[index] as number;
}
