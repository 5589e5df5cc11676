import { type ImageLimits, refuseByBytes, refuseByHeader } from './image-limits.js';
import { type BlockLevels, blockLevels } from './jpeg-levels.js';
import { readJpegStructure } from './jpeg-structure.js';
import type { MotionCells } from './types.js';

/** Columns and rows of the motion grid, as the camera firmware has them. */
export const GRID = { columns: 16, rows: 12 };
/** Pixels of a block on each side. */
const BLOCK = 8;
/** With fewer blocks a cell would be told by half of its place. */
const LEAST_BLOCKS_A_CELL = 2;

/**
 * Mean brightness of each motion cell of a JPEG, out of the mean levels of its blocks, without decoding it: less than a
 * tenth of the work, and no other program. Null for a picture that has to be decoded for that.
 *
 * @throws Refusal `image-too-large`, `image-undecodable` for nothing at all.
 */
export function blockCells(bytes: Uint8Array, limits: ImageLimits): MotionCells | null {
  refuseByBytes(bytes, limits);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  refuseByHeader({ ...readJpegStructure(bytes), isAvif: false, isJpeg: true }, limits);
  const picture = blockLevels(bytes);
  if (picture === null || picture.columns < GRID.columns * LEAST_BLOCKS_A_CELL) return null;
  if (picture.rows < GRID.rows * LEAST_BLOCKS_A_CELL) return null;
  const { width, height } = picture;
  const cells = Array.from({ length: GRID.columns * GRID.rows }, (_, cell) =>
    meanOf(picture, {
      left: ((cell % GRID.columns) * width) / GRID.columns,
      right: (((cell % GRID.columns) + 1) * width) / GRID.columns,
      top: (Math.floor(cell / GRID.columns) * height) / GRID.rows,
      bottom: ((Math.floor(cell / GRID.columns) + 1) * height) / GRID.rows,
    }),
  );
  return { width, height, cells };
}

/** Mean level of a part of the picture; a block counts by how much of it lies inside. */
function meanOf(
  { levels, columns }: BlockLevels,
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
): number {
  let sum = 0;
  for (let row = Math.floor(top / BLOCK); row * BLOCK < bottom; row += 1) {
    const tall = Math.min(bottom, (row + 1) * BLOCK) - Math.max(top, row * BLOCK);
    for (let column = Math.floor(left / BLOCK); column * BLOCK < right; column += 1) {
      const wide = Math.min(right, (column + 1) * BLOCK) - Math.max(left, column * BLOCK);
      sum += (levels[row * columns + column] as number) * wide * tall;
    }
  }
  return sum / ((right - left) * (bottom - top));
}
