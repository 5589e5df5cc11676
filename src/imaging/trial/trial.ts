import { createHash } from 'node:crypto';
import { Refusal } from '../../core/errors.js';
import { enlarge } from '../upscale/enlarge.js';
import { networkOf, tiersOf } from '../upscale/tiers.js';
import { createDetector } from '../vision/detect.js';
import type { ModelEntry } from '../vision/model-entry.js';
import { openSession, readSpecs, type TensorSpec } from '../vision/session.js';
import type { ModelDescription, VisionTasks } from '../vision/types.js';

const PLANES = { layout: 'nchw', order: 'rgb', deviation: [255, 255, 255] } as const;
/** Size that stands for the free sizes of an exporter. */
const USUAL_SIDE = 640;
/** Side of the picture that a new model is tried on. */
const TRIAL_SIDE = 96;

/**
 * Opens a model as its entry describes it, and lets go of it again.
 *
 * @throws Fault `model-shape` when it does not open so.
 */
export async function checkModel({
  bytes,
  entry,
}: VisionTasks['checkModel']['request']): Promise<Record<string, never>> {
  const { name, inputs, outputs } = entry;
  await (await openSession({ name, bytes, inputs, outputs }, 1)).release();
  return {};
}

/**
 * Makes the entry of an owner's model, once it has opened and answered a first picture as such a model does.
 *
 * @throws Refusal `model-unfit` for a file whose inputs are not pictures; Fault `model-shape` when the runtime does not
 * load it or its answer does not fit.
 */
export async function tryModel({
  bytes,
  description,
}: VisionTasks['tryModel']['request']): Promise<ModelEntry> {
  const entry = await entryOf(description, bytes);
  await tryOut(entry, bytes);
  return entry;
}

async function entryOf(description: ModelDescription, bytes: Uint8Array): Promise<ModelEntry> {
  const { inputs, outputs } = await readSpecs(description.name, bytes);
  const [input] = inputs;
  if (!input || inputs.length > 1 || outputs.length > 1) {
    throw unfit(description, `it has ${inputs.length} inputs and ${outputs.length} outputs, not one of each`);
  }
  const options =
    description.as === 'detector' ? detectorOptions(description, input) : upscalerOptions(description, input);
  return {
    name: description.name,
    task: description.as === 'detector' ? 'detect' : 'upscale',
    file: `${description.name}.onnx`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    licence: description.licence,
    source: 'put in by the owner',
    made: `petcam-hub models add ${description.file}`,
    inputs: inputs.map((spec) => ({ ...spec, shape: [...spec.shape] })),
    outputs: outputs.map((spec) => ({ ...spec, shape: [...spec.shape] })),
    preprocess: 'as options.pixels says',
    postprocess:
      description.as === 'detector'
        ? 'boxes of a YOLO head, non-maximum suppression'
        : 'as options.pixels says',
    options,
  };
}

function detectorOptions(
  description: ModelDescription,
  { type, shape }: TensorSpec,
): Record<string, unknown> {
  const [, channels, height, width] = shape;
  const square = height === width || (typeof height === 'string' && typeof width === 'string');
  if (type !== 'float32' || shape.length !== 4 || channels !== 3 || !square) {
    throw unfit(description, `it takes ${type}[${shape}], not a square picture as float32[1,3,side,side]`);
  }
  const side = typeof height === 'number' ? height : USUAL_SIDE;
  const common = { kind: 'yolo', side, threshold: 0.25, overlap: 0.6 };
  if (description.kind === 'yolo') return { ...common, pixels: PLANES };
  const pixels = { layout: 'nchw', order: 'bgr' };
  return { ...common, pixels, place: 'corner', strides: [8, 16, 32] };
}

function upscalerOptions(
  description: ModelDescription,
  { type, shape }: TensorSpec,
): Record<string, unknown> {
  const [, second, third, fourth] = shape;
  const free = (size: unknown) => typeof size === 'string';
  const options = { scale: description.scale, overlap: 32, align: 8 };
  if (type === 'uint8' && free(second) && free(third) && fourth === 3) return options;
  if (type === 'float32' && second === 3 && free(third) && free(fourth))
    return { ...options, pixels: PLANES };
  const wanted = 'float32[1,3,height,width] or uint8[1,height,width,3] with free height and width';
  throw unfit(description, `it takes ${type}[${shape}], not ${wanted}`);
}

/** Shows the model a grey picture; what does not answer like a model for its task throws. */
async function tryOut(entry: ModelEntry, bytes: Uint8Array): Promise<void> {
  const { name, inputs, outputs } = entry;
  const session = await openSession({ name, bytes, inputs, outputs }, 1);
  const data = new Uint8Array(TRIAL_SIDE ** 2 * 3).fill(128);
  const image = { data, width: TRIAL_SIDE, height: TRIAL_SIDE };
  try {
    if (entry.task === 'detect') await createDetector(entry, session)(image);
    else
      for (const tier of tiersOf({ folder: '', models: [entry] }))
        await enlarge(image, networkOf(tier, session));
  } finally {
    await session.release();
  }
}

function unfit({ file, as }: ModelDescription, why: string): Refusal {
  return new Refusal('model-unfit', `${file} cannot be used as ${as}: ${why}`);
}
