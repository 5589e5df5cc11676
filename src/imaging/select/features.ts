import type { Damage } from '../vision/damage.js';
import type { FrameAnalysis } from '../vision/types.js';

/** A frame as the ranking gets it. */
export interface AnalysedFrame {
  index: number;
  analysis: FrameAnalysis;
}

/**
 * Name of a number in `analysis.features`. `<region>` is `frame`, `subject` (the best pet's box) or `head` (the head in
 * it); without a pet both are the frame.
 *
 * - `<region>Detail`, `<region>DetailMost`: gradient energy in the direction with the least and the most of it,
 *   levels squared per pixel; the head at full resolution, the frame from afar (vision/picture.ts).
 * - `<region>Fine`, `<region>Coarse`: energy of the finest band that survives JPEG, and of one four times coarser.
 *   These four are not measured for the subject, nor for a frame with a sure pet.
 * - `<region>Mean`, `<region>High`: mean and 95th percentile of luma, 0..255. `<region>Contrast`: its standard
 *   deviation. `<region>Clipped`, `<region>Black`: shares 0..1 of pixels without detail at the top and bottom.
 * - `<region>Side`: geometric mean of the sides, as a share of the frame's longer side.
 * - `lumaNoise`, `chromaNoise`: RMS of the flattest parts, levels.
 * - `petScore` 0..1, `petArea` share of the frame, `petEdges` 0..4 touched, `petOffset` 0..1 from the centre.
 * - `face`: how much of a face is turned to the camera, logit; `headConfidence`: how sure its place is, logit.
 *   Both are missing without a pet or without a head model.
 * - `damage`, only where the decoder complained: 1 the picture is whole, 2 a part of it is lost or wrong; `missing` is
 *   the share 0..1 that is lost.
 * - `looked`: how closely: 2 by the detector (also where it is missing), 1 where the frames around it have the pet, 0
 *   only from afar; then, beside those of damage, the only others are `glanceSharpness`, `glanceGrain`, `glanceDim`, `glanceBright` and
 *   `glanceRating`, octaves against the rest of the burst (coarse-scores.ts).
 */
export type FeatureName = string;

/** A feature's value, or `fallback` where an older analysis does not have it. Always finite. */
export function feature({ analysis }: AnalysedFrame, name: FeatureName, fallback = 0): number {
  const value = analysis.features[name];
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
export function isLeftOut({ features }: FrameAnalysis): boolean {
  return features.looked === 0;
}

/** The middle value of at least one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] as number)) / 2;
}
