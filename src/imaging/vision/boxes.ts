import type { Letterbox } from './letterbox.js';

/** A box by its edges. */
export interface Edges {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A box with the class that a group of classes scored highest there. */
export interface ScoredBox extends Edges {
  class: number;
  score: number;
}

/** How a NanoDet head is laid out. */
export interface HeadLayout {
  /** Pixels of the square input. */
  side: number;
  /** Pixels per grid cell, in the order of the rows. */
  strides: readonly number[];
  /** Logits per edge: the distance is a distribution over 0..bins-1 strides. */
  bins: number;
  /** Columns of the score rows. */
  classes: number;
}

/** The raw outputs: `scores` rows x classes, 0..1; `distances` rows x 4 x bins, logits. */
export interface HeadOutput {
  scores: Float32Array;
  distances: Float32Array;
}

/**
 * The boxes, in pixels of the square, where one of `classes` scores at least `threshold`. Boxes come from the
 * expectation of each edge's distribution (Li et al., Generalized Focal Loss, NeurIPS 2020), measured from the
 * middle of the grid cell.
 */
export function decodeBoxes(
  output: HeadOutput,
  layout: HeadLayout,
  classes: readonly number[],
  threshold: number,
): ScoredBox[] {
  const boxes: ScoredBox[] = [];
  for (const cell of gridCells(layout)) {
    const best = bestClass(output.scores, cell.row * layout.classes, classes);
    if (best.score >= threshold) boxes.push({ ...edgesAt(cell, output.distances, layout), ...best });
  }
  return boxes;
}

/** One row of a head's output; the centre in pixels of the square. */
export interface Cell {
  row: number;
  stride: number;
  centreX: number;
  centreY: number;
}

/** The cells of every stride's grid over the square, row by row. */
export function* gridCells({ side, strides }: Pick<HeadLayout, 'side' | 'strides'>): Generator<Cell> {
  let row = 0;
  for (const stride of strides) {
    const across = Math.ceil(side / stride);
    for (let i = 0; i < across * across; i++) {
      const centreX = ((i % across) + 0.5) * stride;
      const centreY = (Math.floor(i / across) + 0.5) * stride;
      yield { row: row++, stride, centreX, centreY };
    }
  }
}

function bestClass(scores: Float32Array, at: number, classes: readonly number[]) {
  let best = { class: -1, score: -1 };
  for (const id of classes) {
    const score = scores[at + id] as number;
    if (score > best.score) best = { class: id, score };
  }
  return best;
}

function edgesAt(cell: Cell, distances: Float32Array, { bins }: HeadLayout): Edges {
  const edge = (side: number) => expectation(distances, (cell.row * 4 + side) * bins, bins) * cell.stride;
  return {
    left: cell.centreX - edge(0),
    top: cell.centreY - edge(1),
    right: cell.centreX + edge(2),
    bottom: cell.centreY + edge(3),
  };
}

/** The mean of 0..count-1 weighted by the softmax of `count` logits from `at` on. */
export function expectation(logits: Float32Array, at: number, count: number): number {
  const own = logits.subarray(at, at + count);
  const most = own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  let weighted = 0;
  own.forEach((logit, i) => {
    const weight = Math.exp(logit - most);
    sum += weight;
    weighted += i * weight;
  });
  return weighted / sum;
}

/**
 * Non-maximum suppression: keeps the best box of every pile that overlaps by more than `overlap` (intersection
 * over union), best first, at most `keep`. Equal scores are ordered by position, so that the answer never
 * depends on the order of the input.
 */
export function suppress(boxes: readonly ScoredBox[], overlap: number, keep: number): ScoredBox[] {
  const kept: ScoredBox[] = [];
  for (const box of [...boxes].sort(byScore)) {
    if (kept.length === keep) break;
    if (kept.every((other) => intersectionOverUnion(box, other) <= overlap)) kept.push(box);
  }
  return kept;
}

function byScore(a: ScoredBox, b: ScoredBox): number {
  const byPosition = a.top - b.top || a.left - b.left || a.bottom - b.bottom || a.right - b.right;
  return b.score - a.score || byPosition || a.class - b.class;
}

/** Area shared by two boxes over the area they cover together, 0..1. */
export function intersectionOverUnion(a: Edges, b: Edges): number {
  const shared = area({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  return shared === 0 ? 0 : shared / (area(a) + area(b) - shared);
}

function area({ left, top, right, bottom }: Edges): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}

/** From the square back to the picture, cut at its edges. A box outside comes back empty. */
export function toPicture(box: Edges, { inside, scaleX, scaleY }: Letterbox): Edges {
  const across = (x: number) => Math.min(Math.max(x - inside.left, 0), inside.width) * scaleX;
  const down = (y: number) => Math.min(Math.max(y - inside.top, 0), inside.height) * scaleY;
  return { left: across(box.left), top: down(box.top), right: across(box.right), bottom: down(box.bottom) };
}
