import { at, BLUR_MEDIUM, BLUR_SMALL, blur, difference, type Plane } from './measure-plane.js';

/** Root mean square of the noise in the flattest parts of a frame, in 8-bit levels. */
export interface Noise {
  luma: number;
  /** Mean of Cb and Cr. Texture is mostly grey, so this hardly ever takes texture for noise. */
  chroma: number;
}

const BLOCK = 8;
/** The share of blocks that are taken to be flat. */
const FLAT_LUMA = 0.1;
const FLAT_CHROMA = 0.25;

/**
 * Sensor noise of a whole frame from interleaved RGB. An OV2640's noise is correlated and its JPEG eats the
 * finest scale, so the classical estimators, which look at single pixels, see nothing: this one looks at means
 * of `factor` x `factor` pixels.
 */
export function noiseOf(rgb: Uint8Array, width: number, height: number, factor = 2): Noise {
  const { luma, cb, cr } = shrunkPlanes(rgb, width, height, factor);
  return {
    luma: flatNoise(luma, FLAT_LUMA),
    chroma: (flatNoise(cb, FLAT_CHROMA) + flatNoise(cr, FLAT_CHROMA)) / 2,
  };
}

/** YCbCr (Rec. 601 full range, chroma around 0) of the means of `factor` x `factor` pixels. */
function shrunkPlanes(rgb: Uint8Array, width: number, height: number, factor: number) {
  const w = Math.max(1, Math.floor(width / factor));
  const h = Math.max(1, Math.floor(height / factor));
  const sums = [0, 1, 2].map(() => new Float32Array(w * h)) as [Float32Array, Float32Array, Float32Array];
  const [rows, columns] = [Math.min(height, h * factor), Math.min(width, w * factor)];
  for (let y = 0; y < rows; y++) {
    const line = Math.floor(y / factor) * w;
    for (let x = 0; x < columns; x++) {
      const from = 3 * (y * width + x);
      const to = line + Math.floor(x / factor);
      for (let channel = 0; channel < 3; channel++) {
        const sum = sums[channel] as Float32Array;
        sum[to] = at(sum, to) + (rgb[from + channel] as number);
      }
    }
  }
  const share = (w * h) / (rows * columns);
  const [red, green, blue] = sums;
  const mixed = (r: number, g: number, b: number): Plane => ({
    data: red.map((value, i) => (r * value + g * at(green, i) + b * at(blue, i)) * share),
    width: w,
    height: h,
  });
  return {
    luma: mixed(0.299, 0.587, 0.114),
    cb: mixed(-0.1687, -0.3313, 0.5),
    cr: mixed(0.5, -0.4187, -0.0813),
  };
}

/** The RMS of a band of detail in the block that has less of it than all but `share` of the blocks. */
function flatNoise(plane: Plane, share: number): number {
  const calm = blur(plane, BLUR_SMALL);
  const blocks = blockEnergies(difference(calm, blur(calm, BLUR_MEDIUM))).sort((a, b) => a - b);
  return Math.sqrt(blocks[Math.floor(blocks.length * share)] ?? 0);
}

function blockEnergies({ data, width, height }: Plane): number[] {
  const out: number[] = [];
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      let sum = 0;
      for (let y = top; y < top + BLOCK; y++) {
        for (let x = left; x < left + BLOCK; x++) sum += at(data, y * width + x) ** 2;
      }
      out.push(sum / (BLOCK * BLOCK));
    }
  }
  return out;
}
