import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readManifest } from './manifest.js';

/**
 * Name of the program and the models in `folder` that answers of the vision process come from: 16 hexadecimal digits.
 * Answers under two names are not compared with each other. A manifest that cannot be read counts as an empty one: the
 * vision process says what is wrong with it.
 */
export async function basisOf(version: string, folder: string): Promise<string> {
  const manifest = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch(() => '');
  return createHash('sha256').update(`${version}\n${manifest}`).digest('hex').slice(0, 16);
}

/**
 * Name of the model in `folder` that says what pets look like: numbers under two names are not compared with each other.
 * Null without such a model, or without a manifest that can be read: the vision process says what is wrong with it.
 */
export async function appearanceModelOf(folder: string): Promise<string | null> {
  const manifest = await readManifest(folder).catch(() => null);
  const entry = manifest?.models.find(({ task }) => task === 'appearance');
  return entry ? `${entry.name} ${entry.sha256.slice(0, 12)}` : null;
}
