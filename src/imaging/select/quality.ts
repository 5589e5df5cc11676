import { type AnalysedFrame, damageCost, damageIn, feature } from './features.js';
import type { Signals } from './signals.js';

/**
 * Worth of a frame by cause, in octaves of detail. The weight of one cause against another was fitted on labelled
 * bursts, so that the likeliest pick is a best one, and rounded; `npm run eval:bestcut` fits it again without some of
 * the clips in turn and shows what that reaches on those left out.
 */
export interface Quality {
  sharpness: number;
  /** Not more than about 0: what motion in one direction costs. */
  motion: number;
  face: number;
  /** How plainly the pet is to be made out. */
  presence: number;
  exposure: number;
  noise: number;
  wholeness: number;
  /** Not more than 0: what damage in the bytes costs. */
  damage: number;
}

/** Names of the causes that make up a frame's quality. */
export type Term = keyof Quality;

const WEIGHTS = {
  detail: 0.8,
  texture: 0.2,
  afar: 3,
  direction: 0.2,
  face: 1.7,
  score: 3,
  noise: 5,
  dim: 8,
  afarDim: 8,
  bright: 8,
  clipped: 4,
  edge: 0.3,
};

/** Every term of one frame; higher is better. */
export function qualityOf(signals: Signals): Quality {
  return {
    sharpness:
      WEIGHTS.detail * signals.detail + WEIGHTS.texture * signals.texture + WEIGHTS.afar * signals.afar,
    motion: WEIGHTS.direction * signals.direction,
    face: WEIGHTS.face * signals.face,
    presence: WEIGHTS.score * signals.score,
    exposure: -(
      WEIGHTS.dim * signals.dim +
      WEIGHTS.afarDim * signals.afarDim +
      WEIGHTS.bright * signals.bright +
      WEIGHTS.clipped * signals.clipped
    ),
    noise: -WEIGHTS.noise * signals.noise,
    wholeness: -WEIGHTS.edge * signals.edges,
    damage: -damageCost(damageIn(signals.frame)),
  };
}

/** The sum of the terms. */
export function worthOf(quality: Quality): number {
  return Object.values(quality).reduce((sum: number, term: number) => sum + term, 0);
}

/** The worth of a plain, usable frame of a pet in profile; it gets half of the best score. */
const PLAIN = 0;
/** Octaves of worth that make a score of 0.5 one of 0.73. */
const SPREAD = 2.5;

/** Worth as 0..1, in the same order. */
export function scoreOf(worth: number): number {
  return 1 / (1 + Math.exp(-(worth - PLAIN) / SPREAD));
}

/** Every term as 0..1 for people to look at, sharpness against the best of the burst. */
export function scoresOf(quality: Quality, signals: Signals, best: Quality): Record<string, number> {
  const share = (octaves: number) => 2 ** (Math.min(0, octaves) / 2);
  return {
    overall: scoreOf(worthOf(quality)),
    sharpness: share(quality.sharpness - best.sharpness),
    motion: share(quality.motion - best.motion),
    face: 1 / (1 + Math.exp(-signals.face)),
    presence: signals.score,
    exposure: share(quality.exposure),
    noise: share(quality.noise),
    wholeness: 1 - signals.edges / 4,
  };
}

/** Scores 0..1 of a frame that was only measured coarsely; `most` is the least overall score of the others. */
export function firstLookScores(frame: AnalysedFrame, most: number): Record<string, number> {
  const share = (octaves: number) => 2 ** (Math.min(0, octaves) / 2);
  return {
    overall: most * share(feature(frame, 'glanceRating')),
    sharpness: share(2 * feature(frame, 'glanceSharpness')),
    exposure: share(-5 * (feature(frame, 'glanceDim') + feature(frame, 'glanceBright'))),
    noise: share(-feature(frame, 'glanceGrain')),
  };
}
