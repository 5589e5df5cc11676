import type { Detection } from '../../src/imaging/vision/types.js';
import type { EvalBurst, EvalFrame } from './bestcut-bursts.js';

/** How likely each frame's index is picked; the shares add up to 1. */
export type Pick = Map<number, number>;

/** What others do, by the name used in the result. */
export const BASELINES: Record<string, (burst: EvalBurst) => Pick> = {
  random: ({ frames }) => new Map(frames.map(({ index }) => [index, 1 / frames.length])),
  laplacian: most(({ laplacian }) => laplacian),
  largestFile: most(({ bytes }) => bytes),
  frigate: ({ frames }) => only(frigate(frames).index),
  petLaplacian: most(({ petLaplacian }) => petLaplacian ?? -1),
};

/** A certain pick. */
export function only(index: number): Pick {
  return new Map([[index, 1]]);
}

function most(value: (frame: EvalFrame) => number): (burst: EvalBurst) => Pick {
  return ({ frames }) =>
    only(frames.reduce((best, frame) => (value(frame) > value(best) ? frame : best)).index);
}

/**
 * The rule by which Frigate keeps a tracked pet's thumbnail, as its documentation and source describe it: the
 * frames come one by one and the first frame with a pet stays until a better one comes.
 */
function frigate(frames: readonly EvalFrame[]): EvalFrame {
  const withPet = frames.filter(({ pets }) => pets.length > 0);
  const first = withPet[0] ?? (frames[0] as EvalFrame);
  return withPet.reduce((kept, next) => (isBetter(next, kept) ? next : kept), first);
}

function isBetter(next: EvalFrame, kept: EvalFrame): boolean {
  const now = next.pets[0] as Detection;
  const then = kept.pets[0] as Detection;
  if (touchesEdge(now, next) && !touchesEdge(then, kept)) return false;
  if (now.score > then.score + 0.05) return true;
  return now.width * now.height > 1.1 * then.width * then.height;
}

function touchesEdge(box: Detection, { width, height }: EvalFrame): boolean {
  return box.x < 1 || box.y < 1 || box.x + box.width > width - 1 || box.y + box.height > height - 1;
}
