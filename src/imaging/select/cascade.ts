import type { CoarseStats, Detection, Detections, FrameAnalysis } from '../vision/types.js';
import { type CoarseScore, coarseScores } from './coarse-scores.js';
import type { AnalysedFrame } from './features.js';
import { detectorBudget, nextKeyframe } from './keyframes.js';
import { type BoxesByFrame, boxIn, isSamePlace } from './track.js';
import type { Cut } from './types.js';

/** Looks at a frame; null when it turns out to be no usable picture. */
export interface Examiner {
  glance(index: number): Promise<CoarseStats | null>;
  /** Has the detector look for pets, and nothing else done. */
  sight(index: number): Promise<Detections | null>;
  /** Measures a frame with the pet at `place`, or the whole frame where there is none. */
  analyse(index: number, place: Detection | null): Promise<FrameAnalysis | null>;
}

/** How closely a burst is looked at. */
export interface CascadeOptions {
  /** A first look's rating this far behind the best rules a frame out. */
  pruneBelow: number;
  /** Whether the detector looks at every frame. */
  detectAll: boolean;
}

/** No frame of a labelled burst that was rated so far behind the best was the one to choose. */
const PRUNE_BELOW = -1.5;
/** As the hub looks. */
export const DEFAULT: CascadeOptions = { pruneBelow: PRUNE_BELOW, detectAll: false };
/** Nothing is spared: what the usual way is measured against. */
export const EXHAUSTIVE: CascadeOptions = { pruneBelow: Number.NEGATIVE_INFINITY, detectAll: true };

interface State {
  /** Best first. */
  impressions: readonly CoarseScore[];
  glances: ReadonlyMap<number, CoarseStats>;
  sightings: Map<number, Detections>;
  analyses: Map<number, FrameAnalysis>;
  /** What the places follow from; fixed as soon as enough is known, so that every frame is cropped alike. */
  track: BoxesByFrame | null;
}

type Step = { index: number; how: 'sight' } | { index: number; how: 'analyse'; place: Detection | null };

/**
 * Looks at a burst no more closely than its choice needs. Every frame is glanced at; those that are plainly worse than
 * the others are left at that. The detector looks at a few frames; from there follows where the pet is in all of them,
 * and there it is measured. What `choose` then chooses is confirmed by the detector, until the choice is one that it has
 * seen or its share is used up.
 *
 * Answers every usable frame, those left out with what the glance said (feature `looked` 0).
 */
export async function runCascade(
  indices: readonly number[],
  look: Examiner,
  choose: (frames: AnalysedFrame[]) => Cut,
  thoroughness: CascadeOptions = DEFAULT,
): Promise<AnalysedFrame[]> {
  const state = await glanceAtAll(indices, look);
  for (;;) {
    const step = nextStep(state, choose, thoroughness);
    if (!step) return answerOf(state);
    await take(step, state, look);
  }
}

async function glanceAtAll(indices: readonly number[], look: Examiner): Promise<State> {
  const glances = new Map<number, CoarseStats>();
  for (const index of indices) {
    const glance = await look.glance(index);
    if (glance) glances.set(index, glance);
  }
  return {
    glances,
    impressions: impressionsFrom(glances),
    sightings: new Map(),
    analyses: new Map(),
    track: null,
  };
}

function impressionsFrom(glances: ReadonlyMap<number, CoarseStats>): CoarseScore[] {
  if (glances.size === 0) return [];
  const impressions = coarseScores([...glances].map(([index, glance]) => ({ index, glance })));
  return impressions.sort((a, b) => b.rating - a.rating || a.index - b.index);
}

async function take(step: Step, state: State, look: Examiner): Promise<void> {
  const { index } = step;
  if (step.how === 'sight') {
    const sighting = await look.sight(index);
    if (!sighting) return forget(state, index);
    state.sightings.set(index, sighting);
    const analysis = state.analyses.get(index);
    if (analysis) settle(state, index, analysis);
    return;
  }
  const analysis = await look.analyse(index, step.place);
  if (!analysis) return forget(state, index);
  state.analyses.set(index, withSighting(analysis, state.sightings.get(index)));
}

/**
 * A frame that was measured where the pet ought to be, and that the detector has now looked at: it is measured again
 * where the pet is elsewhere; where there is none its measures stand, but not for a pet.
 */
function settle(state: State, index: number, analysis: FrameAnalysis): void {
  const [ought, is] = [boxIn(index, state.track as BoxesByFrame), placeOf(state, index)] as [
    Detection,
    Detection,
  ];
  if (!isSamePlace(ought, is)) {
    state.analyses.delete(index);
    return;
  }
  const features = { ...analysis.features, petScore: is.score };
  state.analyses.set(index, withSighting({ ...analysis, features }, state.sightings.get(index)));
}

/** What the detector saw takes the place of where the pet was taken to be. */
function withSighting(analysis: FrameAnalysis, sighting: Detections | undefined): FrameAnalysis {
  if (!sighting) return analysis;
  const { pets, others } = sighting;
  return { ...analysis, pets, others, features: { ...analysis.features, looked: 2 } };
}

/** A frame that did not survive the closer look. The others' ratings stay: they were compared with it as it looked. */
function forget(state: State, index: number): void {
  state.impressions = state.impressions.filter((impression) => impression.index !== index);
  state.sightings.delete(index);
  state.analyses.delete(index);
}

/** What to look at next, and how; null when the choice can be made. */
function nextStep(
  state: State,
  choose: (frames: AnalysedFrame[]) => Cut,
  { pruneBelow: hopeless, detectAll }: CascadeOptions,
): Step | null {
  const { impressions, sightings, analyses } = state;
  const looked = new Map([...sightings].map(([index, { pets }]) => [index, pets.length > 0]));
  const keyframe = state.track ? null : nextKeyframe({ impressions, pruneBelow: PRUNE_BELOW, looked });
  if (keyframe !== null) return { index: keyframe, how: 'sight' };
  state.track ??= trackOf(state);
  const unseen = impressions.find(({ index }) => !sightings.has(index));
  if (detectAll && unseen) return { index: unseen.index, how: 'sight' };
  const least = state.track.size > 0 && analyses.size > 0 ? hopeless : Number.NEGATIVE_INFINITY;
  const next = impressions.find(
    ({ index, rating }) => !analyses.has(index) && (rating >= least || looked.get(index)),
  );
  if (next && isStray(state, next.index) && !sightings.has(next.index))
    return { index: next.index, how: 'sight' };
  if (next) return { index: next.index, how: 'analyse', place: placeOf(state, next.index) };
  if (analyses.size === 0 || sightings.size >= detectorBudget(impressions.length)) return null;
  const { chosen } = choose([...analyses].map(([index, analysis]) => ({ index, analysis })));
  return sightings.has(chosen) ? null : { index: chosen, how: 'sight' };
}

/**
 * Where to measure a frame: where the track has the pet, unless the detector saw it elsewhere in that very frame. Where
 * it saw none, the place counts for nothing (`score` 0).
 */
function placeOf(state: State, index: number): Detection | null {
  const place = isStray(state, index) ? null : boxIn(index, state.track as BoxesByFrame);
  const sighting = state.sightings.get(index);
  if (!sighting) return place;
  const own = sighting.pets[0] ?? sighting.hint;
  if (!place) return own;
  if (!own) return { ...place, score: 0 };
  return sighting.pets[0] && !isSamePlace(own, place) ? own : place;
}

/** The sightings in pictures of the size of the best one among them. */
function trackOf({ impressions, sightings, glances }: State): BoxesByFrame {
  const seen = impressions.flatMap(({ index }) => {
    const pet = sightings.get(index)?.pets[0];
    return pet ? [[index, pet] as const] : [];
  });
  return new Map(seen.filter(([index]) => isSameSize(glances, index, seen[0]?.[0] as number)));
}

/** A picture of another size, as an upload may hold: nothing follows from the others for it. */
function isStray({ track, glances }: State, index: number): boolean {
  const [first] = (track as BoxesByFrame).keys();
  return first !== undefined && !isSameSize(glances, index, first);
}

function isSameSize(glances: State['glances'], one: number, other: number): boolean {
  const [a, b] = [glances.get(one), glances.get(other)];
  return a?.width === b?.width && a?.height === b?.height;
}

function answerOf(state: State): AnalysedFrame[] {
  const { impressions, glances, analyses } = state;
  return impressions
    .map((impression) => {
      const { index } = impression;
      const glance = glances.get(index) as CoarseStats;
      return { index, analysis: analyses.get(index) ?? leftOut(impression, glance, placeOf(state, index)) };
    })
    .sort((a, b) => a.index - b.index);
}

/** What is kept of a frame that only the first look saw. */
function leftOut(impression: CoarseScore, glance: CoarseStats, place: Detection | null): FrameAnalysis {
  const { sharpness, grain, dim, bright, rating } = impression;
  const { grade, missing } = glance.damage;
  return {
    width: glance.width,
    height: glance.height,
    pets: place && place.score > 0 ? [place] : [],
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
