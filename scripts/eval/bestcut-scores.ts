import type { Pick } from './bestcut-baselines.js';
import type { Label } from './bestcut-labels.js';

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

/** Rates on one burst, with the clip or animal that it comes from: bursts of one clip are no independent cases. */
export interface Rated extends Rates {
  clip: string;
}

/** How far one method is ahead of another on the same bursts, with 95% intervals. */
export interface Difference {
  top1: number;
  top1Range: [number, number];
  bad: number;
  badRange: [number, number];
}

const RESAMPLES = 2000;

/** Means with percentile-bootstrap intervals over clips; seeded, so the same figures come every time. */
export function scoresOf(rated: readonly Rated[]): Scores {
  const top1 = meanOf(rated, ({ top1 }) => top1);
  const bad = meanOf(rated, ({ bad }) => bad);
  return {
    top1: top1.mean,
    top1Range: top1.range,
    bad: bad.mean,
    badRange: bad.range,
    bursts: rated.length,
  };
}

/** What `ours` is ahead of `other`, burst by burst in the same order, resampled by clip. */
export function differenceOf(ours: readonly Rated[], other: readonly Rated[]): Difference {
  const pairs = ours.map(({ clip, top1, bad }, i) => {
    const against = other[i] as Rated;
    return { clip, top1: top1 - against.top1, bad: bad - against.bad };
  });
  const { top1, top1Range, bad, badRange } = scoresOf(pairs);
  return { top1, top1Range, bad, badRange };
}

function meanOf(rated: readonly Rated[], value: (rate: Rated) => number) {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const rate of rated) {
    const { sum, count } = sums.get(rate.clip) ?? { sum: 0, count: 0 };
    sums.set(rate.clip, { sum: sum + value(rate), count: count + 1 });
  }
  const clips = [...sums.values()];
  const mean = (some: readonly { sum: number; count: number }[]) =>
    some.reduce((total, { sum }) => total + sum, 0) / some.reduce((total, { count }) => total + count, 0);
  const random = generator(1);
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(clips.map(() => clips[Math.floor(random() * clips.length)] as (typeof clips)[number])),
  ).sort((a, b) => a - b);
  const at = (share: number) => means[Math.floor(RESAMPLES * share)] as number;
  return { mean: mean(clips), range: [at(0.025), at(0.975)] as [number, number] };
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
