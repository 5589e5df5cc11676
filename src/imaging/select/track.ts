import type { Detection } from '../vision/types.js';
import { median } from './features.js';

/** Pets that the detector saw in one frame, or where one might be; `width` and `height` of the picture in pixels. */
export interface FrameDetections {
  index: number;
  width: number;
  height: number;
  pets: readonly Detection[];
}

/** Where the pet that a burst follows was seen, by the frame's index; frames in which it was not seen are missing. */
export type Path = ReadonlyMap<number, Detection>;

/** What it is worth to a path to pass over a frame; a pet with a lower score is none. */
const PASS = 0.08;
/** What it is worth to be where it was before, for boxes that are the same. */
const STAY = 0.5;

interface Chain {
  worth: number;
  /** The last box, in shares of its picture. */
  last: Detection | null;
  boxes: [number, Detection][];
}

/**
 * Follows one animal through a burst: of all chains with at most one detection a frame, the one with the most score and
 * overlap from one to the next (Viterbi 1967). Of two pets it stays with one, which may stop, turn and come back.
 */
export function followPet(frames: readonly FrameDetections[]): Map<number, Detection> {
  let chains: Chain[] = [{ worth: 0, last: null, boxes: [] }];
  for (const { index, width, height, pets } of [...frames].sort((a, b) => a.index - b.index)) {
    const seen = pets.map((pet) => {
      const place = inShares(pet, width, height);
      const worthAfter = ({ worth, last }: Chain) =>
        worth + pet.score + (last ? STAY * overlapOf(place, last) : 0);
      const before = chains.reduce((best, chain) => (worthAfter(chain) > worthAfter(best) ? chain : best));
      const boxes: [number, Detection][] = [...before.boxes, [index, pet]];
      return { worth: worthAfter(before), last: place, boxes };
    });
    chains = [...chains.map((chain) => ({ ...chain, worth: chain.worth + PASS })), ...seen];
  }
  return new Map(chains.reduce((best, chain) => (chain.worth > best.worth ? chain : best)).boxes);
}

function inShares(box: Detection, width: number, height: number): Detection {
  const { x, y } = box;
  return { ...box, x: x / width, y: y / height, width: box.width / width, height: box.height / height };
}

/**
 * Where to measure the pet in a frame: around its own place there, as large as the middle one of that frame and the two
 * beside it. What is measured changes with the crop by as much as the best frames of a burst differ, and one frame's
 * box is a little larger or smaller than the next by chance. In a frame in which it was not seen it is where it was in
 * those beside it, with a `score` of 0; null where it was in neither.
 */
export function boxIn(index: number, path: Path): Detection | null {
  const own = path.get(index);
  const near = [index - 1, index, index + 1].flatMap((at) => path.get(at) ?? []);
  if (near.length === 0) return null;
  const middle = (of: (box: Detection) => number) => median(near.map(of));
  const [width, height] = [middle((box) => box.width), middle((box) => box.height)];
  const centre = (of: (box: Detection) => number) => (own ? of(own) : middle(of));
  const x = centre((box) => box.x + box.width / 2) - width / 2;
  const y = centre((box) => box.y + box.height / 2) - height / 2;
  const { label, score } = own ?? { ...(near[0] as Detection), score: 0 };
  return { label, score, x, y, width, height };
}

/** Where the pet was in the frame that is nearest in time; null where it was nowhere. */
export function nearestBox(index: number, path: Path): Detection | null {
  const away = ([at]: readonly [number, Detection]) => Math.abs(at - index);
  const [nearest] = [...path].sort((a, b) => away(a) - away(b) || a[0] - b[0]);
  return nearest?.[1] ?? null;
}

/** Area that two boxes share, over the area that they cover together, 0..1. */
export function overlapOf(a: Detection, b: Detection): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, across) * Math.max(0, down);
  return shared === 0 ? 0 : shared / (a.width * a.height + b.width * b.height - shared);
}
