import type { ImageLimits } from './image-limits.js';
import { decodeGrey } from './pixels.js';
import type { MotionCells } from './types.js';

/** Cells of the motion grid, as the camera firmware has them. */
const COLUMNS = 16;
const ROWS = 12;
/** Pixels of a cell on each side. */
const BLOCK = 4;

/**
 * Mean luma of each motion cell of a JPEG, from a picture so small that the decoder itself leaves most of it out.
 *
 * @throws Refusal as `decodeRgb`.
 */
export async function motionCells(bytes: Uint8Array, limits?: ImageLimits): Promise<MotionCells> {
  const { data, original } = await decodeGrey(bytes, COLUMNS * BLOCK, ROWS * BLOCK, limits);
  const cells = Array.from({ length: COLUMNS * ROWS }, (_, cell) => {
    const left = (cell % COLUMNS) * BLOCK;
    const top = Math.floor(cell / COLUMNS) * BLOCK;
    let sum = 0;
    for (let y = top; y < top + BLOCK; y += 1)
      for (let x = left; x < left + BLOCK; x += 1) sum += data[y * COLUMNS * BLOCK + x] as number;
    return sum / BLOCK ** 2;
  });
  return { ...original, cells };
}
