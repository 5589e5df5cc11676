import type { RgbImage } from '../../src/imaging/vision/pixels.js';
import { channels, combine, interleave, level, type Plane, planeOf } from './planes.js';

// ITU-T T.81 Annex K.1 and K.2, row by row.
const LUMA_TABLE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMA_TABLE = [
  17,
  18,
  24,
  47,
  99,
  99,
  99,
  99,
  18,
  21,
  26,
  66,
  99,
  99,
  99,
  99,
  24,
  26,
  56,
  99,
  99,
  99,
  99,
  99,
  47,
  66,
  99,
  99,
  99,
  99,
  99,
  99,
  ...new Array<number>(32).fill(99),
];

const BASIS = Float64Array.from({ length: 64 }, (_, i) => {
  const [k, n] = [i >> 3, i & 7];
  return Math.cos((Math.PI * (2 * n + 1) * k) / 16) * Math.sqrt((k === 0 ? 1 : 2) / 8);
});

/**
 * What an image looks like after the OV2640's JPEG: 4:2:2, both tables round(Annex K x q/16). Without the entropy
 * coding, which loses nothing; within rounding of what libjpeg decodes.
 */
export function throughCameraJpeg(image: RgbImage, q: number): RgbImage {
  const table = (annex: readonly number[]) =>
    annex.map((value) => Math.max(1, Math.floor((value * q) / 16 + 0.5)));
  const [luma, cb, cr] = toYcc(image);
  const y = quantised(luma, table(LUMA_TABLE));
  const chroma = (plane: Plane) => doubled(quantised(halved(plane), table(CHROMA_TABLE)), image.width);
  return toRgb(y, chroma(cb), chroma(cr));
}

function toYcc(image: RgbImage): [Plane, Plane, Plane] {
  const rgb = channels(image);
  const mix = (r: number, g: number, b: number, offset: number) =>
    combine(rgb, (red, green, blue) => level(r * red + g * green + b * blue + offset));
  return [
    mix(0.299, 0.587, 0.114, 0),
    mix(-0.168735892, -0.331264108, 0.5, 128),
    mix(0.5, -0.418687589, -0.081312411, 128),
  ];
}

function toRgb(y: Plane, cb: Plane, cr: Plane): RgbImage {
  return interleave([
    combine([y, cr], (l, v) => l + 1.402 * (v - 128)),
    combine([y, cb, cr], (l, u, v) => l - 0.344136286 * (u - 128) - 0.714136286 * (v - 128)),
    combine([y, cb], (l, u) => l + 1.772 * (u - 128)),
  ]);
}

/** Half the width: the mean of two pixels, rounded down and up in turn as libjpeg does. */
function halved({ data, width, height }: Plane): Plane {
  const half = Math.ceil(width / 2);
  return planeOf(half, height, (i) => {
    const [row, x] = [Math.floor(i / half) * width, 2 * (i % half)];
    const sum = (data[row + x] as number) + (data[row + Math.min(x + 1, width - 1)] as number);
    return (sum + ((i % half) & 1)) >> 1;
  });
}

/** Twice the width, cut to `width`: three parts of the nearer pixel and one of the next. */
function doubled({ data, width: half, height }: Plane, width: number): Plane {
  return planeOf(width, height, (i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    const near = x >> 1;
    const next = Math.min(half - 1, Math.max(0, near + (x & 1 ? 1 : -1)));
    const sum = 3 * (data[y * half + near] as number) + (data[y * half + next] as number);
    return (sum + (x & 1 ? 2 : 1)) >> 2;
  });
}

/** Each 8x8 block through the DCT, its table and back; a block beyond the border repeats the last pixels. */
function quantised(plane: Plane, table: readonly number[]): Plane {
  const out = new Float32Array(plane.data.length);
  for (let top = 0; top < plane.height; top += 8) {
    for (let left = 0; left < plane.width; left += 8) {
      const wanted = transformed(blockAt(plane, left, top), (k, n) => k * 8 + n);
      const kept = wanted.map((value, i) => Math.round(value / (table[i] as number)) * (table[i] as number));
      const block = transformed(kept, (k, n) => n * 8 + k);
      placeBlock(out, plane, left, top, block);
    }
  }
  return { data: out, width: plane.width, height: plane.height };
}

function blockAt({ data, width, height }: Plane, left: number, top: number): Float64Array {
  return Float64Array.from({ length: 64 }, (_, i) => {
    const [x, y] = [Math.min(width - 1, left + (i & 7)), Math.min(height - 1, top + (i >> 3))];
    return (data[y * width + x] as number) - 128;
  });
}

function placeBlock(
  out: Float32Array,
  { width, height }: Plane,
  left: number,
  top: number,
  block: Float64Array,
): void {
  for (let y = 0; y < Math.min(8, height - top); y++) {
    for (let x = 0; x < Math.min(8, width - left); x++) {
      out[(top + y) * width + left + x] = level((block[y * 8 + x] as number) + 128);
    }
  }
}

/** The separable transform by BASIS, read forwards or transposed by `at`. */
function transformed(block: Float64Array, at: (k: number, n: number) => number): Float64Array {
  const once = (source: Float64Array) =>
    Float64Array.from({ length: 64 }, (_, i) => {
      const [line, k] = [i >> 3, i & 7];
      let sum = 0;
      for (let n = 0; n < 8; n++) sum += (BASIS[at(k, n)] as number) * (source[line * 8 + n] as number);
      return sum;
    });
  return turned(once(turned(once(block))));
}

function turned(block: Float64Array): Float64Array {
  return block.map((_, i) => block[(i & 7) * 8 + (i >> 3)] as number);
}
