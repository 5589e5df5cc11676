import type { RgbImage } from '../vision/pixels.js';

/** Where one photo lies on the collage, in pixels. */
export interface Cell {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A page of photos: its size, and the cells from top left to bottom right. */
export interface Page {
  width: number;
  height: number;
  cells: Cell[];
}

const WIDTH = 1440;
const MARGIN = 20;
const GAP = 12;
const SHAPE = 4 / 3;

/** Warm white, as a print. */
const PAPER = [250, 247, 241] as const;

/** Photos a row, by how many there are. A row of one is the best of them. */
const rows: Record<number, number[]> = {
  1: [1],
  2: [1, 1],
  3: [1, 2],
  4: [2, 2],
  5: [1, 2, 2],
  6: [1, 2, 3],
  7: [1, 3, 3],
  8: [2, 3, 3],
  9: [3, 3, 3],
};

/** As many photos as a collage takes. */
export const MOST_ON_PAGE = 9;

/** Lays out 1 to 9 photos of the shape 4:3 in rows of equal width. */
export function layOut(count: number): Page {
  const cells: Cell[] = [];
  let top = MARGIN;
  for (const across of rows[count] as number[]) {
    const width = Math.floor((WIDTH - 2 * MARGIN - (across - 1) * GAP) / across);
    const height = Math.round(width / SHAPE);
    for (let index = 0; index < across; index += 1)
      cells.push({ left: MARGIN + index * (width + GAP), top, width, height });
    top += height + GAP;
  }
  return { width: WIDTH, height: top - GAP + MARGIN, cells };
}

/** In which order the photos lie on the page: the best one first where it has a row of its own, the rest by time. */
export function orderOnPage(count: number, best: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  if (rows[count]?.[0] !== 1) return order;
  return [best, ...order.filter((index) => index !== best)];
}

/** Page of a collage without photos, in the colour of paper. */
export function blankPage({ width, height }: Page): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.set(PAPER, at);
  return { data, width, height };
}

/** Puts a photo of the cell's own size on the page. */
export function paste(page: RgbImage, photo: RgbImage, { left, top }: Cell): void {
  for (let row = 0; row < photo.height; row += 1) {
    const from = row * photo.width * 3;
    page.data.set(photo.data.subarray(from, from + photo.width * 3), ((top + row) * page.width + left) * 3);
  }
}
