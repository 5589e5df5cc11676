import { blockCells, GRID } from './block-cells.js';
import { IMAGE_LIMITS, type ImageLimits } from './image-limits.js';
import { decodeGrey } from './pixels.js';
import type { MotionCells } from './types.js';

const { columns: COLUMNS, rows: ROWS } = GRID;
/** Pixels of a cell on each side. */
const BLOCK = 4;

/**
 * Mean luma of each motion cell of a picture: as `blockCells` where that works, else from one so small that the decoder
 * itself leaves most of it out.
 *
 * @throws Refusal as `decodeRgb`.
 */
export async function motionCells(
  bytes: Uint8Array,
  limits: ImageLimits = IMAGE_LIMITS,
): Promise<MotionCells> {
  return blockCells(bytes, limits) ?? decodedCells(bytes, limits);
}

async function decodedCells(bytes: Uint8Array, limits: ImageLimits): Promise<MotionCells> {
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
