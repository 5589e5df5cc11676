import type { Damage } from '../vision/damage.js';
import type { FeatureName, Features } from '../vision/features.js';
import type { CoarseAnalysis, FrameAnalysis } from '../vision/types.js';

/** A frame as the ranking gets it. */
export interface AnalysedFrame {
  index: number;
  analysis: FrameAnalysis;
}

/** A feature's value, or `fallback` where an older analysis does not have it. Always finite. */
export function feature({ analysis }: AnalysedFrame, name: FeatureName, fallback = 0): number {
  const features: Features = analysis.features;
  const value = features[name];
  return value !== undefined && Number.isFinite(value) ? value : fallback;
}

/** Octaves of worth that damage costs: a hair for what nobody sees, much for what everybody does. */
export function damageCost({ grade, missing }: Damage): number {
  return { 0: 0, 1: 0.1, 2: 1 }[grade] + 20 * missing;
}

/** The damage of a frame, as its features have it. */
export function damageIn(frame: AnalysedFrame): Damage {
  const grade = feature(frame, 'damage');
  return { grade: grade === 2 ? 2 : grade === 1 ? 1 : 0, missing: feature(frame, 'missing') };
}

/** True for a frame that was only measured coarsely, because others were plainly better. */
export function isLeftOut(analysis: FrameAnalysis): analysis is CoarseAnalysis {
  return analysis.features.looked === 0;
}

/** The middle value of at least one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] as number)) / 2;
}
