import type { RgbImage } from '../../src/imaging/vision/pixels.js';

/** One channel of an image as floats of 0..255, row-major. */
export interface Plane {
  data: Float32Array;
  width: number;
  height: number;
}

export function planeOf(width: number, height: number, value: (i: number) => number): Plane {
  const data = new Float32Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = value(i);
  return { data, width, height };
}

type Mix = (a: number, b: number, c: number, d: number, e: number) => number;

/** One value a pixel from the same pixel of up to five planes of one size; a missing plane counts as 0. */
export function combine(planes: readonly [Plane, ...Plane[]], value: Mix): Plane {
  const { width, height } = planes[0];
  const none = new Float32Array(width * height);
  const [a = none, b = none, c = none, d = none, e = none] = planes.map(({ data }) => data);
  const out = new Float32Array(width * height);
  for (let i = 0; i < out.length; i++) {
    out[i] = value(a[i] as number, b[i] as number, c[i] as number, d[i] as number, e[i] as number);
  }
  return { data: out, width, height };
}

/** R, G and B. */
export function channels(image: RgbImage): [Plane, Plane, Plane] {
  const channel = (c: number) => planeOf(image.width, image.height, (i) => image.data[3 * i + c] as number);
  return [channel(0), channel(1), channel(2)];
}

/** Back to pixels: rounded, clamped. */
export function interleave([r, g, b]: readonly [Plane, Plane, Plane]): RgbImage {
  const data = new Uint8Array(r.data.length * 3);
  for (let i = 0; i < r.data.length; i++) {
    data[3 * i] = level(r.data[i] as number);
    data[3 * i + 1] = level(g.data[i] as number);
    data[3 * i + 2] = level(b.data[i] as number);
  }
  return { data, width: r.width, height: r.height };
}

/** Luma as super-resolution papers measure it: BT.601 in studio range, 16..235 (MATLAB's rgb2ycbcr), unrounded. */
export function studioLuma({ data, width, height }: RgbImage): Plane {
  return planeOf(width, height, (i) => {
    const [r, g, b] = [data[3 * i] as number, data[3 * i + 1] as number, data[3 * i + 2] as number];
    return 16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255;
  });
}

/** The top left part, `width` x `height`. */
export function cropImage(image: RgbImage, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    data.set(image.data.subarray(y * image.width * 3, (y * image.width + width) * 3), y * width * 3);
  }
  return { data, width, height };
}

export function level(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
