import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { didYouMean } from '../core/did-you-mean.js';
import { messageOf, Refusal } from '../core/errors.js';
import { createLog } from '../core/log.js';
import { openVision } from '../hub/vision.js';
import { type Manifest, readManifest, readModel } from '../imaging/vision/manifest.js';
import type { ModelEntry } from '../imaging/vision/model-entry.js';
import type { Vision } from '../imaging/vision/types.js';
import type { Command, CommandContext } from './command.js';
import { addModel, type ModelRequest } from './models-add.js';

const help = `petcam-hub models [--folder DIR] [--json]
petcam-hub models add FILE --as detector|upscaler [options]

Lists the models that the hub sees and enlarges with, and tries each one: that its file is there, has the
SHA-256 of its entry in manifest.json, and takes and gives what the entry says. Ends with 1 when one does not.
models/README.md says how to add one.

  --folder DIR   another folder with a manifest.json
  --json         [{"name", "task", "file", "bytes", "licence", "trouble"}]; trouble is null when all is well

add copies an ONNX file of yours into the folder, tries it on a picture and lets the hub use it before the models that
came with it. To go back, take its entry out of manifest.json.

  --as WHAT      detector: float32[1,3,side,side] in, boxes of 80 COCO classes out, without non-maximum suppression;
                 upscaler: float32[1,3,h,w] of 0..1 or uint8[1,h,w,3] in, the same, larger, out (Real-ESRGAN)
  --kind KIND    of a detector: yolo (YOLOv5, v8 and later; the default) or yolox
  --scale 2|4    of an upscaler (default 4)
  --name NAME    what to call it (default: the file's name)
  --licence ID   its licence, as SPDX calls it (default: NOASSERTION)`;

const MODELS = fileURLToPath(new URL('../../models', import.meta.url));

/** Command `petcam-hub models`: checks the installed models, and adds one. */
export const models: Command = {
  help,
  verbs: () => ['add'],
  async run(args, { config, print }) {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [word, file, ...rest] = positionals;
    const adds = word === 'add' && file !== undefined && rest.length === 0;
    if (word !== undefined && !adds)
      throw new Refusal(
        'usage',
        `petcam-hub models --help says how to call it${word === 'add' ? '' : didYouMean(word, ['add'])}`,
      );
    const vision = visionFor(config(), path.resolve(values.folder));
    try {
      if (adds) await add(path.resolve(file), values, vision, print);
      else await list(values, vision, print);
    } finally {
      await vision.stop();
    }
  },
};

/** A vision process for this command; what it warns of, doctor says too. */
function visionFor(config: Config, folder: string): Vision {
  return openVision(config, folder, systemClock, createLog('silent'), 0).vision;
}

async function list(values: Values, vision: Vision, print: CommandContext['print']): Promise<void> {
  const manifest = await readManifest(path.resolve(values.folder));
  const tried = [];
  for (const entry of manifest.models)
    tried.push({ ...summary(entry), trouble: await problemOf(manifest, entry, vision) });
  if (values.json) print(JSON.stringify(tried));
  else show(tried, print);
  if (tried.some(({ trouble }) => trouble !== null)) process.exitCode = 1;
}

const OPTIONS = {
  folder: { type: 'string', default: MODELS },
  json: { type: 'boolean', default: false },
  as: { type: 'string' },
  kind: { type: 'string', default: 'yolo' },
  scale: { type: 'string', default: '4' },
  name: { type: 'string' },
  licence: { type: 'string', default: 'NOASSERTION' },
} as const;

interface Values {
  folder: string;
  json: boolean;
  as?: string | undefined;
  kind: string;
  scale: string;
  name?: string | undefined;
  licence: string;
}

async function add(
  file: string,
  values: Values,
  vision: Vision,
  print: CommandContext['print'],
): Promise<void> {
  const name =
    values.name ??
    path
      .parse(file)
      .name.toLowerCase()
      .replace(/[^a-z0-9.-]+/g, '-');
  const request: ModelRequest = {
    file,
    as: oneOf('--as', values.as, ['detector', 'upscaler']),
    kind: oneOf('--kind', values.kind, ['yolo', 'yolox']),
    scale: oneOf('--scale', values.scale, ['2', '4']) === '2' ? 2 : 4,
    name,
    licence: values.licence,
  };
  const entry = await addModel(path.resolve(values.folder), request, vision);
  if (values.json) print(JSON.stringify({ ...summary(entry), trouble: null }));
  else print(`${entry.name} is the first model for ${entry.task} from the next start of the hub on`);
}

function oneOf<T extends string>(option: string, value: string | undefined, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found) return found;
  throw new Refusal('usage', `${option} is one of ${known.join(', ')}`);
}

function summary({ name, task, file, bytes, licence }: ModelEntry) {
  return { name, task, file, bytes, licence };
}

/** Fault of a model, in one sentence; null when it opens as its entry says. */
async function problemOf(manifest: Manifest, entry: ModelEntry, vision: Vision): Promise<string | null> {
  try {
    await vision.run('checkModel', { bytes: await readModel(manifest, entry), entry });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function show(
  tried: (ReturnType<typeof summary> & { trouble: string | null })[],
  print: CommandContext['print'],
) {
  for (const { name, task, bytes, licence, trouble } of tried) {
    const size = `${(bytes / 1e6).toFixed(1)} MB`.padStart(8);
    print(`${name.padEnd(20)} ${task.padEnd(8)} ${size}  ${licence}  ${trouble ?? 'ok'}`);
  }
}
