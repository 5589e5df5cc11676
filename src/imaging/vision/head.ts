import type { ModelEntry } from './model-entry.js';
import { cropOf, type Square, squareAround } from './pet-square.js';
import type { RgbImage } from './pixels.js';
import type { Session } from './session.js';
import type { Detection, HeadFinding } from './types.js';

/**
 * Sides of the square crops, as a multiple of the pet box's longer side. Two, because a detector's box is sometimes
 * tight and sometimes loose, and each twice: the model sees the second half mirrored. The mean of four looks varies less
 * from frame to frame than that of two.
 */
const MARGINS = [1.12, 1.35, 1.12, 1.35];

/** Where a crop's head lies, as a share of the crop; `confidence` is a logit. */
interface Peak {
  x: number;
  y: number;
  side: number;
  confidence: number;
}

/**
 * Finds the head in a pet's box and says how much of a face it shows, with a model whose manifest entry has task
 * `head`: an even number of crops in, of which it sees the second half mirrored; `face` one logit a crop, `head` a map
 * of logits for the head's centre, `size` a map of the natural logarithm of its side as a share of the crop. One that
 * tells dogs from cats as well has `dog`, one logit a crop.
 */
export function createHeadFinder(
  entry: ModelEntry,
  session: Session,
): (image: RgbImage, pet: Detection) => Promise<HeadFinding> {
  const side = entry.inputs[0]?.shape[1] as number;
  return async (image, pet) => {
    const squares = MARGINS.map((margin) => squareAround(pet, margin));
    const crops = await Promise.all(squares.map((square) => cropOf(image, square, side)));
    const { face, head, size, dog } = await session.run({
      image: { type: 'uint8', data: joined(crops), dims: [squares.length, side, side, 3] },
    });
    const cells = Math.sqrt((head?.data.length as number) / squares.length);
    const candidates = squares.map((square, i) => {
      const part = (data: Float32Array) => data.subarray(i * cells * cells, (i + 1) * cells * cells);
      const peak = peakOf(part(head?.data as Float32Array), part(size?.data as Float32Array), cells);
      return placed(peak, square);
    });
    const best = candidates.reduce((a, b) => (b.confidence > a.confidence ? b : a));
    return {
      ...best,
      face: mean(face?.data as Float32Array),
      dog: dog ? mean(dog.data as Float32Array) : null,
    };
  };
}

function joined(crops: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(crops.reduce((sum, crop) => sum + crop.length, 0));
  crops.reduce((offset, crop) => {
    out.set(crop, offset);
    return offset + crop.length;
  }, 0);
  return out;
}

/** The strongest cell, its place refined by the cells around it. */
function peakOf(head: Float32Array, size: Float32Array, cells: number): Peak {
  const top = head.reduce((best, value, i) => (value > (head[best] as number) ? i : best), 0);
  const around = neighbours(top, cells).map((cell) => ({
    weight: 1 / (1 + Math.exp(-(head[cell] as number))),
    x: ((cell % cells) + 0.5) / cells,
    y: (Math.floor(cell / cells) + 0.5) / cells,
  }));
  const total = around.reduce((sum, { weight }) => sum + weight, 0);
  const centre = (of: (cell: (typeof around)[number]) => number) =>
    around.reduce((sum, cell) => sum + cell.weight * of(cell), 0) / total;
  const side = Math.min(1, Math.max(0.05, Math.exp(size[top] as number)));
  return { x: centre(({ x }) => x), y: centre(({ y }) => y), side, confidence: head[top] as number };
}

/** The cell itself and those that touch it. */
function neighbours(cell: number, cells: number): number[] {
  const column = cell % cells;
  const row = Math.floor(cell / cells);
  const inside = (value: number) => value >= 0 && value < cells;
  return [-1, 0, 1].flatMap((dy) =>
    [-1, 0, 1]
      .filter((dx) => inside(column + dx) && inside(row + dy))
      .map((dx) => (row + dy) * cells + column + dx),
  );
}

function placed(peak: Peak, square: Square): Omit<HeadFinding, 'face' | 'dog'> {
  const side = peak.side * square.side;
  return {
    confidence: peak.confidence,
    x: square.x + peak.x * square.side - side / 2,
    y: square.y + peak.y * square.side - side / 2,
    width: side,
    height: side,
  };
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
