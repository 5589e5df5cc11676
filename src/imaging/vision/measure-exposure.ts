import type { Plane } from './measure-plane.js';

/** How a region is lit. Levels are 0..255, shares 0..1. */
export interface Exposure {
  mean: number;
  /** Standard deviation in levels. */
  contrast: number;
  /** Share of pixels with no detail left at the top. */
  clipped: number;
  /** Share of pixels with no detail left at the bottom. */
  black: number;
  /** Level under which 95 percent of the pixels lie. */
  high: number;
}

/** JPEG rings around the last levels, so the ends are a little inside 0 and 255. */
const CLIPPED_FROM = 250;
const BLACK_TO = 12;

/** Exposure of a region, read from its histogram of luma. */
export function exposureOf({ data }: Plane): Exposure {
  const counts = histogramOf(data);
  let [sum, squares, clipped, black] = [0, 0, 0, 0];
  for (let level = 0; level < counts.length; level++) {
    const count = counts[level] as number;
    sum += count * level;
    squares += count * level * level;
    if (level >= CLIPPED_FROM) clipped += count;
    if (level <= BLACK_TO) black += count;
  }
  const mean = sum / data.length;
  return {
    mean,
    contrast: Math.sqrt(Math.max(0, squares / data.length - mean * mean)),
    clipped: clipped / data.length,
    black: black / data.length,
    high: percentile(counts, 0.95 * data.length),
  };
}

/** How many pixels have each level; what lies between two goes to the nearer one. */
function histogramOf(data: Float32Array): Uint32Array {
  const levels = new Uint8ClampedArray(data);
  const counts = new Uint32Array(256);
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i] as number;
    counts[level] = (counts[level] as number) + 1;
  }
  return counts;
}

/** The level up to which `count` pixels and more lie. */
function percentile(counts: Uint32Array, count: number): number {
  let sum = 0;
  return counts.findIndex((part) => {
    sum += part;
    return sum >= count;
  });
}
