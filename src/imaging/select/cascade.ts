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

/** What is known of a burst; a frame that turns out not to be usable is taken out of all of it. */
interface State {
  /** Best first. */
  scores: readonly CoarseScore[];
  coarse: ReadonlyMap<number, CoarseStats>;
  seen: Map<number, Detections>;
  path: Path;
  analyses: Map<number, CloseAnalysis>;
}

/**
 * Looks at a burst no more closely than its choice needs. Every frame is measured coarsely; those that are plainly worse
 * than the others are left at that. In all others the detector looks for pets; one pet is followed through what it saw,
 * and measured where it is. As long as the detector has found none, it looks at the next best frame.
 *
 * Answers every usable frame, those left out with what the coarse score says (feature `looked` 0).
 */
export async function runCascade(
  indices: readonly number[],
  look: Examiner,
  options: CascadeOptions = DEFAULT,
): Promise<AnalysedFrame[]> {
  const state = await openState(indices, look);
  // A round leaves nothing measured when every frame of it failed the closer look: the next best ones have their turn.
  while (state.analyses.size === 0 && state.scores.length > 0) {
    await search(state, look, options);
    state.path = followPet(sightingsOf(state));
    await measure(state, look);
  }
  return answerOf(state);
}

async function openState(indices: readonly number[], look: Examiner): Promise<State> {
  const coarse = new Map<number, CoarseStats>();
  for (const index of indices) {
    const stats = await look.coarseStats(index);
    if (stats) coarse.set(index, stats);
  }
  return { coarse, scores: scoresOf(coarse), seen: new Map(), path: new Map(), analyses: new Map() };
}

function scoresOf(coarse: ReadonlyMap<number, CoarseStats>): CoarseScore[] {
  if (coarse.size === 0) return [];
  const scores = coarseScores([...coarse].map(([index, stats]) => ({ index, stats })));
  return scores.sort((a, b) => b.rating - a.rating || a.index - b.index);
}

async function search(state: State, look: Examiner, { pruneBelow, most }: CascadeOptions): Promise<void> {
  const { seen } = state;
  const isFound = () => [...seen.values()].some(({ pets }) => pets.length > 0);
  for (const { index, rating } of state.scores) {
    const mayWin = rating >= pruneBelow && seen.size < most;
    if (!mayWin && isFound()) return;
    const found = await look.detect(index);
    if (found) seen.set(index, found);
    else forget(state, index);
  }
}

async function measure(state: State, look: Examiner): Promise<void> {
  for (const [index, found] of [...state.seen]) {
    const box = boxIn(index, state.path);
    const analysis = await look.analyse(index, box);
    if (!analysis) {
      forget(state, index);
      continue;
    }
    const { features, ...seen } = withSeen(analysis, found, state.path.get(index));
    const score = state.scores.find((one) => one.index === index) as CoarseScore;
    state.analyses.set(index, { ...seen, features: { ...features, ...glanceOf(score) } });
  }
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

function sightingsOf({ seen, coarse }: State) {
  return [...seen].map(([index, { pets, hint }]) => {
    const { width, height } = coarse.get(index) as CoarseStats;
    return { index, width, height, pets: pets.length > 0 || !hint ? pets : [hint] };
  });
}

/** A frame that did not survive the closer look. The others' ratings stay: they were compared with it as it looked. */
function forget(state: State, index: number): void {
  state.scores = state.scores.filter((score) => score.index !== index);
  state.seen.delete(index);
}

function answerOf({ scores, coarse, analyses, path }: State): AnalysedFrame[] {
  return scores
    .map((score) => {
      const { index } = score;
      const stats = coarse.get(index) as CoarseStats;
      return { index, analysis: analyses.get(index) ?? leftOut(score, stats, nearestBox(index, path)) };
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
