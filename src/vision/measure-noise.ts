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
  const [across, down] = [Math.min(factor, width), Math.min(factor, height)];
  const plane = (): Plane => ({ data: new Float32Array(w * h), width: w, height: h });
  const planes = { luma: plane(), cb: plane(), cr: plane() };
  const [luma, cb, cr] = [planes.luma.data, planes.cb.data, planes.cr.data];
  for (let i = 0; i < w * h; i++) {
    const corner = Math.floor(i / w) * factor * width + (i % w) * factor;
    let r = 0;
    let g = 0;
    let b = 0;
    for (let row = 0; row < down; row++) {
      const from = 3 * (corner + row * width);
      for (let at = from; at < from + 3 * across; at += 3) {
        r += rgb[at] as number;
        g += rgb[at + 1] as number;
        b += rgb[at + 2] as number;
      }
    }
    const share = 1 / (across * down);
    luma[i] = (0.299 * r + 0.587 * g + 0.114 * b) * share;
    cb[i] = (-0.1687 * r - 0.3313 * g + 0.5 * b) * share;
    cr[i] = (0.5 * r - 0.4187 * g - 0.0813 * b) * share;
  }
  return planes;
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
