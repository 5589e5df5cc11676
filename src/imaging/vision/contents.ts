import type { RgbImage } from './pixels.js';
import { letterboxRgb } from './resize.js';
import type { Subject } from './types.js';

/** Cells on each side of what is seen of a box. */
export const CONTENT_SIDE = 16;

/**
 * Content of some boxes of a picture, from afar: the luma of 16 by 16 cells of each, 0..255, row by row. Boxes are parts
 * of the width and height of the picture; what of one lies outside is left out.
 */
export async function contentsOf(image: RgbImage, boxes: readonly Subject[]): Promise<number[][]> {
  const inside = { left: 0, top: 0, width: CONTENT_SIDE, height: CONTENT_SIDE };
  const contents: number[][] = [];
  for (const box of boxes) {
    const part = partOf(image, box);
    const { data } = await letterboxRgb(image, { side: CONTENT_SIDE, inside, part });
    contents.push(lumaOf(data));
  }
  return contents;
}

function partOf({ width, height }: RgbImage, box: Subject) {
  const left = within(box.x * width, width - 1);
  const top = within(box.y * height, height - 1);
  return {
    left,
    top,
    width: within((box.x + box.width) * width - left, width - left, 1),
    height: within((box.y + box.height) * height - top, height - top, 1),
  };
}

const within = (value: number, most: number, least = 0): number =>
  Math.min(most, Math.max(least, Math.round(value)));

/** Luma of BT.601, rounded. */
function lumaOf(rgb: Uint8Array): number[] {
  return Array.from({ length: rgb.length / 3 }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(at * 3, at * 3 + 3);
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  });
}
