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
  /** Levels under which 5, 50 and 95 percent of the pixels lie. */
  low: number;
  middle: number;
  high: number;
}

/** JPEG rings around the last levels, so the ends are a little inside 0 and 255. */
const CLIPPED_FROM = 250;
const BLACK_TO = 12;

/** Reads a region's histogram. */
export function exposureOf({ data }: Plane): Exposure {
  const histogram = histogramOf(data);
  const levels = Array.from(histogram, (share, level) => ({ share, level }));
  const mean = total(levels, ({ share, level }) => share * level);
  return {
    mean,
    contrast: Math.sqrt(total(levels, ({ share, level }) => share * (level - mean) ** 2)),
    clipped: total(levels.slice(CLIPPED_FROM), ({ share }) => share),
    black: total(levels.slice(0, BLACK_TO + 1), ({ share }) => share),
    low: percentile(histogram, 0.05),
    middle: percentile(histogram, 0.5),
    high: percentile(histogram, 0.95),
  };
}

/** The share of each level; what lies between two goes to the nearer one. */
function histogramOf(data: Float32Array): Float64Array {
  const levels = new Uint8ClampedArray(data);
  const counts = new Uint32Array(256);
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i] as number;
    counts[level] = (counts[level] as number) + 1;
  }
  return Float64Array.from(counts, (count) => count / data.length);
}

function percentile(histogram: Float64Array, share: number): number {
  let sum = 0;
  const level = histogram.findIndex((part) => {
    sum += part;
    return sum >= share;
  });
  return Math.max(0, level);
}

function total<T>(items: T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
