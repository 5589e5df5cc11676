import type { JpegStructure } from './jpeg-structure.js';
import type { RgbImage } from './pixels.js';

/** How a picture came through that its decoder complained about. Every viewer shows such pictures, and so does the hub. */
export interface Damage {
  /** 0: decoded without a warning. 1: a warning, and the picture is whole. 2: a part of it is lost or wrong. */
  grade: 0 | 1 | 2;
  /** Share of the picture, 0..1, that the decoder filled with grey because its bytes are missing. */
  missing: number;
}

/** Damage of a picture that its decoder did not complain of. */
export const UNDAMAGED: Damage = { grade: 0, missing: 0 };

/**
 * Warnings of libjpeg (jerror.h) after which the picture is whole: bytes that do not belong to it, a version of JFIF
 * that it does not know, an end marker that is not there. Whether pixels are missing is measured apart from that.
 */
const HARMLESS = /extraneous bytes before marker|JFIF|Adobe marker|premature end of JPEG image/i;
const EARLY_END = /premature end of JPEG image/i;

/** The level that libjpeg gives to blocks without data; colour conversion may move it by one. */
const GREY = 128;

/** Damage of a decoded `image` whose decoder gave `warning`, a text of libvips. */
export function damageOf(image: RgbImage, warning: string, { scans }: JpegStructure): Damage {
  const missing = missingShare(image);
  // A picture in several scans that ends early is all there, and blurred.
  const harmless = HARMLESS.test(warning) && !(scans > 1 && EARLY_END.test(warning));
  return { grade: missing > 0 || !harmless ? 2 : 1, missing };
}

/** The share of whole lines of plain grey at one edge: where the bytes ended, wherever orientation turned it. */
function missingShare({ data, width, height }: RgbImage): number {
  const isGrey = (x: number, y: number) => {
    const at = (y * width + x) * 3;
    return [0, 1, 2].every((channel) => Math.abs((data[at + channel] as number) - GREY) <= 1);
  };
  const greyRow = (y: number) => everyIndex(width, (x) => isGrey(x, y));
  const greyColumn = (x: number) => everyIndex(height, (y) => isGrey(x, y));
  return Math.max(
    countWhile(height, (i) => greyRow(height - 1 - i)) / height,
    countWhile(height, greyRow) / height,
    countWhile(width, (i) => greyColumn(width - 1 - i)) / width,
    countWhile(width, greyColumn) / width,
  );
}

function everyIndex(length: number, holds: (index: number) => boolean): boolean {
  return countWhile(length, holds) === length;
}

/** How many of the indices from 0 on, below `length`, the condition holds for without a gap. */
function countWhile(length: number, holds: (index: number) => boolean): number {
  let index = 0;
  while (index < length && holds(index)) index += 1;
  return index;
}
