import type { Region } from '../vision/pixels.js';

/** A piece of an image: what the network is given, and the part of it whose answer is kept. */
export interface Tile {
  read: Region;
  keep: Region;
}

/** How an image is cut. All are whole pixels; `overlap` is a multiple of `align`. */
export interface TileShape {
  /** No tile is longer than this on either side. */
  side: number;
  /** How far the network looks: what is kept lies at least this far from every cut. */
  overlap: number;
  /** Tiles begin at multiples of this, so that the network sees the grid that it sees in the whole image. */
  align: number;
}

interface Span {
  start: number;
  end: number;
}

/**
 * Cuts `width` x `height` into as few equal tiles as `shape` allows, row by row. The kept parts cover every pixel
 * exactly once; what is read reaches `overlap` further on every side where the image goes on.
 *
 * @throws RangeError when `side` has no room for an aligned piece between two overlaps.
 */
export function planTiles(width: number, height: number, shape: TileShape): Tile[] {
  if (shape.side < 2 * shape.overlap + shape.align || shape.overlap % shape.align !== 0) {
    throw new RangeError(`no tile of ${shape.side} fits an overlap of ${shape.overlap} on ${shape.align}`);
  }
  const columns = cut(width, shape);
  return cut(height, shape).flatMap((row) =>
    columns.map((column) => tileAt(column, row, width, height, shape)),
  );
}

/** The fewest pieces of one axis that stay within `side` with their overlaps. */
function cut(length: number, shape: TileShape): Span[] {
  for (let pieces = 1; ; pieces++) {
    const step = Math.ceil(length / pieces / shape.align) * shape.align;
    const cuts = Math.min(pieces - 1, 2);
    const longest = pieces === 1 ? length : step + cuts * shape.overlap;
    if (longest <= shape.side) return spans(length, step);
  }
}

function spans(length: number, step: number): Span[] {
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => ({
    start: i * step,
    end: Math.min((i + 1) * step, length),
  }));
}

function tileAt(column: Span, row: Span, width: number, height: number, { overlap }: TileShape): Tile {
  return {
    keep: region(column, row),
    read: region(widen(column, overlap, width), widen(row, overlap, height)),
  };
}

function widen({ start, end }: Span, by: number, length: number): Span {
  return { start: Math.max(0, start - by), end: Math.min(length, end + by) };
}

function region(column: Span, row: Span): Region {
  return {
    left: column.start,
    top: row.start,
    width: column.end - column.start,
    height: row.end - row.start,
  };
}
