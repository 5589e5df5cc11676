import type { Detection, FrameAnalysis, Glance } from '../vision/types.js';
import { type AnalysedFrame, isDetected, isLeftOut } from './features.js';
import { type Impression, impressionsOf } from './glances.js';
import { placeIn, sightingsOf } from './track.js';
import type { Cut } from './types.js';

/** Looks at a frame; null when it turns out to be no usable picture. */
export interface Examiner {
  glance(index: number): Promise<Glance | null>;
  /** `place`: where the pet is in the frames around it, when no detector need look for it. */
  analyse(index: number, place: Detection | null): Promise<FrameAnalysis | null>;
}

/** A frame of the burst, with its analysis where an earlier try got that far. */
export interface FrameToExamine {
  index: number;
  analysis: FrameAnalysis | null;
}

/** A first look's rating this far behind the best rules a frame out: no such frame of a labelled burst was best. */
const HOPELESS = -1.5;
/** Of ten frames the detector looks at four at most, once it has found the pet. */
const DETECTED_SHARE = 0.4;
const LEAST_DETECTED = 2;

interface State {
  /** Best first. */
  impressions: readonly Impression[];
  glances: ReadonlyMap<number, Glance>;
  analyses: Map<number, FrameAnalysis>;
}

type Step = { index: number; place: Detection | null };

/**
 * Looks at a burst no more closely than its choice needs. Every frame is glanced at; those that are plainly worse than
 * the others are left at that. The detector looks at the best ones by turn until it finds the pet; where it lies in the
 * other frames follows from there. What `choose` then chooses is confirmed by the detector, until the choice is one that
 * it has seen or its share is used up.
 *
 * Answers every usable frame, those left out with what the glance said (feature `looked` 0).
 */
export async function examine(
  frames: readonly FrameToExamine[],
  look: Examiner,
  choose: (frames: AnalysedFrame[]) => Cut,
): Promise<AnalysedFrame[]> {
  const state = await glanceAtAll(frames, look);
  for (let step = nextStep(state, choose); step; step = nextStep(state, choose)) {
    const analysis = await look.analyse(step.index, step.place);
    if (analysis) state.analyses.set(step.index, analysis);
    else forget(state, step.index);
  }
  return answerOf(state);
}

async function glanceAtAll(frames: readonly FrameToExamine[], look: Examiner): Promise<State> {
  const glances = new Map<number, Glance>();
  const analyses = new Map<number, FrameAnalysis>();
  for (const { index, analysis } of frames) {
    const glance = await look.glance(index);
    if (!glance) continue;
    glances.set(index, glance);
    if (analysis && !isLeftOut(analysis)) analyses.set(index, analysis);
  }
  return { glances, analyses, impressions: impressionsFrom(glances) };
}

function impressionsFrom(glances: ReadonlyMap<number, Glance>): Impression[] {
  if (glances.size === 0) return [];
  const impressions = impressionsOf([...glances].map(([index, glance]) => ({ index, glance })));
  return impressions.sort((a, b) => b.rating - a.rating || a.index - b.index);
}

/** A frame that did not survive the closer look. The others' ratings stay: they were compared with it as it looked. */
function forget(state: State, index: number): void {
  state.impressions = state.impressions.filter((impression) => impression.index !== index);
  state.analyses.delete(index);
}

/** What to look at next, and how; null when the choice can be made. */
function nextStep({ impressions, analyses }: State, choose: (frames: AnalysedFrame[]) => Cut): Step | null {
  const detected = detectedOf(analyses);
  const sightings = sightingsOf(detected);
  if (sightings.size === 0) {
    const next = impressions.find(({ index }) => !detected.has(index));
    return next ? { index: next.index, place: null } : null;
  }
  const next = impressions.find(({ index, rating }) => rating >= HOPELESS && !analyses.has(index));
  if (next) return { index: next.index, place: placeIn(next.index, sightings) };
  if (detected.size >= Math.max(LEAST_DETECTED, Math.floor(DETECTED_SHARE * impressions.length))) return null;
  const { chosen } = choose([...analyses].map(([index, analysis]) => ({ index, analysis })));
  return detected.has(chosen) ? null : { index: chosen, place: null };
}

function detectedOf(analyses: ReadonlyMap<number, FrameAnalysis>): Map<number, FrameAnalysis> {
  return new Map([...analyses].filter(([, analysis]) => isDetected(analysis)));
}

function answerOf({ impressions, glances, analyses }: State): AnalysedFrame[] {
  const sightings = sightingsOf(detectedOf(analyses));
  return impressions
    .map((impression) => {
      const { index } = impression;
      const glance = glances.get(index) as Glance;
      const analysis = analyses.get(index) ?? leftOut(impression, glance, [placeIn(index, sightings)]);
      return { index, analysis };
    })
    .sort((a, b) => a.index - b.index);
}

/** What is kept of a frame that only the first look saw. */
function leftOut(
  impression: Impression,
  glance: Glance,
  places: readonly (Detection | null)[],
): FrameAnalysis {
  const { sharpness, grain, dim, bright, rating } = impression;
  return {
    width: glance.width,
    height: glance.height,
    pets: places.filter((place) => place !== null),
    others: [],
    features: {
      looked: 0,
      glanceSharpness: sharpness,
      glanceGrain: grain,
      glanceDim: dim,
      glanceBright: bright,
      glanceRating: rating,
    },
  };
}
