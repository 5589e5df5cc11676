/** Where everything of the gallery is, in CSS pixels from its top, without a single photo being known. */
export interface MonthBox {
  /** `2026-11` */
  month: string;
  count: number;
  top: number;
  height: number;
}

/** Positions of all months of the gallery, in CSS pixels. */
export interface Layout {
  months: MonthBox[];
  columns: number;
  /** Side of one square tile. */
  tile: number;
  height: number;
}

/** Run of tiles of one month that is on the screen. */
export interface Span {
  month: MonthBox;
  /** Places in the month, newest is 0; `until` is exclusive. */
  from: number;
  until: number;
}

/** Height of the heading of a month, in CSS pixels. */
export const headerHeight = 56;
/** Gap between two tiles, in CSS pixels. */
export const tileGap = 3;
const smallestTile = 116;

/**
 * Lays out months of known counts in rows of square tiles.
 * @param width of the gallery in pixels
 */
export function layOut(months: readonly { month: string; photos: number }[], width: number): Layout {
  const columns = Math.max(3, Math.floor((width + tileGap) / (smallestTile * widen(width) + tileGap)));
  const tile = (width - tileGap * (columns - 1)) / columns;
  let top = 0;
  const boxes = months.map(({ month, photos }) => {
    const rows = Math.ceil(photos / columns);
    const box = { month, count: photos, top, height: headerHeight + rows * (tile + tileGap) };
    top += box.height;
    return box;
  });
  return { months: boxes, columns, tile, height: top };
}

/** Tiles grow on wide screens, where 116 px would be stamps. */
const widen = (width: number) => (width > 700 ? 1.6 : 1);

/** Tiles between two heights: whole rows, month by month. Bounded by the window, whatever the gallery holds. */
export function spansBetween(layout: Layout, top: number, bottom: number): Span[] {
  const spans: Span[] = [];
  for (let at = firstAt(layout.months, top); at < layout.months.length; at++) {
    const month = layout.months[at];
    if (!month || month.top >= bottom) break;
    const rowHeight = layout.tile + tileGap;
    const body = month.top + headerHeight;
    const firstRow = Math.max(0, Math.floor((top - body) / rowHeight));
    const endRow = Math.max(0, Math.ceil((bottom - body) / rowHeight));
    const from = Math.min(month.count, firstRow * layout.columns);
    spans.push({ month, from, until: Math.min(month.count, endRow * layout.columns) });
  }
  return spans;
}

/**
 * Box of the part of a month that is drawn, in CSS pixels of the layout: its heading stands above the first row that is
 * drawn, so that no element is as tall as a month of years.
 * @returns also how many rows are left out above
 */
export function drawnBox(
  { columns, tile }: Layout,
  { month, from, until }: Span,
): { top: number; height: number; skipped: number } {
  const rowHeight = tile + tileGap;
  const skipped = Math.floor(from / columns);
  const rows = Math.ceil(until / columns) - skipped;
  return { top: month.top + skipped * rowHeight, height: headerHeight + rows * rowHeight, skipped };
}

/** Left and top of a tile inside its month's body. */
export function tilePosition(layout: Layout, index: number): { left: number; top: number } {
  const step = layout.tile + tileGap;
  return { left: (index % layout.columns) * step, top: Math.floor(index / layout.columns) * step };
}

/**
 * How far down the row of a photo is, its month's header left in view above it.
 * @param index of the photo in its month, newest is 0
 */
export function heightOf(layout: Layout, month: string, index: number): number {
  const box = layout.months.find((each) => each.month === month);
  return box ? box.top + tilePosition(layout, Math.min(index, box.count - 1)).top : 0;
}

/** The month at a height of the layout, the newest one above all; undefined where there is none. */
export function monthAt({ months }: Layout, top: number): MonthBox | undefined {
  return months[
    Math.max(
      0,
      months.findLastIndex((month) => month.top <= top + 1),
    )
  ];
}

/** The first month that ends below `top`, by bisection. */
function firstAt(months: readonly MonthBox[], top: number): number {
  let low = 0;
  let high = months.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = months[middle];
    if (box && box.top + box.height <= top) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Milliseconds at which a month begins and the next one does, in the phone's time zone. */
export function boundsOf(month: string): { from: number; until: number } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { from: new Date(year, number - 1, 1).getTime(), until: new Date(year, number, 1).getTime() };
}

/** The month that a moment falls in, as the hub names it. */
export function monthOf(ms: number): string {
  const date = new Date(ms);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}
