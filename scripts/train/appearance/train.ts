// npx tsx scripts/train/appearance/train.ts --data DIR: makes models/pet-appearance-192.onnx.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { appearanceFeeds } from '../../../src/imaging/vision/appearance.js';
import { COAT_LENGTH } from '../../../src/imaging/vision/coat.js';
import { decodeRgb } from '../../../src/imaging/vision/pixels.js';
import { openSession, type Session } from '../../../src/imaging/vision/session.js';
import { generator } from '../../eval/bestcut-scores.js';
import { fitComponents, type Rows } from './components.js';
import { appearanceModel, FEATURES, SIDE, STAGES } from './graph.js';

const USAGE = `Usage: npx tsx scripts/train/appearance/train.ts --data DIR [--out FILE] [--length N] [--seed N]

Makes the model that says what a pet looks like: the first stages of models/nanodet-416.onnx, unchanged, and a straight map
of their features over the pet and of the description of its coat to their principal components among many pets.

  --data DIR    petheads: annotations.json beside its images
  --out FILE    models/pet-appearance-192.onnx unless given
  --length N    numbers of an appearance (128)
  --seed N      (1)
  --help        print this`;

const models = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../models');
const CELLS = STAGES[0].cells;

interface Annotation {
  file: string;
  pet_box: [number, number, number, number] | null;
}

/** Opens a model that gives the features themselves. */
function openFeatures(detector: Uint8Array): Promise<Session> {
  return openSession(
    {
      name: 'features',
      bytes: appearanceModel(detector, null),
      inputs: [
        { name: 'image', type: 'uint8', shape: ['crops', SIDE, SIDE, 3] },
        { name: 'pet', type: 'float32', shape: ['crops', CELLS, CELLS] },
        { name: 'coat', type: 'float32', shape: ['crops', COAT_LENGTH] },
      ],
      outputs: [{ name: 'appearance', type: 'float32', shape: ['crops', FEATURES] }],
    },
    1,
  );
}

/** Features of one pet of each photo. */
async function featuresOf(folder: string, session: Session): Promise<Rows> {
  const all = JSON.parse(readFileSync(path.join(folder, 'annotations.json'), 'utf8')) as Annotation[];
  const rows: Float32Array[] = [];
  for (const { file, pet_box: box } of all) {
    if (!box) continue;
    const [x, y, width, height] = box;
    const image = await decodeRgb(readFileSync(path.join(folder, file)));
    const feeds = await appearanceFeeds(image, { x, y, width, height }, SIDE, CELLS);
    const { appearance } = await session.run(feeds);
    rows.push(appearance?.data as Float32Array);
    if (rows.length % 50 === 0) process.stderr.write(`\r${rows.length} of ${all.length} `);
  }
  const data = new Float32Array(rows.length * FEATURES);
  for (const [at, row] of rows.entries()) data.set(row, at * FEATURES);
  return { data, length: FEATURES };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      out: { type: 'string', default: path.join(models, 'pet-appearance-192.onnx') },
      length: { type: 'string', default: '128' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || !values.data) return console.log(USAGE);
  const detector = readFileSync(path.join(models, 'nanodet-416.onnx'));
  const rows = await featuresOf(values.data, await openFeatures(detector));
  const projection = fitComponents(rows, Number(values.length), generator(Number(values.seed)));
  const bytes = appearanceModel(detector, projection);
  writeFileSync(values.out, bytes);
  console.log(`${createHash('sha256').update(bytes).digest('hex')}  ${values.out}`);
  console.log(`${bytes.length} bytes, of ${rows.data.length / FEATURES} pets`);
}

await main();
