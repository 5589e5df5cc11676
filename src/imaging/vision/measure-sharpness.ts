import { at, BLUR_LARGE, BLUR_SMALL, blur, energyBetween, type Plane, shrink } from './measure-plane.js';

/** How much detail a region holds, in levels squared. */
export interface Detail {
  /** Gradient energy in the direction that has least of it. */
  least: number;
  /** Gradient energy in the direction that has most of it. */
  most: number;
  /** Energy of the finest band that survives JPEG, about 1 to 2 pixels. */
  fine: number;
  /** Energy four times coarser: it hardly feels blur, and says how much contrast there is to be sharp about. */
  coarse: number;
}

/**
 * Detail of a region. Motion blur wipes out the gradients along one direction only, and a sharpening filter then
 * lifts the others, so the mean is fooled; the smaller eigenvalue of the mean structure tensor (Förstner and
 * Gülch 1987) is the gradient energy of the worst direction and is not.
 */
export function detailOf(region: Plane): Detail {
  const calm = blur(region, BLUR_SMALL);
  const { least, most } = directions(calm);
  return { least, most, fine: bandOf(calm), coarse: bandOf(blur(shrink(region, 4), BLUR_SMALL)) };
}

/** Energy of what a large blur takes away from a plane that was blurred a little. */
function bandOf(calm: Plane): number {
  return energyBetween(calm, blur(calm, BLUR_LARGE - BLUR_SMALL));
}

/** Eigenvalues of the mean structure tensor, central differences. */
function directions({ data, width, height }: Plane): { least: number; most: number } {
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const dx = (at(data, i + 1) - at(data, i - 1)) / 2;
      const dy = (at(data, i + width) - at(data, i - width)) / 2;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
  }
  const count = Math.max(1, (width - 2) * (height - 2));
  const mean = (xx + yy) / 2 / count;
  const spread = Math.hypot((xx - yy) / 2, xy) / count;
  return { least: Math.max(0, mean - spread), most: mean + spread };
}
