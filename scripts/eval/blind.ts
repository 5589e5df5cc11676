// A blind comparison on frames that have no truth: pairs of crops, ours and Lanczos, without saying which is which.
import { createHash, randomInt } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { messageOf } from '../../src/core/errors.js';
import { enlarge } from '../../src/imaging/upscale/enlarge.js';
import { decodeRgb, type RgbImage } from '../../src/imaging/vision/pixels.js';
import { openTiers } from './networks.js';
import { studioLuma } from './planes.js';
import { LANCZOS3, resampleImage } from './resample.js';

const USAGE = `npx tsx scripts/eval/blind.ts --data DIR --out DIR [--count 50] [--models DIR] [--model NAME]
npx tsx scripts/eval/blind.ts --out DIR --answers FILE

The first makes pair-01.png and so on: the most detailed part of a real frame, enlarged by 2 with our network and with
Lanczos-3, side by side in random order, and each pixel shown as 2x2. Which side is whose is in key.json, which nobody
opens before the answers are written; the SHA-256 that is printed proves later that it is the same.

FILE has a line for each pair, the better side or =: "01 left", "02 right", "03 =". The second counts them and ends with
one line of JSON: {"ours","lanczos","same","pairs","key"}.`;

/** Of the small frame; a multiple of the JPEG's blocks. */
const CROP = { width: 208, height: 152 };
const GAP = 24;
const ZOOM = 2;

type Side = 'left' | 'right';

/** Where the most detail is, on a grid of the JPEG's blocks. */
function busiest(image: RgbImage): { left: number; top: number } {
  const { data, width, height } = studioLuma(image);
  let best = { left: 0, top: 0, detail: -1 };
  for (let top = 0; top + CROP.height <= height; top += 32) {
    for (let left = 0; left + CROP.width <= width; left += 32) {
      let detail = 0;
      for (let y = top; y < top + CROP.height; y += 2) {
        for (let x = left + 1; x < left + CROP.width; x += 2) {
          const i = y * width + x;
          detail += Math.abs((data[i] as number) - (data[i - 1] as number));
        }
      }
      if (detail > best.detail) best = { left, top, detail };
    }
  }
  return best;
}

async function tile(image: RgbImage, at: { left: number; top: number }): Promise<Buffer> {
  const raw = { width: image.width, height: image.height, channels: 3 } as const;
  const region = { left: 2 * at.left, top: 2 * at.top, width: 2 * CROP.width, height: 2 * CROP.height };
  const size = { width: ZOOM * region.width, height: ZOOM * region.height, kernel: 'nearest' } as const;
  return sharp(image.data, { raw }).extract(region).resize(size).png().toBuffer();
}

async function pairOf(left: Buffer, right: Buffer): Promise<Buffer> {
  const [width, height] = [2 * ZOOM * CROP.width, 2 * ZOOM * CROP.height];
  const background = { r: 128, g: 128, b: 128 };
  return sharp({ create: { width: 2 * width + GAP, height, channels: 3, background } })
    .composite([
      { input: left, left: 0, top: 0 },
      { input: right, left: width + GAP, top: 0 },
    ])
    .png()
    .toBuffer();
}

/** All frames, by turn from every source: the part of the name before the first underscore. */
async function framesOf(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort();
  const bySource = new Map<string, string[]>();
  for (const file of files) {
    const source = file.split('_', 1)[0] as string;
    bySource.set(source, [...(bySource.get(source) ?? []), file]);
  }
  const chosen: string[] = [];
  for (let round = 0; chosen.length < files.length; round++) {
    for (const list of bySource.values()) {
      const file = list[round];
      if (file) chosen.push(file);
    }
  }
  return chosen;
}

interface Making {
  data: string;
  out: string;
  count: number;
  models: string;
  model: string | undefined;
}

async function make({ data, out, count, models, model }: Making): Promise<void> {
  const networks = await openTiers(models);
  const ours = networks.find(({ name }) => name === (model ?? networks[0]?.name));
  if (!ours) throw new Error(`no upscaler ${model ?? ''} in ${models}`);
  await mkdir(out, { recursive: true });
  const key: { pair: string; file: string; ours: Side }[] = [];
  for (const file of await framesOf(data)) {
    if (key.length === count) break;
    const image = await decodeRgb(await readFile(path.join(data, file))).catch(() => null);
    if (!image || image.width < CROP.width || image.height < CROP.height) continue;
    const at = busiest(image);
    const made = await tile(await enlarge(image, ours.network), at);
    const plain = await tile(resampleImage(image, 2 * image.width, 2 * image.height, LANCZOS3), at);
    const side: Side = randomInt(2) === 0 ? 'left' : 'right';
    const pair = String(key.length + 1).padStart(2, '0');
    const picture = side === 'left' ? await pairOf(made, plain) : await pairOf(plain, made);
    await writeFile(path.join(out, `pair-${pair}.png`), picture);
    key.push({ pair, file, ours: side });
  }
  const text = JSON.stringify({ model: ours.name, key }, null, 1);
  await writeFile(path.join(out, 'key.json'), text);
  console.log(`${key.length} pairs in ${out}; SHA-256 of key.json: ${sha256(text)}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function count(out: string, answers: string): Promise<void> {
  const text = await readFile(path.join(out, 'key.json'), 'utf8');
  const { key } = JSON.parse(text) as { key: { pair: string; ours: Side }[] };
  const said = new Map<string, string>();
  for (const line of (await readFile(answers, 'utf8')).split('\n')) {
    const [, pair, side] = /^\s*(\d+)\s+(left|right|=)\s*$/.exec(line) ?? [];
    if (pair && side) said.set(pair.padStart(2, '0'), side);
  }
  const open = key.filter(({ pair }) => !said.has(pair)).map(({ pair }) => pair);
  if (open.length > 0) throw new Error(`no answer for ${open.join(', ')}`);
  const share = (holds: (side: string | undefined, ours: Side) => boolean) =>
    key.filter(({ pair, ours }) => holds(said.get(pair), ours)).length;
  console.log(
    JSON.stringify({
      ours: share((side, ours) => side === ours),
      lanczos: share((side, ours) => side !== ours && side !== '='),
      same: share((side) => side === '='),
      pairs: key.length,
      key: sha256(text),
    }),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      count: { type: 'string', default: '50' },
      models: { type: 'string', default: new URL('../../models', import.meta.url).pathname },
      model: { type: 'string' },
      answers: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const { out, data, answers, models, model } = values;
  if (!out || (!data && !answers)) throw new Error(USAGE);
  if (answers) return count(out, answers);
  await make({ data: data as string, out, count: Number(values.count), models, model });
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
