import type { CoarseScore } from './coarse-scores.js';

/** A line needs two, and the median of three survives a wrong one. */
const KEYFRAMES = 3;
/** Share of frames for the detector: of ten it looks at four at most once it has found the pet, of few frames at three. */
const DETECTED_SHARE = 0.4;

/** State of the search when the next frame for the detector is chosen. */
export interface Search {
  /** Coarse scores of the frames, best first. */
  scores: readonly CoarseScore[];
  /** How far behind the best a frame may be to be looked at closely. */
  pruneBelow: number;
  /** Where the detector has been, and whether it saw a pet there. */
  looked: ReadonlyMap<number, boolean>;
}

/** How many frames of a burst of `count` the detector may look at. */
export function detectorBudget(count: number): number {
  return Math.max(KEYFRAMES, Math.floor(DETECTED_SHARE * count));
}

/**
 * The frame that the detector looks at next to learn where the pet goes; null when enough is known. Of those that may
 * win the earliest, then, until it finds the pet, the best ones by turn, and then the one farthest from all that it has
 * looked at: the ends of a burst say most about a line through it, and ratings that hardly differ decide nothing.
 */
export function nextKeyframe({ scores, pruneBelow, looked }: Search): number | null {
  const open = scores.filter(({ index }) => !looked.has(index));
  const found = [...looked.values()].filter(Boolean).length;
  const promising = open.filter(({ rating }) => rating >= pruneBelow);
  if (found === 0 && (looked.size > 0 || promising.length === 0)) return open[0]?.index ?? null;
  if (found >= KEYFRAMES || looked.size >= detectorBudget(scores.length)) return null;
  const distance = (index: number) => Math.min(...[...looked.keys()].map((at) => Math.abs(at - index)));
  const [next] = promising
    .map(({ index }) => ({ index, away: looked.size > 0 ? distance(index) : 0 }))
    .sort((a, b) => b.away - a.away || a.index - b.index);
  return next?.index ?? null;
}
