import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../core/durable-file.js';
import { Refusal } from '../core/errors.js';
import { type Manifest, readManifest } from '../imaging/vision/manifest.js';
import type { ModelEntry } from '../imaging/vision/model-entry.js';
import type { ModelDescription, Vision } from '../imaging/vision/types.js';

/** A model file, and what a person says of it. */
export interface ModelRequest extends Omit<ModelDescription, 'file'> {
  /** Path of the file. */
  file: string;
}

/** Mode of the files of models: the service runs as a user of its own. */
const READABLE = 0o644;

/**
 * Copies a model into `folder` and enters it in the manifest before the others of its task, once it has opened and
 * answered a first picture in the vision process as such a model does.
 *
 * @throws Refusal `model-unfit` for a file whose inputs are not pictures, `model-name` for a name that is taken or no
 * name; Fault `model-shape` when the runtime does not load it or its answer does not fit.
 */
export async function addModel(
  folder: string,
  request: ModelRequest,
  vision: Pick<Vision, 'run'>,
): Promise<ModelEntry> {
  const manifest = await readManifest(folder);
  const { name } = request;
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name) || manifest.models.some((entry) => entry.name === name)) {
    throw new Refusal('model-name', `${name}: a name of its own, of small letters, digits, dots and dashes`);
  }
  const bytes = await readFile(request.file);
  const description = { ...request, file: path.basename(request.file) };
  const entry = await vision.run('tryModel', { bytes, description });
  // The file is named here: what looked at the model has no say in where it goes.
  const named = { ...entry, name, file: `${name}.onnx` };
  replaceFile(path.join(folder, named.file), bytes, READABLE);
  replaceFile(path.join(folder, 'manifest.json'), textOf(manifest, named), READABLE);
  return named;
}

function textOf(manifest: Manifest, entry: ModelEntry): string {
  const first = manifest.models.findIndex(({ task }) => task === entry.task);
  const models = [...manifest.models];
  models.splice(Math.max(0, first), 0, entry);
  return `${JSON.stringify({ version: 1, models }, null, 2)}\n`;
}
