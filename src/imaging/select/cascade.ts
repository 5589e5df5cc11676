import type { CloseAnalysis, CoarseAnalysis, CoarseStats, Detection, Detections } from '../vision/types.js';
import { type CoarseScore, coarseScores } from './coarse-scores.js';
import type { AnalysedFrame } from './features.js';
import { detectorBudget, nextKeyframe } from './keyframes.js';
import { type BoxesByFrame, boxIn, isSameBox } from './track.js';
import type { Cut } from './types.js';

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
  /** True when the detector looks at every frame. */
  detectAll: boolean;
}

/** No frame of a labelled burst that was rated so far behind the best was the one to choose. */
const PRUNE_BELOW = -1.5;
/** Options with which the hub looks at bursts. */
export const DEFAULT: CascadeOptions = { pruneBelow: PRUNE_BELOW, detectAll: false };
/** Nothing is spared: what the usual way is measured against. */
export const EXHAUSTIVE: CascadeOptions = { pruneBelow: Number.NEGATIVE_INFINITY, detectAll: true };

interface State {
  /** Best first. */
  scores: readonly CoarseScore[];
  coarse: ReadonlyMap<number, CoarseStats>;
  detected: Map<number, Detections>;
  analyses: Map<number, CloseAnalysis>;
  /** Boxes that the track follows from; fixed as soon as enough is known, so that every frame is cropped alike. */
  track: BoxesByFrame | null;
}

type Step = { index: number; how: 'detect' } | { index: number; how: 'analyse'; box: Detection | null };

/**
 * Looks at a burst no more closely than its choice needs. Every frame is measured coarsely; those that are plainly worse than
 * the others are left at that. The detector looks at a few frames; from there follows where the pet is in all of them,
 * and there it is measured. What `choose` then chooses is confirmed by the detector, until the choice is one that it has
 * seen or its share is used up.
 *
 * Answers every usable frame, those left out with what the coarse score says (feature `looked` 0).
 */
export async function runCascade(
  indices: readonly number[],
  look: Examiner,
  choose: (frames: AnalysedFrame[]) => Cut,
  options: CascadeOptions = DEFAULT,
): Promise<AnalysedFrame[]> {
  const state = await openState(indices, look);
  for (;;) {
    const step = nextStep(state, choose, options);
    if (!step) return answerOf(state);
    await take(step, state, look);
  }
}

async function openState(indices: readonly number[], look: Examiner): Promise<State> {
  const coarse = new Map<number, CoarseStats>();
  for (const index of indices) {
    const stats = await look.coarseStats(index);
    if (stats) coarse.set(index, stats);
  }
  return {
    coarse,
    scores: scoresOf(coarse),
    detected: new Map(),
    analyses: new Map(),
    track: null,
  };
}

function scoresOf(coarse: ReadonlyMap<number, CoarseStats>): CoarseScore[] {
  if (coarse.size === 0) return [];
  const scores = coarseScores([...coarse].map(([index, stats]) => ({ index, stats })));
  return scores.sort((a, b) => b.rating - a.rating || a.index - b.index);
}

async function take(step: Step, state: State, look: Examiner): Promise<void> {
  const { index } = step;
  if (step.how === 'detect') {
    const found = await look.detect(index);
    if (!found) return forget(state, index);
    state.detected.set(index, found);
    const analysis = state.analyses.get(index);
    if (analysis) settle(state, index, analysis);
    return;
  }
  const analysis = await look.analyse(index, step.box);
  if (!analysis) return forget(state, index);
  state.analyses.set(index, withDetections(analysis, state.detected.get(index)));
}

/**
 * A frame that was measured where the pet ought to be, and that the detector has now looked at: it is measured again
 * where the pet is elsewhere; where there is none its measures stand, but not for a pet.
 */
function settle(state: State, index: number, analysis: CloseAnalysis): void {
  const [ought, is] = [boxIn(index, state.track as BoxesByFrame), boxOf(state, index)] as [
    Detection,
    Detection,
  ];
  if (!isSameBox(ought, is)) {
    state.analyses.delete(index);
    return;
  }
  const features = { ...analysis.features, petScore: is.score };
  state.analyses.set(index, withDetections({ ...analysis, features }, state.detected.get(index)));
}

/** The analysis with what the detector saw in place of where the pet was taken to be. */
function withDetections(analysis: CloseAnalysis, found: Detections | undefined): CloseAnalysis {
  if (!found) return analysis;
  const { pets, others } = found;
  return { ...analysis, pets, others, features: { ...analysis.features, looked: 2 } };
}

/** A frame that did not survive the closer look. The others' ratings stay: they were compared with it as it looked. */
function forget(state: State, index: number): void {
  state.scores = state.scores.filter((score) => score.index !== index);
  state.detected.delete(index);
  state.analyses.delete(index);
}

/** Frame to look at next, and how; null when the choice can be made. */
function nextStep(
  state: State,
  choose: (frames: AnalysedFrame[]) => Cut,
  { pruneBelow, detectAll }: CascadeOptions,
): Step | null {
  const { scores, detected, analyses } = state;
  const looked = new Map([...detected].map(([index, { pets }]) => [index, pets.length > 0]));
  const keyframe = state.track ? null : nextKeyframe({ scores, pruneBelow: PRUNE_BELOW, looked });
  if (keyframe !== null) return { index: keyframe, how: 'detect' };
  state.track ??= trackOf(state);
  const unseen = scores.find(({ index }) => !detected.has(index));
  if (detectAll && unseen) return { index: unseen.index, how: 'detect' };
  const least = state.track.size > 0 && analyses.size > 0 ? pruneBelow : Number.NEGATIVE_INFINITY;
  const next = scores.find(
    ({ index, rating }) => !analyses.has(index) && (rating >= least || looked.get(index)),
  );
  if (next && isStray(state, next.index) && !detected.has(next.index))
    return { index: next.index, how: 'detect' };
  if (next) return { index: next.index, how: 'analyse', box: boxOf(state, next.index) };
  if (analyses.size === 0 || detected.size >= detectorBudget(scores.length)) return null;
  const { chosen } = choose([...analyses].map(([index, analysis]) => ({ index, analysis })));
  return detected.has(chosen) ? null : { index: chosen, how: 'detect' };
}

/**
 * Where to measure a frame: where the track has the pet, unless the detector saw it elsewhere in that very frame. Where
 * it saw none, the box counts for nothing (`score` 0).
 */
function boxOf(state: State, index: number): Detection | null {
  const box = isStray(state, index) ? null : boxIn(index, state.track as BoxesByFrame);
  const found = state.detected.get(index);
  if (!found) return box;
  const own = found.pets[0] ?? found.hint;
  if (!box) return own;
  if (!own) return { ...box, score: 0 };
  return found.pets[0] && !isSameBox(own, box) ? own : box;
}

/** The boxes of the detector in pictures of the size of the best one among them. */
function trackOf({ scores, detected, coarse }: State): BoxesByFrame {
  const seen = scores.flatMap(({ index }) => {
    const pet = detected.get(index)?.pets[0];
    return pet ? [[index, pet] as const] : [];
  });
  return new Map(seen.filter(([index]) => isSameSize(coarse, index, seen[0]?.[0] as number)));
}

/** A picture of another size, as an upload may hold: nothing follows from the others for it. */
function isStray({ track, coarse }: State, index: number): boolean {
  const [first] = (track as BoxesByFrame).keys();
  return first !== undefined && !isSameSize(coarse, index, first);
}

function isSameSize(coarse: State['coarse'], one: number, other: number): boolean {
  const [a, b] = [coarse.get(one), coarse.get(other)];
  return a?.width === b?.width && a?.height === b?.height;
}

function answerOf(state: State): AnalysedFrame[] {
  const { scores, coarse, analyses } = state;
  return scores
    .map((score) => {
      const { index } = score;
      const stats = coarse.get(index) as CoarseStats;
      return { index, analysis: analyses.get(index) ?? leftOut(score, stats, boxOf(state, index)) };
    })
    .sort((a, b) => a.index - b.index);
}

/** Analysis of a frame that was only measured coarsely. */
function leftOut(score: CoarseScore, stats: CoarseStats, box: Detection | null): CoarseAnalysis {
  const { sharpness, grain, dim, bright, rating } = score;
  const { grade, missing } = stats.damage;
  return {
    width: stats.width,
    height: stats.height,
    pets: box && box.score > 0 ? [box] : [],
    others: [],
    features: {
      looked: 0,
      glanceSharpness: sharpness,
      glanceGrain: grain,
      glanceDim: dim,
      glanceBright: bright,
      glanceRating: rating,
      ...(grade > 0 ? { damage: grade, missing } : {}),
    },
  };
}
