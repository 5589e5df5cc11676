import type { CloseAnalysis, CoarseAnalysis, CoarseStats, Detection, Detections } from '../vision/types.js';
import { type CoarseScore, coarseScores } from './coarse-scores.js';
import type { AnalysedFrame } from './features.js';
import { boxIn, followPet, nearestBox, type Path } from './track.js';

/** Looks at a frame; null when it turns out to be no usable picture. */
export interface Examiner {
  coarseStats(index: number): Promise<CoarseStats | null>;
  /** Has the detector look for pets, and nothing else done. */
  detect(index: number): Promise<Detections | null>;
  /** Measures a frame with the pet in `box`, or the whole frame where there is none. */
  analyse(index: number, box: Detection | null): Promise<CloseAnalysis | null>;
}

/** How closely a burst is looked at. */
export interface CascadeOptions {
  /** A first look's rating this far behind the best rules a frame out. */
  pruneBelow: number;
  /** At most so many frames, those with the best ratings, are looked at closely. */
  most: number;
}

/** Options with which the hub looks at bursts. */
export const DEFAULT: CascadeOptions = { pruneBelow: -2, most: 10 };
/** Nothing is spared: what the usual way is measured against. */
export const EXHAUSTIVE: CascadeOptions = {
  pruneBelow: Number.NEGATIVE_INFINITY,
  most: Number.POSITIVE_INFINITY,
};

/** Looks at a burst so far; answers are kept when a frame turns out not to be usable and it is looked at anew. */
interface State {
  coarse: Map<number, CoarseStats>;
  seen: Map<number, Detections>;
  /** By the frame's index and the box. */
  analyses: Map<string, CloseAnalysis>;
}

/**
 * Looks at a burst no more closely than its choice needs. Every frame is measured coarsely; those that are plainly worse
 * than the others are left at that. In all others the detector looks for pets; one pet is followed through what it saw,
 * and measured where it is. As long as the detector has found none, it looks at the next best frame.
 *
 * Answers every usable frame, those left out with what the coarse score says (feature `looked` 0). A frame that fails a
 * closer look is out as if it had never been there, so that a burst that is looked at again ends alike.
 */
export async function runCascade(
  indices: readonly number[],
  look: Examiner,
  options: CascadeOptions = DEFAULT,
): Promise<AnalysedFrame[]> {
  const state: State = { coarse: new Map(), seen: new Map(), analyses: new Map() };
  for (const index of indices) {
    const stats = await look.coarseStats(index);
    if (stats) state.coarse.set(index, stats);
  }
  for (;;) {
    const result = await attempt(state, look, options);
    if (typeof result !== 'number') return result;
    state.coarse.delete(result);
    state.seen.delete(result);
  }
}

/** The answer, or the index of a frame that failed a closer look. */
async function attempt(
  state: State,
  look: Examiner,
  options: CascadeOptions,
): Promise<AnalysedFrame[] | number> {
  const scores = scoresOf(state.coarse);
  const looked: number[] = [];
  for (const index of wantedOf(scores, state.seen, options)) {
    const found = state.seen.get(index) ?? (await look.detect(index));
    if (!found) return index;
    state.seen.set(index, found);
    looked.push(index);
  }
  const path = followPet(looked.map((index) => detectionsOf(index, state)));
  const answers = new Map<number, CloseAnalysis>();
  for (const index of looked) {
    const box = boxIn(index, path);
    const key = `${index} ${JSON.stringify(box)}`;
    const analysis = state.analyses.get(key) ?? (await look.analyse(index, box));
    if (!analysis) return index;
    state.analyses.set(key, analysis);
    answers.set(index, withSeen(analysis, state.seen.get(index) as Detections, path.get(index)));
  }
  return answerOf(scores, state.coarse, answers, path);
}

function scoresOf(coarse: ReadonlyMap<number, CoarseStats>): CoarseScore[] {
  if (coarse.size === 0) return [];
  const scores = coarseScores([...coarse].map(([index, stats]) => ({ index, stats })));
  return scores.sort((a, b) => b.rating - a.rating || a.index - b.index);
}

/** Frames for the detector, best first: those that may win, and further ones as long as none `seen` of them has a pet. */
function* wantedOf(
  scores: readonly CoarseScore[],
  seen: ReadonlyMap<number, Detections>,
  { pruneBelow, most }: CascadeOptions,
): Generator<number> {
  let isFound = false;
  for (const [i, { index, rating }] of scores.entries()) {
    const mayWin = rating >= pruneBelow && i < most;
    if (!mayWin && isFound) return;
    yield index;
    isFound ||= (seen.get(index)?.pets.length ?? 0) > 0;
  }
}

function detectionsOf(index: number, { seen, coarse }: State) {
  const { pets, hint } = seen.get(index) as Detections;
  const { width, height } = coarse.get(index) as CoarseStats;
  return { index, width, height, pets: pets.length > 0 || !hint ? pets : [hint] };
}

/** The analysis with what the detector saw, the pet that is followed before the others. */
function withSeen(
  analysis: CloseAnalysis,
  { pets, others }: Detections,
  followed: Detection | undefined,
): CloseAnalysis {
  const first = pets.filter((pet) => pet === followed);
  const rest = pets.filter((pet) => pet !== followed);
  return {
    ...analysis,
    pets: [...first, ...rest],
    others,
    features: { ...analysis.features, looked: 2 },
  };
}

function answerOf(
  scores: readonly CoarseScore[],
  coarse: ReadonlyMap<number, CoarseStats>,
  answers: ReadonlyMap<number, CloseAnalysis>,
  path: Path,
): AnalysedFrame[] {
  return scores
    .map((score) => {
      const { index } = score;
      const close = answers.get(index);
      if (close)
        return { index, analysis: { ...close, features: { ...close.features, ...glanceOf(score) } } };
      const stats = coarse.get(index) as CoarseStats;
      return { index, analysis: leftOut(score, stats, nearestBox(index, path)) };
    })
    .sort((a, b) => a.index - b.index);
}

/** What the first look says of a frame. */
function glanceOf({ sharpness, grain, dim, bright, rating }: CoarseScore) {
  return {
    glanceSharpness: sharpness,
    glanceGrain: grain,
    glanceDim: dim,
    glanceBright: bright,
    glanceRating: rating,
  };
}

/** Analysis of a frame that was only measured coarsely. */
function leftOut(score: CoarseScore, stats: CoarseStats, box: Detection | null): CoarseAnalysis {
  const { grade, missing } = stats.damage;
  return {
    width: stats.width,
    height: stats.height,
    pets: box ? [box] : [],
    others: [],
    features: {
      looked: 0,
      ...glanceOf(score),
      ...(grade > 0 ? { damage: grade, missing } : {}),
    },
  };
}
