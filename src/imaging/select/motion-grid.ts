import type { Turn } from '../../core/upright.js';
import type { Subject } from '../vision/types.js';

/**
 * Grid in which cameras seek motion, over the picture as it is stored: 16 by 12 cells, a bit each in 48 hexadecimal
 * digits, row by row from the upper left (docs/PROTOCOL.md, section "State").
 */
const COLUMNS = 16;
const ROWS = 12;

/** A box lies in marked cells when they cover so much of it. */
const COVERED = 0.85;

/** True when a box of the upright picture lies in the cells that are marked. */
export function isInCells(place: Subject, digits: string, turn: Turn): boolean {
  const box = asStored(place, turn);
  const area = box.width * box.height;
  const covered = cells().filter(({ cell }) => isMarked(digits, cell));
  const shared = covered.reduce((sum, { column, row }) => sum + sharedOf(box, column, row), 0);
  return area > 0 && shared >= COVERED * area;
}

/** Digits that mark the cells whose middle lies in one of these boxes, each of the picture turned by its own `turn`. */
export function cellsOf(places: readonly { place: Subject; turn: Turn }[]): string {
  const boxes = places.map(({ place, turn }) => asStored(place, turn));
  const nibbles = new Array<number>((COLUMNS * ROWS) / 4).fill(0);
  for (const { cell, column, row } of cells()) {
    const [x, y] = [(column + 0.5) / COLUMNS, (row + 0.5) / ROWS];
    const isIn = boxes.some(
      (box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
    );
    const at = Math.floor(cell / 4);
    if (isIn) nibbles[at] = (nibbles[at] as number) | bitOf(cell);
  }
  return nibbles.map((nibble) => nibble.toString(16)).join('');
}

const cells = () =>
  Array.from({ length: COLUMNS * ROWS }, (_, cell) => ({
    cell,
    column: cell % COLUMNS,
    row: Math.floor(cell / COLUMNS),
  }));

const bitOf = (cell: number) => 8 >> (cell % 4);

const isMarked = (digits: string, cell: number) =>
  (Number.parseInt(digits[Math.floor(cell / 4)] ?? '0', 16) & bitOf(cell)) !== 0;

function sharedOf({ x, y, width, height }: Subject, column: number, row: number): number {
  const across = Math.min(x + width, (column + 1) / COLUMNS) - Math.max(x, column / COLUMNS);
  const down = Math.min(y + height, (row + 1) / ROWS) - Math.max(y, row / ROWS);
  return Math.max(0, across) * Math.max(0, down);
}

/** Where a box of the upright picture lies in the picture before it is turned clockwise. */
function asStored({ x, y, width, height }: Subject, turn: Turn): Subject {
  if (turn === 90) return { x: y, y: 1 - x - width, width: height, height: width };
  if (turn === 180) return { x: 1 - x - width, y: 1 - y - height, width, height };
  if (turn === 270) return { x: 1 - y - height, y: x, width: height, height: width };
  return { x, y, width, height };
}
