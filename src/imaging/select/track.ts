import type { Detection } from '../vision/types.js';
import { median } from './features.js';

/** Where the detector saw the pet, by the frame's index. */
export type BoxesByFrame = ReadonlyMap<number, Detection>;

/**
 * Where the pet is in a frame, from the boxes of some: always as large as the median of them, its centre on a line
 * through time that a single wrong one hardly moves (Theil 1950, Sen 1968: the median of the slopes). The same crop in
 * every frame matters more than the closest one: what is measured in it changes with the crop by as much as the best
 * frames of a burst differ. Null without any box.
 */
export function boxIn(index: number, boxes: BoxesByFrame): Detection | null {
  const seen = [...boxes].sort(([a], [b]) => a - b);
  if (seen.length === 0) return null;
  const middle = (of: (box: Detection) => number) => median(seen.map(([, box]) => of(box)));
  const [width, height] = [middle((box) => box.width), middle((box) => box.height)];
  const x = lineThrough(seen.map(([at, box]) => [at, box.x + box.width / 2]))(index);
  const y = lineThrough(seen.map(([at, box]) => [at, box.y + box.height / 2]))(index);
  const score = middle((box) => box.score);
  return { label: labelOf(seen), score, x: x - width / 2, y: y - height / 2, width, height };
}

function lineThrough(points: readonly (readonly [number, number])[]): (at: number) => number {
  const slopes = points.flatMap(([from, start], i) =>
    points.slice(i + 1).map(([to, end]) => (end - start) / (to - from)),
  );
  const slope = slopes.length > 0 ? median(slopes) : 0;
  const start = median(points.map(([at, value]) => value - slope * at));
  return (at) => start + slope * at;
}

/** Label of most boxes, weighed by how sure they are; in doubt the earliest. */
function labelOf(seen: readonly (readonly [number, Detection])[]): string {
  const votes = new Map<string, number>();
  for (const [, { label, score }] of seen) votes.set(label, (votes.get(label) ?? 0) + score);
  return [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best))[0];
}

/** Overlap of less than this share of both together means two different boxes. */
const SAME_BOX = 0.3;

/** True when two boxes are about the same thing, by intersection over union. */
export function isSameBox(a: Detection, b: Detection): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, across) * Math.max(0, down);
  return shared > SAME_BOX * (a.width * a.height + b.width * b.height - shared);
}
