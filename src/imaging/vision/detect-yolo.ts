import { type Static, Type } from 'typebox';
import { Fault } from '../../core/errors.js';
import type { ScoredBox } from './boxes.js';
import { COCO_LABELS } from './labels.js';
import { type Letterbox, letterbox } from './letterbox.js';
import type { ModelEntry } from './model-entry.js';
import type { RgbImage } from './pixels.js';
import { PixelFormat, tensorOf } from './planes.js';
import { letterboxRgb } from './resize.js';
import type { Session, Tensor } from './session.js';
import { readYolo, type YoloOutput, yoloBoxes } from './yolo.js';

/** Options in the manifest entry of a YOLO-like detector on COCO's 80 classes. */
export const YoloOptions = Type.Object(
  {
    kind: Type.Literal('yolo'),
    side: Type.Integer({ minimum: 32, maximum: 2048 }),
    pixels: Type.Optional(PixelFormat),
    /** Where the picture lies in the square, and the grey level around it. */
    place: Type.Optional(Type.Union([Type.Literal('centre'), Type.Literal('corner')])),
    around: Type.Optional(Type.Integer({ minimum: 0, maximum: 255 })),
    /** Only where the graph leaves the boxes as its grids have them, as YOLOX's usual export does. */
    strides: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 })),
    threshold: Type.Number({ minimum: 0, maximum: 1 }),
    overlap: Type.Number({ minimum: 0, maximum: 1 }),
  },
  { additionalProperties: false },
);
/** Value that the schema `YoloOptions` describes. */
export type YoloOptions = Static<typeof YoloOptions>;

/** YOLO's usual grey. */
const AROUND = 114;

/** Boxes in pixels of the square for a group of classes. */
export type Find = (classes: readonly number[], threshold: number) => ScoredBox[];

/** Looks at a picture; gives what finds boxes in the answer, and how the picture lay in the square. */
export function yoloLook(entry: ModelEntry, options: YoloOptions, session: Session) {
  const { side, strides, pixels, place, around } = options;
  const [input, output] = [nameOf(entry.inputs), nameOf(entry.outputs)];
  const grid = strides ? { side, strides } : null;
  return async (image: RgbImage): Promise<{ frame: Letterbox; find: Find }> => {
    const frame = letterbox(image.width, image.height, side, place);
    const square = await letterboxRgb(image, { ...frame, around: around ?? AROUND });
    const answers = await session.run({ [input]: tensorOf(square, pixels) });
    const { data, dims } = answers[output] as Tensor;
    const boxes = readYolo(data, dims, COCO_LABELS.length);
    if (!boxes || !fitsGrid(boxes, grid)) throw noYolo(entry.name, dims);
    return { frame, find: (classes, threshold) => yoloBoxes(boxes, classes, threshold, grid) };
  };
}

/** The manifest's schema demands at least one. */
function nameOf([first]: readonly { name: string }[]): string {
  return (first as { name: string }).name;
}

function fitsGrid({ candidates }: YoloOutput, grid: { side: number; strides: readonly number[] } | null) {
  if (!grid) return true;
  const cells = grid.strides.map((stride) => Math.ceil(grid.side / stride) ** 2);
  return cells.reduce((sum, count) => sum + count, 0) === candidates;
}

function noYolo(name: string, dims: readonly number[]): Fault {
  return new Fault(
    'model-shape',
    `model ${name} answers [${dims}], not boxes of a YOLO head on 80 classes: [1,84,N], [1,85,N], [1,N,84] or [1,N,85]`,
    'export it with 80 classes and without non-maximum suppression, or correct strides and side of its entry in models/manifest.json',
  );
}
