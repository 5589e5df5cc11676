import type { Pick } from './bestcut-baselines.js';
import type { Label } from './bestcut-bursts.js';

/** Fractions of 1: how often the pick is among the best, and among the bad. */
export interface Rates {
  top1: number;
  bad: number;
}

/** Rates with 95% intervals over `bursts` bursts. */
export interface Scores extends Rates {
  bursts: number;
  top1Range: [number, number];
  badRange: [number, number];
}

/** What one method reaches on one burst. */
export function ratesOf(burst: Label, pick: Pick): Rates {
  const share = (indices: readonly number[]) =>
    indices.reduce((sum, index) => sum + (pick.get(index) ?? 0), 0);
  return { top1: share(burst.best), bad: share(burst.bad) };
}

const RESAMPLES = 2000;

/** Means with percentile-bootstrap intervals over bursts; seeded, so the same figures come every time. */
export function scoresOf(rates: readonly Rates[], seed = 1): Scores {
  const random = generator(seed);
  const means = Array.from({ length: RESAMPLES }, () =>
    meanOf(rates.map(() => rates[Math.floor(random() * rates.length)] as Rates)),
  );
  const range = (value: (mean: Rates) => number): [number, number] => {
    const sorted = means.map(value).sort((a, b) => a - b);
    return [sorted[Math.floor(RESAMPLES * 0.025)] as number, sorted[Math.floor(RESAMPLES * 0.975)] as number];
  };
  return {
    ...meanOf(rates),
    bursts: rates.length,
    top1Range: range(({ top1 }) => top1),
    badRange: range(({ bad }) => bad),
  };
}

function meanOf(rates: readonly Rates[]): Rates {
  const total = (value: (rate: Rates) => number) => rates.reduce((sum, rate) => sum + value(rate), 0);
  return { top1: total(({ top1 }) => top1) / rates.length, bad: total(({ bad }) => bad) / rates.length };
}

/** Mulberry32. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `syn_00_dog2_01` -> `dog2`, `real_cat_chair_3` -> `cat_chair`. */
export function sourceOf(id: string): string {
  return id.replace(/^[a-z]+_(\d+_)?/, '').replace(/_?\d+$/, '');
}
