import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf } from '../errors.js';
import { type Manifest, type ModelEntry, openModel, readManifest } from '../vision/manifest.js';
import type { Command, Surroundings } from './command.js';

const help = `petcam-hub models [--folder DIR] [--json]

Lists the models that the hub sees and enlarges with, and tries each one: that its file is there, has the
SHA-256 of its entry in manifest.json, and takes and gives what the entry says. Ends with 1 when one does not.
models/README.md says how to add one.

  --folder DIR   another folder with a manifest.json
  --json         [{"name", "task", "file", "bytes", "licence", "trouble"}]; trouble is null when all is well`;

const MODELS = fileURLToPath(new URL('../../models', import.meta.url));

export const models: Command = {
  help,
  async run(args, { print }) {
    const { values } = parseArgs({
      args,
      options: { folder: { type: 'string', default: MODELS }, json: { type: 'boolean', default: false } },
    });
    const manifest = await readManifest(path.resolve(values.folder));
    const tried = [];
    for (const entry of manifest.models)
      tried.push({ ...summary(entry), trouble: await troubleOf(manifest, entry) });
    if (values.json) print(JSON.stringify(tried));
    else show(tried, print);
    if (tried.some(({ trouble }) => trouble !== null)) process.exitCode = 1;
  },
};

function summary({ name, task, file, bytes, licence }: ModelEntry) {
  return { name, task, file, bytes, licence };
}

/** What is wrong with a model, in one sentence; null when it opens as its entry says. */
async function troubleOf(manifest: Manifest, entry: ModelEntry): Promise<string | null> {
  try {
    const session = await openModel(manifest, entry, 1);
    await session.release();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function show(
  tried: (ReturnType<typeof summary> & { trouble: string | null })[],
  print: Surroundings['print'],
) {
  for (const { name, task, bytes, licence, trouble } of tried) {
    const size = `${(bytes / 1e6).toFixed(1)} MB`.padStart(8);
    print(`${name.padEnd(20)} ${task.padEnd(8)} ${size}  ${licence}  ${trouble ?? 'ok'}`);
  }
}
