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

/** The part of an 8-bit plane that lies under `area`, at least `least` pixels on each side where there are so many. */
export function cut(luma: Uint8Array, width: number, height: number, area: Area, least = 16): Plane {
  const [left, right] = span(area.x, area.width, width, least);
  const [top, bottom] = span(area.y, area.height, height, least);
  const out = new Float32Array((right - left) * (bottom - top));
  for (let y = top, to = 0; y < bottom; y++) {
    out.set(luma.subarray(y * width + left, y * width + right), to);
    to += right - left;
  }
  return { data: out, width: right - left, height: bottom - top };
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
  const data = new Float32Array(width * height);
  for (let y = 0; y < height * factor && y < plane.height; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < width * factor && x < plane.width; x++) {
      const to = row + Math.floor(x / factor);
      data[to] = at(data, to) + at(plane.data, y * plane.width + x);
    }
  }
  const share = 1 / (Math.min(factor, plane.width) * Math.min(factor, plane.height));
  return { data: data.map((sum) => sum * share), width, height };
}

/** Binomial taps: standard deviations of 0.71, 1 and 1.41 pixels. */
export const BLUR_SMALL = [1, 2, 1];
export const BLUR_MEDIUM = [1, 4, 6, 4, 1];
export const BLUR_LARGE = [1, 8, 28, 56, 70, 56, 28, 8, 1];

/** Convolves rows and columns with symmetric `taps`; the border repeats. */
export function blur(plane: Plane, taps: readonly number[]): Plane {
  const { width, height } = plane;
  const rows = pass(plane.data, width, height, 1, width, taps);
  return { data: pass(rows, height, width, width, 1, taps), width, height };
}

/** One direction: `length` pixels apart by `step`, in `lines` lines apart by `stride`. */
function pass(
  data: Float32Array,
  length: number,
  lines: number,
  step: number,
  stride: number,
  taps: readonly number[],
): Float32Array {
  const out = new Float32Array(data.length);
  const reach = (taps.length - 1) / 2;
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  const half = Float32Array.from(taps.slice(reach), (tap) => tap / total);
  for (let line = 0; line < lines; line++) {
    const first = line * stride;
    const last = first + (length - 1) * step;
    for (let here = first; here <= last; here += step) {
      let sum = at(half, 0) * at(data, here);
      for (let k = 1, far = step; k <= reach; k++, far += step) {
        const before = here - far < first ? first : here - far;
        const after = here + far > last ? last : here + far;
        sum += at(half, k) * (at(data, before) + at(data, after));
      }
      out[here] = sum;
    }
  }
  return out;
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
