import { at, BLUR_SMALL, blur, type Plane } from './measure-plane.js';

/** Coarse measures of a frame, cell by cell, row after row. */
export interface Cells {
  columns: number;
  rows: number;
  /** Mean luma of each cell, 0..255. */
  light: number[];
  /** Gradient energy of each cell in the direction that has least of it, log2 of 1 and levels squared. */
  detail: number[];
  /** Energy of the finest band in the calmest fifth of the cells, log2 of levels squared. */
  grain: number;
}

/** Pixels of such a frame on each side of a cell. */
const CELL = 8;
const CALM_SHARE = 0.2;

/** Measures a frame as it is seen from afar. Pixels that make no whole cell at the right and bottom are left out. */
export function cellsOf(plane: Plane): Cells {
  const columns = Math.max(1, Math.floor(plane.width / CELL));
  const rows = Math.max(1, Math.floor(plane.height / CELL));
  const calm = blur(plane, BLUR_SMALL);
  const cells = Array.from({ length: columns * rows }, (_, i) =>
    cellAt(plane, calm, (i % columns) * CELL, Math.floor(i / columns) * CELL),
  );
  const grains = cells.map(({ grain }) => grain).sort((a, b) => a - b);
  return {
    columns,
    rows,
    light: cells.map(({ light }) => light),
    detail: cells.map(({ least }) => Math.log2(1 + least)),
    grain: Math.log2(0.1 + (grains[Math.floor(grains.length * CALM_SHARE)] as number)),
  };
}

/** Sums over one cell; at the border of the frame the gradient is that of the pixels inside. */
function cellAt({ data, width, height }: Plane, calm: Plane, left: number, top: number) {
  let light = 0;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  let grain = 0;
  const right = Math.min(left + CELL, width);
  const bottom = Math.min(top + CELL, height);
  for (let y = top; y < bottom; y++) {
    const above = Math.max(0, y - 1) * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = left; x < right; x++) {
      const i = y * width + x;
      const dx = (at(data, y * width + Math.min(width - 1, x + 1)) - at(data, i - (x > 0 ? 1 : 0))) / 2;
      const dy = (at(data, below + x) - at(data, above + x)) / 2;
      const rest = at(data, i) - at(calm.data, i);
      light += at(data, i);
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
      grain += rest * rest;
    }
  }
  const count = (right - left) * (bottom - top);
  const least = Math.max(0, (xx + yy) / 2 - Math.hypot((xx - yy) / 2, xy)) / count;
  return { light: light / count, least, grain: grain / count };
}
