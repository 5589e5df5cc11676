import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Fault } from '../../core/errors.js';
import {
  decodeBoxes,
  type HeadLayout,
  type HeadOutput,
  type ScoredBox,
  suppress,
  toPicture,
} from './boxes.js';
import { type Find, YoloOptions, yoloLook } from './detect-yolo.js';
import { COCO_LABELS, classOf } from './labels.js';
import { type Letterbox, letterbox } from './letterbox.js';
import type { ModelEntry } from './model-entry.js';
import type { RgbImage } from './pixels.js';
import { letterboxRgb } from './resize.js';
import type { Session } from './session.js';
import type { Detection, Detections } from './types.js';

/** Options of a manifest entry with task `detect`: the layout of a NanoDet head on COCO. */
const DetectOptions = Type.Object(
  {
    side: Type.Integer({ minimum: 32, maximum: 2048 }),
    strides: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }),
    bins: Type.Integer({ minimum: 2 }),
    threshold: Type.Number({ minimum: 0, maximum: 1 }),
    overlap: Type.Number({ minimum: 0, maximum: 1 }),
  },
  { additionalProperties: false },
);
type DetectOptions = Static<typeof DetectOptions>;

const PETS = [classOf('cat'), classOf('dog')];
const OTHERS = [classOf('person')];
const KEEP = 8;
/** A pet that the frames around show clearly often scores this little in one of them. */
const HINT_THRESHOLD = 0.1;

/** Boxes in pixels of the square, and how the picture lies in it. */
type Look = (image: RgbImage) => Promise<{ frame: Letterbox; find: Find }>;

/**
 * Finds pets and people in an upright image. One animal is one box: cat and dog compete for it.
 *
 * @throws Fault `model-manifest` when the entry's options are those neither of a NanoDet nor of a YOLO head.
 */
export function createDetector(
  entry: ModelEntry,
  session: Session,
): (image: RgbImage) => Promise<Detections> {
  const options = checkedOptions(entry);
  const look = 'kind' in options ? yoloLook(entry, options, session) : nanodetLook(options, session);
  return async (image) => {
    const { frame, find } = await look(image);
    const seen = (classes: readonly number[], threshold = options.threshold) =>
      suppress(find(classes, threshold), options.overlap, KEEP).map((box) => detection(box, frame));
    const pets = seen(PETS);
    const hint = pets.length > 0 ? null : (seen(PETS, HINT_THRESHOLD)[0] ?? null);
    return { pets, others: seen(OTHERS), hint };
  };
}

function nanodetLook(options: DetectOptions, session: Session): Look {
  const layout: HeadLayout = { ...options, classes: COCO_LABELS.length };
  return async (image) => {
    const frame = letterbox(image.width, image.height, options.side);
    const output = await infer(session, await letterboxRgb(image, frame), frame.side);
    return { frame, find: (classes, threshold) => decodeBoxes(output, layout, classes, threshold) };
  };
}

function checkedOptions(entry: ModelEntry): DetectOptions | YoloOptions {
  const { options } = entry;
  const shape = options && 'kind' in options ? YoloOptions : DetectOptions;
  if (Value.Check(shape, options)) return options;
  const errors = Value.Errors(shape, options).map((error) => `${error.instancePath} ${error.message}`);
  throw new Fault(
    'model-manifest',
    `the options of model ${entry.name} are not valid: ${errors.join('; ')}`,
    'correct the entry in models/manifest.json; models/README.md shows the fields',
  );
}

async function infer(session: Session, pixels: RgbImage, side: number): Promise<HeadOutput> {
  const { scores, distances } = await session.run({
    image: { type: 'uint8', data: pixels.data, dims: [1, side, side, 3] },
  });
  return { scores: scores?.data as Float32Array, distances: distances?.data as Float32Array };
}

function detection(box: ScoredBox, frame: Letterbox): Detection {
  const { left, top, right, bottom } = toPicture(box, frame);
  const label = COCO_LABELS[box.class] as string;
  return { label, score: box.score, x: left, y: top, width: right - left, height: bottom - top };
}
