import type { CoarseStats } from '../vision/types.js';
import { damageCost, median } from './features.js';

/** A frame with its coarse measurement. */
export interface CoarseFrame {
  index: number;
  stats: CoarseStats;
}

/** Coarse measures of one frame beside the others of its burst, in octaves. */
export interface CoarseScore {
  index: number;
  /** Detail where the burst moves, against the sharpest frame: at most 0. */
  sharpness: number;
  /** Finer grain than usual, darker and brighter than usual: at least 0. */
  grain: number;
  dim: number;
  bright: number;
  /** Cost of damage in the bytes: at least 0. */
  damage: number;
  /** All of them together, against the best frame: at most 0. */
  rating: number;
}

/** Octaves by which frames of one scene differ anyway. */
const USUAL_GRAIN = 1;
const USUAL_LIGHT = 0.1;
const WEIGHTS = { sharpness: 2, grain: 1.6, dim: 5, bright: 6 };
/** The least weight of a cell: in a burst in which nothing moves, all count the same. */
const STILL = 0.01;

/** Compares the frames of a burst. The order of `frames` does not matter to what is said of each. */
export function coarseScores(frames: readonly CoarseFrame[]): CoarseScore[] {
  const weights = movementOf(frames);
  const sharpness = frames.map(({ stats }) => meanOf(stats.detail, weights));
  const grain = frames.map(({ stats }) => stats.grain);
  const light = frames.map(({ stats }) => Math.log2(Math.max(4, meanOf(stats.light, null))));
  const [sharpest, usualGrain, usualLight] = [Math.max(...sharpness), median(grain), median(light)];
  const parts = frames.map(({ index, stats }, i) => ({
    index,
    sharpness: (sharpness[i] as number) - sharpest,
    grain: Math.max(0, (grain[i] as number) - usualGrain - USUAL_GRAIN),
    dim: Math.max(0, usualLight - (light[i] as number) - USUAL_LIGHT),
    bright: Math.max(0, (light[i] as number) - usualLight - USUAL_LIGHT),
    damage: damageCost(stats.damage),
  }));
  const best = Math.max(...parts.map(ratingOf));
  return parts.map((part) => ({ ...part, rating: ratingOf(part) - best }));
}

function ratingOf({ sharpness, grain, dim, bright, damage }: Omit<CoarseScore, 'rating'>): number {
  const light = WEIGHTS.dim * dim + WEIGHTS.bright * bright;
  return WEIGHTS.sharpness * sharpness - WEIGHTS.grain * grain - light - damage;
}

/**
 * How much each cell changes in the burst: the pet is what moves, and the background, which may be the sharper part,
 * is what stays. Null when the frames are not cut into the same cells.
 */
function movementOf(frames: readonly CoarseFrame[]): number[] | null {
  const [first] = frames as [CoarseFrame];
  const alike = frames.every(
    ({ stats }) => stats.columns === first.stats.columns && stats.rows === first.stats.rows,
  );
  if (!alike) return null;
  return first.stats.light.map((_, cell) => {
    const levels = frames.map(({ stats }) => stats.light[cell] as number);
    const middle = median(levels);
    return STILL + levels.reduce((sum, level) => sum + Math.abs(level - middle), 0) / levels.length;
  });
}

function meanOf(values: readonly number[], weights: readonly number[] | null): number {
  const weight = (i: number) => weights?.[i] ?? 1;
  const total = values.reduce((sum, _, i) => sum + weight(i), 0);
  return values.reduce((sum, value, i) => sum + value * weight(i), 0) / total;
}
