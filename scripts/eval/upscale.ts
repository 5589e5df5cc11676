/**
 * How good the upscaler is: photos in, each made small (as the camera would, or cleanly), enlarged by the shipped
 * models and by classical means, compared with itself.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { decodeRgb, type RgbImage } from '../../src/imaging/vision/pixels.js';
import { cameraFrame } from './camera.js';
import { bestClassical, type Classical } from './classical.js';
import { enlargeBy, type Measured, msPerMegapixel, openOther, openTiers, timesFaster } from './networks.js';
import { type Difference, type Judge, openJudge } from './perceptual.js';
import { cropImage, studioLuma } from './planes.js';
import { psnr, ssim } from './quality.js';
import { CUBIC, LANCZOS3, resample, resampleImage } from './resample.js';

const USAGE = `npm run eval:upscale -- --data DIR [options]

Enlarges every photo of DIR (JPEG, PNG, WebP; folders inside too) after making it small, and prints PSNR and SSIM
on luma (BT.601 studio range, as papers do; shave = scale) against the photo itself. Ends with one line of JSON.

  --data DIR        photos to measure on; none that the models were trained on
  --scale 2|4       how much smaller the photos are made (default 2); 4 enlarges twice
  --degrade KIND    camera (default): as an OV2640 at its typical values delivers them, seeded;
                    bicubic: a clean reduction
  --esrgan FILE     ESRGAN-slim as ONNX (scripts/eval/esrgan-slim.py makes it): adds the ratio of times
  --perceptual      also how different each looks from the photo, in colour, by Butteraugli (3-norm) and SSIMULACRA 1,
                    lower is better; needs Debian's libjxl-devtools, takes a second a photo
  --json            only the JSON line
  --help            this text
`;

const BASELINES = ['lanczos', 'lanczosUnsharp', 'lanczosDenoise', 'bicubic'];
const LIMITS = { maxBytes: 200e6, maxPixels: 50e6, maxScans: 100 };
const MODELS = new URL('../../models', import.meta.url).pathname;

interface Score {
  psnr: number;
  ssim: number;
}

/** One photo's result: by method name. */
interface Row {
  photo: string;
  scores: Record<string, Score>;
  /** With --perceptual. */
  differences: Record<string, Difference>;
}

interface Options {
  data: string;
  scale: 2 | 4;
  degrade: 'camera' | 'bicubic';
  esrgan: string | undefined;
  perceptual: boolean;
  say: (line: string) => void;
}

function options(): Options | undefined {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      scale: { type: 'string', default: '2' },
      degrade: { type: 'string', default: 'camera' },
      esrgan: { type: 'string' },
      perceptual: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { data, degrade } = values;
  const scale = Number(values.scale);
  const valid = data && (scale === 2 || scale === 4) && (degrade === 'camera' || degrade === 'bicubic');
  if (values.help || !valid) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return undefined;
  }
  const say = values.json ? () => undefined : (line: string) => console.log(line);
  return { data, scale, degrade, esrgan: values.esrgan, perceptual: values.perceptual, say };
}

async function photosIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true });
  return found.filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort();
}

/** Cuts the sides to multiples of 2 x scale, so that every way of making it small keeps its pixels aligned. */
async function readPhoto(file: string, scale: number): Promise<RgbImage> {
  const image = await decodeRgb(await readFile(file), LIMITS);
  const cut = (side: number) => Math.floor(side / (2 * scale)) * 2 * scale;
  return cropImage(image, cut(image.width), cut(image.height));
}

function makeSmall(photo: RgbImage, { scale, degrade }: Options, seed: number): RgbImage {
  if (degrade === 'camera') return cameraFrame(photo, scale, seed);
  return resampleImage(photo, photo.width / scale, photo.height / scale, CUBIC);
}

async function measure(
  chosen: Options,
  tiers: readonly Measured[],
  judge: Judge | null,
): Promise<{ rows: Row[]; classical: Classical[] }> {
  const rows: Row[] = [];
  const classical: Classical[] = [];
  const photos = await photosIn(chosen.data);
  if (photos.length === 0) throw new Error(`${chosen.data} has no photos`);
  for (const [i, name] of photos.entries()) {
    const photo = await readPhoto(path.join(chosen.data, name), chosen.scale);
    const small = makeSmall(photo, chosen, i + 1);
    const truth = studioLuma(photo);
    const score = (out: typeof truth) => ({
      psnr: psnr(out, truth, chosen.scale),
      ssim: ssim(out, truth, chosen.scale),
    });
    const scores: Row['scores'] = {};
    const outs: Record<string, RgbImage> = {
      lanczos: resampleImage(small, photo.width, photo.height, LANCZOS3),
      bicubic: resampleImage(small, photo.width, photo.height, CUBIC),
    };
    for (const tier of tiers) {
      const out = await enlargeBy(small, chosen.scale, tier);
      outs[tier.name] = out;
      scores[tier.name] = score(studioLuma(out));
    }
    const luma = studioLuma(small);
    scores['lanczos'] = score(resample(luma, photo.width, photo.height, LANCZOS3));
    scores['bicubic'] = score(resample(luma, photo.width, photo.height, CUBIC));
    classical.push({ luma, truth, shave: chosen.scale });
    rows.push({ photo: name, scores, differences: judge ? await judge.differences(photo, outs) : {} });
    chosen.say(`${i + 1}/${photos.length} ${name} ${summary(scores)}`);
  }
  return { rows, classical };
}

function summary(scores: Row['scores']): string {
  return Object.entries(scores)
    .map(([name, { psnr }]) => `${name} ${psnr.toFixed(2)}`)
    .join('  ');
}

function average(rows: readonly Row[], method: string): Score {
  const mean = (of: keyof Score) =>
    rows.reduce((sum, row) => sum + (row.scores[method]?.[of] ?? 0), 0) / rows.length;
  return { psnr: mean('psnr'), ssim: mean('ssim') };
}

function against(rows: readonly Row[], method: string, baseline: string) {
  const gains = rows.map(({ scores }) => (scores[method]?.psnr ?? 0) - (scores[baseline]?.psnr ?? 0));
  return {
    wins: gains.filter((gain) => gain > 0).length,
    losses: gains.filter((gain) => gain < 0).length,
    smallestGain: Math.min(...gains),
  };
}

function rounded<T extends object>(numbers: T): T {
  return Object.fromEntries(
    Object.entries(numbers).map(([key, value]) => [
      key,
      typeof value === 'number' ? Number(value.toFixed(4)) : value,
    ]),
  ) as T;
}

/** The mean differences by method, and how many photos look closer to the truth than with Lanczos, and farther from it. */
function perceptualOf(rows: readonly Row[]) {
  const methods = Object.keys(rows[0]?.differences ?? {});
  const of = (row: Row, method: string) => row.differences[method] as Difference;
  const summaryOf = (method: string, by: keyof Difference) => {
    const gains = rows.map((row) => of(row, 'lanczos')[by] - of(row, method)[by]);
    const mean = rows.reduce((sum, row) => sum + of(row, method)[by], 0) / rows.length;
    const count = (some: (gain: number) => boolean) => gains.filter(some).length;
    return rounded({ mean, wins: count((gain) => gain > 0), losses: count((gain) => gain < 0) });
  };
  return Object.fromEntries(
    methods.map((method) => [
      method,
      { butteraugli: summaryOf(method, 'butteraugli'), ssimulacra: summaryOf(method, 'ssimulacra') },
    ]),
  );
}

/** How many times slower ESRGAN-slim is than each of ours, by name. */
async function ratiosTo(esrgan: string, tiers: readonly Measured[]): Promise<Record<string, number>> {
  const [first] = tiers as [Measured];
  const other = await openOther('esrgan-slim', esrgan, first.network);
  const ratios: Record<string, number> = {};
  for (const tier of tiers) ratios[tier.name] = await timesFaster(tier, other);
  return ratios;
}

function table(rows: readonly Row[], methods: readonly string[], tiers: readonly Measured[]): string {
  const lines = methods.map((method) => {
    const { psnr, ssim } = average(rows, method);
    const { wins, losses, smallestGain } = against(rows, method, 'lanczos');
    const tier = tiers.find(({ name }) => name === method);
    const cost = tier ? msPerMegapixel(tier).toFixed(0) : '';
    const gain = psnr - average(rows, 'lanczos').psnr;
    return `| ${method} | ${psnr.toFixed(2)} | ${ssim.toFixed(4)} | ${gain.toFixed(2)} | ${smallestGain.toFixed(2)} | ${wins} / ${losses} | ${cost} |`;
  });
  const head =
    '| method | PSNR dB | SSIM | over Lanczos | least on a photo | wins / losses | ms per megapixel |';
  return ['', head, '|---|---|---|---|---|---|---|', ...lines].join('\n');
}

async function main(): Promise<void> {
  const chosen = options();
  if (!chosen) return;
  const tiers = await openTiers(MODELS);
  const judge = chosen.perceptual ? await openJudge() : null;
  const { rows, classical } = await measure(chosen, tiers, judge).finally(() => judge?.end());
  const perceptual = judge && perceptualOf(rows);
  chosen.say('tuning the classical methods on these photos');
  for (const { name, settings, scores } of bestClassical(classical)) {
    chosen.say(`${name}: best is ${settings}`);
    for (const [i, row] of rows.entries()) row.scores[name] = scores[i] as Score;
  }
  const ratios = chosen.esrgan ? await ratiosTo(chosen.esrgan, tiers) : {};
  chosen.say(table(rows, [...tiers.map(({ name }) => name), ...BASELINES], tiers));
  const [ours, ...faster] = tiers.map((tier) => {
    const { wins, losses } = against(rows, tier.name, 'lanczos');
    const speed = { msPerMegapixel: msPerMegapixel(tier), ratioToEsrganSlim: ratios[tier.name] ?? null };
    return { model: tier.name, ...rounded({ ...average(rows, tier.name), wins, losses, ...speed }) };
  });
  const baselines = Object.fromEntries(BASELINES.map((name) => [name, rounded(average(rows, name))]));
  const ratioToEsrganSlim = ours?.ratioToEsrganSlim;
  const { degrade, scale } = chosen;
  console.log(
    JSON.stringify({
      ours,
      faster,
      baselines,
      ratioToEsrganSlim,
      ...(perceptual && { perceptual }),
      degrade,
      scale,
      photos: rows.length,
    }),
  );
}

await main();
