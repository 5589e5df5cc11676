import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../core/durable-file.js';
import { Refusal } from '../core/errors.js';
import { enlarge } from '../imaging/upscale/enlarge.js';
import { networkOf, tiersOf } from '../imaging/upscale/tiers.js';
import { createDetector } from '../imaging/vision/detect.js';
import { type Manifest, type ModelEntry, openModel, readManifest } from '../imaging/vision/manifest.js';
import { readSpecs, type TensorSpec } from '../imaging/vision/session.js';

/** What a person says of a model of their own. */
export interface ModelRequest {
  file: string;
  as: 'detector' | 'upscaler';
  kind: 'yolo' | 'yolox';
  scale: 2 | 4;
  name: string;
  licence: string;
}

const PLANES = { layout: 'nchw', order: 'rgb', deviation: [255, 255, 255] } as const;
/** What an exporter's free sizes are taken to be. */
const USUAL_SIDE = 640;
/** Of the files of models: the service runs as a user of its own. */
const READABLE = 0o644;
/** Side of the picture that a new model is tried on. */
const TRIAL_SIDE = 96;

/**
 * Copies a model into `folder` and enters it in the manifest before the others of its task, once it has opened and
 * answered a first picture as such a model does.
 *
 * @throws Refusal `model-unfit` for a file whose inputs are not pictures, `model-name` for a name that is taken or no
 * name; Fault `model-shape` when the runtime does not load it or its answer does not fit.
 */
export async function addModel(folder: string, request: ModelRequest): Promise<ModelEntry> {
  const manifest = await readManifest(folder);
  if (
    !/^[a-z0-9][a-z0-9.-]*$/.test(request.name) ||
    manifest.models.some(({ name }) => name === request.name)
  ) {
    throw new Refusal(
      'model-name',
      `${request.name}: a name of its own, of small letters, digits, dots and dashes`,
    );
  }
  const bytes = await readFile(request.file);
  const entry = await entryOf(request, bytes);
  await tryOut({
    folder: path.dirname(request.file),
    models: [{ ...entry, file: path.basename(request.file) }],
  });
  replaceFile(path.join(folder, entry.file), bytes, READABLE);
  replaceFile(path.join(folder, 'manifest.json'), textOf(manifest, entry), READABLE);
  return entry;
}

async function entryOf(request: ModelRequest, bytes: Uint8Array): Promise<ModelEntry> {
  const { inputs, outputs } = await readSpecs(request.name, bytes);
  const [input] = inputs;
  if (!input || inputs.length > 1 || outputs.length > 1) {
    throw unfit(request, `it has ${inputs.length} inputs and ${outputs.length} outputs, not one of each`);
  }
  const options =
    request.as === 'detector' ? detectorOptions(request, input) : upscalerOptions(request, input);
  return {
    name: request.name,
    task: request.as === 'detector' ? 'detect' : 'upscale',
    file: `${request.name}.onnx`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    licence: request.licence,
    source: 'put in by the owner',
    made: `petcam-hub models add ${path.basename(request.file)}`,
    inputs: inputs.map((spec) => ({ ...spec, shape: [...spec.shape] })),
    outputs: outputs.map((spec) => ({ ...spec, shape: [...spec.shape] })),
    preprocess: 'as options.pixels says',
    postprocess:
      request.as === 'detector' ? 'boxes of a YOLO head, non-maximum suppression' : 'as options.pixels says',
    options,
  };
}

function detectorOptions(request: ModelRequest, { type, shape }: TensorSpec): Record<string, unknown> {
  const [, channels, height, width] = shape;
  const square = height === width || (typeof height === 'string' && typeof width === 'string');
  if (type !== 'float32' || shape.length !== 4 || channels !== 3 || !square) {
    throw unfit(request, `it takes ${type}[${shape}], not a square picture as float32[1,3,side,side]`);
  }
  const side = typeof height === 'number' ? height : USUAL_SIDE;
  const common = { kind: 'yolo', side, threshold: 0.25, overlap: 0.6 };
  if (request.kind === 'yolo') return { ...common, pixels: PLANES };
  const pixels = { layout: 'nchw', order: 'bgr' };
  return { ...common, pixels, place: 'corner', strides: [8, 16, 32] };
}

function upscalerOptions(request: ModelRequest, { type, shape }: TensorSpec): Record<string, unknown> {
  const [, second, third, fourth] = shape;
  const free = (size: unknown) => typeof size === 'string';
  const options = { scale: request.scale, overlap: 32, align: 8 };
  if (type === 'uint8' && free(second) && free(third) && fourth === 3) return options;
  if (type === 'float32' && second === 3 && free(third) && free(fourth))
    return { ...options, pixels: PLANES };
  const wanted = 'float32[1,3,height,width] or uint8[1,height,width,3] with free height and width';
  throw unfit(request, `it takes ${type}[${shape}], not ${wanted}`);
}

/** Shows the model a grey picture; what does not answer like a model for its task throws. */
async function tryOut(manifest: Manifest): Promise<void> {
  const [entry] = manifest.models as [ModelEntry];
  const session = await openModel(manifest, entry, 1);
  const data = new Uint8Array(TRIAL_SIDE ** 2 * 3).fill(128);
  const image = { data, width: TRIAL_SIDE, height: TRIAL_SIDE };
  try {
    if (entry.task === 'detect') await createDetector(entry, session)(image);
    else for (const tier of tiersOf(manifest)) await enlarge(image, networkOf(tier, session));
  } finally {
    await session.release();
  }
}

function textOf(manifest: Manifest, entry: ModelEntry): string {
  const first = manifest.models.findIndex(({ task }) => task === entry.task);
  const models = [...manifest.models];
  models.splice(Math.max(0, first), 0, entry);
  return `${JSON.stringify({ version: 1, models }, null, 2)}\n`;
}

function unfit({ file, as }: ModelRequest, why: string): Refusal {
  return new Refusal('model-unfit', `${path.basename(file)} cannot be used as ${as}: ${why}`);
}
