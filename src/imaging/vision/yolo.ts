import { type Cell, type Edges, gridCells, type ScoredBox } from './boxes.js';

/**
 * The output of a YOLO-like head, whichever way round it lies: for every candidate the box's centre and size in pixels
 * of the square, then (older and YOLOX heads) how sure it is that there is anything, then a score for each class.
 */
export interface YoloOutput {
  candidates: number;
  objectness: boolean;
  /** The number `channel` of a candidate. */
  at(candidate: number, channel: number): number;
}

/** Reads `[1, channels, candidates]` (YOLOv8) and `[1, candidates, channels]` (YOLOv5, YOLOX); null for other shapes. */
export function readYolo(
  data: ArrayLike<number>,
  dims: readonly number[],
  classes: number,
): YoloOutput | null {
  const [batch, first = 0, second = 0] = dims;
  const fits = (channels: number) => channels === classes + 4 || channels === classes + 5;
  if (dims.length !== 3 || batch !== 1 || data.length !== first * second) return null;
  if (fits(first) && !(fits(second) && second < first)) {
    const at = (candidate: number, channel: number) => data[channel * second + candidate] as number;
    return { candidates: second, objectness: first === classes + 5, at };
  }
  if (!fits(second)) return null;
  const at = (candidate: number, channel: number) => data[candidate * second + channel] as number;
  return { candidates: first, objectness: second === classes + 5, at };
}

/** Where a YOLOX head without its decoder counts from: its grids. */
export interface YoloGrid {
  side: number;
  strides: readonly number[];
}

/**
 * The boxes, in pixels of the square, where one of `classes` scores at least `threshold`. With a grid the centre is in
 * cells from the cell's corner and the size the logarithm of cells (Ge et al., YOLOX, 2021).
 */
export function yoloBoxes(
  output: YoloOutput,
  classes: readonly number[],
  threshold: number,
  grid: YoloGrid | null,
): ScoredBox[] {
  const boxes: ScoredBox[] = [];
  const cells = grid ? [...gridCells(grid)] : null;
  for (let candidate = 0; candidate < output.candidates; candidate++) {
    const best = bestClass(output, candidate, classes);
    if (best.score >= threshold) boxes.push({ ...edgesOf(output, candidate, cells?.[candidate]), ...best });
  }
  return boxes;
}

function bestClass(output: YoloOutput, candidate: number, classes: readonly number[]) {
  const sure = output.objectness ? output.at(candidate, 4) : 1;
  const from = output.objectness ? 5 : 4;
  let best = { class: -1, score: -1 };
  for (const id of classes) {
    const score = sure * output.at(candidate, from + id);
    if (score > best.score) best = { class: id, score };
  }
  return best;
}

function edgesOf({ at }: YoloOutput, candidate: number, cell: Cell | undefined): Edges {
  let [x, y, width, height] = [0, 1, 2, 3].map((channel) => at(candidate, channel)) as [
    number,
    number,
    number,
    number,
  ];
  if (cell) {
    x = cell.centreX + (x - 0.5) * cell.stride;
    y = cell.centreY + (y - 0.5) * cell.stride;
    width = Math.exp(width) * cell.stride;
    height = Math.exp(height) * cell.stride;
  }
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}
