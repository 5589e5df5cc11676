import { cellsOf } from './measure-coarse.js';
import type { Picture } from './picture.js';
import type { CoarseStats } from './types.js';

/** A first look at one frame, for a tenth of what a model costs. */
export function coarseStats({ rgb, coarse, damage }: Picture): CoarseStats {
  return { width: rgb.width, height: rgb.height, ...cellsOf(coarse), damage };
}
