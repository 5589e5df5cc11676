import type { PetLabel } from '../vision/types.js';
import { type AnalysedFrame, feature } from './features.js';

/** Kind of a burst's pet. */
export interface Kind {
  /** What it rather is; in doubt a cat. */
  kind: PetLabel;
  /** True when that may be said: `npm run eval:bestcut` with `--claims` counts how often it is true then. */
  isSure: boolean;
}

/** Most that one frame may say, logit: a network is as sure of what it never saw. */
const MOST = 4;
/** Logit for which the detector's label counts, times its score. */
const LABEL = 3;
/** Mean logit from which on the kind is said. */
const SURE = 1.75;

/**
 * Kind of the pet in the frames of one burst, in each of which it was found: the mean of what the frames say, so that a
 * single one in which a cat looks like a dog does not decide. An analysis of before the head model told dogs from cats
 * has the detector's label only.
 */
export function kindOf(frames: readonly AnalysedFrame[]): Kind {
  const votes = frames.map(voteOf).sort((a, b) => a - b);
  const mean = votes.reduce((sum, vote) => sum + vote, 0) / Math.max(1, votes.length);
  return { kind: mean > 0 ? 'dog' : 'cat', isSure: Math.abs(mean) >= SURE };
}

/** Logit that the pet of a frame is a dog. */
function voteOf(frame: AnalysedFrame): number {
  const [pet] = frame.analysis.pets;
  const seen = pet ? (pet.label === 'dog' ? pet.score : -pet.score) : 0;
  return LABEL * seen + Math.min(MOST, Math.max(-MOST, feature(frame, 'dog')));
}
