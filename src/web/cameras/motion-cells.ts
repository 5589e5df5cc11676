/**
 * Cells that a camera's motion ignores: a bit each, row by row from the upper left of the picture as it is sent, the
 * first cell in the highest bit of the first of 48 hexadecimal digits. docs/PROTOCOL.md, section "State".
 */

const COLUMNS = 16;
const ROWS = 12;

type Turn = 0 | 90 | 180 | 270;

/** Columns and rows of the cells over a picture that is shown turned. */
export function gridOf(turn: Turn): { columns: number; rows: number } {
  return turn % 180 === 0 ? { columns: COLUMNS, rows: ROWS } : { columns: ROWS, rows: COLUMNS };
}

/** Number of the cell that is seen in a column and row of the turned picture. */
export function cellAt(column: number, row: number, turn: Turn): number {
  const cells = {
    0: [column, row],
    90: [row, ROWS - 1 - column],
    180: [COLUMNS - 1 - column, ROWS - 1 - row],
    270: [COLUMNS - 1 - row, column],
  } as const;
  const [x, y] = cells[turn];
  return y * COLUMNS + x;
}

/** True when motion in this cell does not count. */
export function isIgnored(digits: string, cell: number): boolean {
  return (digitAt(digits, cell) & bitOf(cell)) !== 0;
}

/** Digits in which motion in this cell counts, or does not. */
export function setIgnored(digits: string, cell: number, ignored: boolean): string {
  const before = digitAt(digits, cell);
  const after = ignored ? before | bitOf(cell) : before & ~bitOf(cell);
  const at = Math.floor(cell / 4);
  return `${digits.slice(0, at)}${after.toString(16)}${digits.slice(at + 1)}`;
}

const digitAt = (digits: string, cell: number) => Number.parseInt(digits.charAt(Math.floor(cell / 4)), 16);
const bitOf = (cell: number) => 8 >> (cell % 4);
