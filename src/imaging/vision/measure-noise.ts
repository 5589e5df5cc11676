import { at, BLUR_MEDIUM, BLUR_SMALL, blur, type Plane } from './measure-plane.js';

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
/** One row of blocks is looked at in so many rows: some hundred blocks say as much as all of them. */
const PERIOD = 96;
/** How far the two blurs reach beyond a block. */
const HALO = 3;
const STRIP = BLOCK + 2 * HALO;

/**
 * Sensor noise of a whole frame from interleaved RGB. An OV2640's noise is correlated and its JPEG eats the
 * finest scale, so the classical estimators, which look at single pixels, see nothing: this one looks at means
 * of `factor` x `factor` pixels.
 */
export function noiseOf(rgb: Uint8Array, width: number, height: number, factor = 2): Noise {
  const { luma, cb, cr } = stripsOf(rgb, width, height, factor);
  return {
    luma: flatNoise(luma, FLAT_LUMA),
    chroma: (flatNoise(cb, FLAT_CHROMA) + flatNoise(cr, FLAT_CHROMA)) / 2,
  };
}

/**
 * YCbCr (Rec. 601 full range, chroma around 0) of the means of `factor` x `factor` pixels: a strip of STRIP rows for
 * every PERIOD of them, one below the other.
 */
function stripsOf(rgb: Uint8Array, width: number, height: number, factor: number) {
  const w = Math.floor(width / factor);
  const rows = rowsOf(Math.floor(height / factor));
  const plane = (): Plane => ({ data: new Float32Array(w * rows.length), width: w, height: rows.length });
  const planes = { luma: plane(), cb: plane(), cr: plane() };
  for (const [to, row] of rows.entries()) fillRow(planes, to * w, rgb, row * factor * width, width, factor);
  return planes;
}

/** The rows of all strips; a strip at the edge repeats the last row. */
function rowsOf(height: number): number[] {
  const strips = Math.ceil((height - BLOCK + 1) / PERIOD);
  return Array.from({ length: Math.max(0, strips) * STRIP }, (_, i) => {
    const row = Math.floor(i / STRIP) * PERIOD + (i % STRIP) - HALO;
    return Math.min(height - 1, Math.max(0, row));
  });
}

function fillRow(
  { luma, cb, cr }: { luma: Plane; cb: Plane; cr: Plane },
  to: number,
  rgb: Uint8Array,
  corner: number,
  stride: number,
  factor: number,
): void {
  const share = 1 / (factor * factor);
  for (let i = 0; i < luma.width; i++) {
    let r = 0;
    let g = 0;
    let b = 0;
    for (let row = 0; row < factor; row++) {
      const from = 3 * (corner + row * stride + i * factor);
      for (let at = from; at < from + 3 * factor; at += 3) {
        r += rgb[at] as number;
        g += rgb[at + 1] as number;
        b += rgb[at + 2] as number;
      }
    }
    luma.data[to + i] = (0.299 * r + 0.587 * g + 0.114 * b) * share;
    cb.data[to + i] = (-0.1687 * r - 0.3313 * g + 0.5 * b) * share;
    cr.data[to + i] = (0.5 * r - 0.4187 * g - 0.0813 * b) * share;
  }
}

/** The RMS of a band of detail in the block that has less of it than all but `share` of the blocks. */
function flatNoise(plane: Plane, share: number): number {
  const calm = blur(plane, BLUR_SMALL);
  const blocks = blockEnergies(calm, blur(calm, BLUR_MEDIUM)).sort((a, b) => a - b);
  return Math.sqrt(blocks[Math.floor(blocks.length * share)] ?? 0);
}

/** The mean square of what the softer plane lacks, by block. */
function blockEnergies({ data, width, height }: Plane, soft: Plane): number[] {
  const out: number[] = [];
  for (let top = HALO; top < height; top += STRIP) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      let sum = 0;
      for (let y = top; y < top + BLOCK; y++) {
        for (let i = y * width + left; i < y * width + left + BLOCK; i++) {
          sum += (at(data, i) - at(soft.data, i)) ** 2;
        }
      }
      out.push(sum / (BLOCK * BLOCK));
    }
  }
  return out;
}
