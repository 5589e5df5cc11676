import { cellsOf } from './measure-glance.js';
import type { Picture } from './picture.js';
import type { Glance } from './types.js';

/** A first look at one frame, for a tenth of what a model costs. */
export function glanceAt({ rgb, coarse, damage }: Picture): Glance {
  return { width: rgb.width, height: rgb.height, ...cellsOf(coarse), damage };
}
