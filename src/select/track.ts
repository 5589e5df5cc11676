import type { Detection, FrameAnalysis } from '../vision/types.js';

/** Where the detector saw the pet, by the frame's index. */
export type Sightings = ReadonlyMap<number, Detection>;

/**
 * Where the pet probably is in a frame that nobody looked for it in: between the sightings before and after it, in
 * proportion, where the two overlap, and otherwise where the nearer one has it. Null without any sighting.
 */
export function placeIn(index: number, sightings: Sightings): Detection | null {
  const known = [...sightings.keys()].sort((a, b) => a - b);
  const before = known.findLast((at) => at <= index);
  const after = known.find((at) => at >= index);
  const [earlier, later] = [before ?? after, after ?? before];
  if (earlier === undefined || later === undefined) return null;
  const [from, to] = [sightings.get(earlier) as Detection, sightings.get(later) as Detection];
  if (earlier === later) return from;
  const share = (index - earlier) / (later - earlier);
  if (overlap(from, to)) return between(from, to, share);
  return share <= 0.5 ? from : to;
}

/** The best pet of every frame that the detector looked at and found one in. */
export function sightingsOf(analyses: ReadonlyMap<number, FrameAnalysis>): Sightings {
  const found = new Map<number, Detection>();
  for (const [index, { pets }] of analyses) {
    if (pets[0]) found.set(index, pets[0]);
  }
  return found;
}

function overlap(a: Detection, b: Detection): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function between(a: Detection, b: Detection, share: number): Detection {
  const mix = (from: number, to: number) => from + (to - from) * share;
  return {
    label: share <= 0.5 ? a.label : b.label,
    score: Math.min(a.score, b.score),
    x: mix(a.x, b.x),
    y: mix(a.y, b.y),
    width: mix(a.width, b.width),
    height: mix(a.height, b.height),
  };
}
