import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { Fault, messageOf } from '../../core/errors.js';
import { ModelEntry } from './model-entry.js';

const ManifestFile = Type.Object(
  { version: Type.Literal(1), models: Type.Array(ModelEntry) },
  { additionalProperties: false },
);

/** Every model of a folder, `models/manifest.json`. For one task the first entry is the one that is used. */
export interface Manifest {
  folder: string;
  models: ModelEntry[];
}

/**
 * Models that `manifest.json` in `folder` declares; their files are not read yet.
 * @throws Fault `model-manifest` when it is missing, no JSON, or not as described, naming every fault in it.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = path.join(folder, 'manifest.json');
  const parsed = await readJson(file);
  if (!Value.Check(ManifestFile, parsed)) {
    const errors = Value.Errors(ManifestFile, parsed).map(
      (error) => `${error.instancePath} ${error.message}`,
    );
    throw manifestFault(`${file} is not valid: ${errors.join('; ')}`);
  }
  const names = parsed.models.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw manifestFault(`${file} has two models named ${twice}`);
  return { folder, models: parsed.models };
}

/**
 * The entry called `name`, or without a name the first one for the task.
 *
 * @throws Fault `model-missing` when there is none.
 */
export function findModel(manifest: Manifest, task: ModelEntry['task'], name?: string): ModelEntry {
  const found = manifest.models.find((entry) => entry.task === task && (!name || entry.name === name));
  if (found) return found;
  throw new Fault(
    'model-missing',
    `${manifest.folder}/manifest.json has no model ${name ? `${name} ` : ''}for ${task}`,
    'put back the models folder that came with the hub, or add an entry',
  );
}

/**
 * Reads a model's file and proves that it is the declared one.
 *
 * @throws Fault `model-missing` when it cannot be read, `model-hash` when it is another file.
 */
export async function readModel(manifest: Manifest, entry: ModelEntry): Promise<Uint8Array> {
  const file = path.join(manifest.folder, entry.file);
  const bytes = await readSized(file, entry).catch((cause: unknown) => {
    if (cause instanceof Fault) throw cause;
    const hint = 'put back the models folder that came with the hub';
    throw new Fault('model-missing', `model ${entry.name} cannot be read: ${messageOf(cause)}`, hint, {
      cause,
    });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === entry.sha256) return bytes;
  throw otherFile(entry, `sha256 ${sha256}, the manifest says ${entry.sha256}`);
}

/** Looks at the size first, so that a wrong file never fills the memory. */
async function readSized(file: string, entry: ModelEntry): Promise<Uint8Array> {
  const { size } = await stat(file);
  if (size !== entry.bytes) throw otherFile(entry, `${size} bytes, the manifest says ${entry.bytes}`);
  return readFile(file);
}

function otherFile(entry: ModelEntry, what: string): Fault {
  return new Fault(
    'model-hash',
    `model ${entry.name} is not the declared file: ${entry.file} has ${what}`,
    'put back the original file; if you replaced it on purpose, correct bytes and sha256 of its entry in models/manifest.json',
  );
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw manifestFault(`${file} cannot be read: ${messageOf(cause)}`, cause);
  }
}

function manifestFault(message: string, cause?: unknown): Fault {
  const hint = 'put back the models folder that came with the hub, or correct the entry it names';
  return new Fault('model-manifest', message, hint, { cause });
}
