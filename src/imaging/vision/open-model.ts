import { type Manifest, readModel } from './manifest.js';
import type { ModelEntry } from './model-entry.js';
import { openSession, type Session } from './session.js';

/**
 * Opens a model whose file, hash, inputs and outputs are as declared.
 *
 * @throws Fault as `readModel` and `openSession`.
 */
export async function openModel(manifest: Manifest, entry: ModelEntry, threads: number): Promise<Session> {
  const { name, inputs, outputs } = entry;
  return openSession({ name, bytes: await readModel(manifest, entry), inputs, outputs }, threads);
}
