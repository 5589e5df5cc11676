import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Fault, messageOf } from '../errors.js';
import { type Manifest, type ModelEntry, openModel, readManifest } from '../vision/manifest.js';
import type { Command } from './command.js';

const help = `petcam-hub models [--folder DIR] [--json]

Lists the models of the manifest and proves each one: the file is there, it is the declared one (SHA-256), it loads,
and its inputs and outputs are as declared. To use another model, put its .onnx and an entry for it into the folder;
models/README.md says how. For one task the first entry that fits is used.

  --folder DIR   a folder with manifest.json (default: the models that came with the hub)
  --json         one line of JSON

The exit code is 1 when a model does not hold.`;

const SHIPPED = fileURLToPath(new URL('../../models', import.meta.url));

/** One model and what became of the proof. */
interface Proof {
  name: string;
  task: ModelEntry['task'];
  file: string;
  bytes: number;
  licence: string;
  /** Null when the model holds. */
  fault: { code: string; message: string } | null;
}

export const models: Command = {
  help,
  async run(args, { print }) {
    const { values } = parseArgs({
      args,
      options: { folder: { type: 'string', default: SHIPPED }, json: { type: 'boolean', default: false } },
    });
    const manifest = await readManifest(values.folder);
    const proofs: Proof[] = [];
    for (const entry of manifest.models) proofs.push(await prove(manifest, entry));
    print(values.json ? JSON.stringify({ models: proofs }) : proofs.map(line).join('\n'));
    const failed = proofs.filter(({ fault }) => fault !== null);
    if (failed.length === 0) return;
    throw new Fault(
      'models-unsound',
      `${failed.length} of ${proofs.length} models cannot be used`,
      'put back the models folder that came with the hub, or correct the entries named above',
    );
  },
};

async function prove(manifest: Manifest, entry: ModelEntry): Promise<Proof> {
  const { name, task, file, bytes, licence } = entry;
  const fault = await openModel(manifest, entry, 1).then(
    (session) => session.release().then(() => null),
    (error: Fault) => ({ code: error.code, message: messageOf(error) }),
  );
  return { name, task, file, bytes, licence, fault };
}

function line({ name, task, bytes, licence, fault }: Proof): string {
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  const facts = `${name.padEnd(20)} ${task.padEnd(8)} ${size.padStart(8)}  ${licence.padEnd(12)}`;
  return `${facts} ${fault ? `${fault.code}: ${fault.message}` : 'holds'}`;
}
