// What the best cut of ten frames costs, against decoding them and running the models that its choice needed, in a process
// that runs as the hub's vision process does.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCascade } from '../../src/imaging/select/cascade.js';
import { chooseCut } from '../../src/imaging/select/cut.js';
import { analyseFrame } from '../../src/imaging/vision/analyse.js';
import { coarseStats } from '../../src/imaging/vision/coarse-stats.js';
import { createDetector } from '../../src/imaging/vision/detect.js';
import { createHeadFinder } from '../../src/imaging/vision/head.js';
import { findModel, readManifest } from '../../src/imaging/vision/manifest.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import { keepPictures, type Picture, pictureOf } from '../../src/imaging/vision/picture.js';
import { decodeRgb } from '../../src/imaging/vision/pixels.js';
import { COLLECT_AT_ONCE } from '../../src/imaging/vision/supervisor.js';
import type { Detection } from '../../src/imaging/vision/types.js';

if (!COLLECT_AT_ONCE.every((flag) => process.execArgv.includes(flag))) {
  const itself = [...process.execArgv, ...COLLECT_AT_ONCE, fileURLToPath(import.meta.url)];
  process.exit(spawnSync(process.execPath, itself, { stdio: 'inherit' }).status ?? 1);
}

const FILES = [0, 1, 2, 3, 4, 5]
  .map((index) => `cat-turns-head/0${index}.jpg`)
  .concat([0, 1, 2, 4].map((index) => `cat-focus/0${index}.jpg`));
const ROUNDS = 15;

const frames = FILES.map((file) =>
  readFileSync(new URL(`../../test/fixtures/bursts/${file}`, import.meta.url)),
);
const manifest = await readManifest(fileURLToPath(new URL('../../models', import.meta.url)));
const open = (task: 'detect' | 'head') => openModel(manifest, findModel(manifest, task), 1);
const detect = createDetector(findModel(manifest, 'detect'), await open('detect'));
const findHead = createHeadFinder(findModel(manifest, 'head'), await open('head'));

/** CPU milliseconds of one call. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function cut(): Promise<{ detector: number[]; head: [number, Detection][] }> {
  const detector: number[] = [];
  const head: [number, Detection][] = [];
  const pictures = keepPictures();
  const picture = (index: number) => pictures.of(frames[index] as Buffer);
  const examined = await runCascade([...frames.keys()], {
    coarseStats: async (index) => coarseStats(await picture(index)),
    detect: async (index) => {
      detector.push(index);
      return detect((await picture(index)).rgb);
    },
    analyse: async (index, box) => {
      if (box) head.push([index, box]);
      return analyseFrame(await picture(index), { detect, findHead }, box);
    },
  });
  chooseCut(examined);
  return { detector, head };
}

/** The least of several rounds, each of which does everything in turn: what others do on the machine only adds. */
async function leastOf<Name extends string>(
  works: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const least = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<Name, number>;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) least[name] = Math.min(least[name], await cost(works[name]));
  }
  return least;
}

const { detector, head } = await cut();
const pictures: Picture[] = [];
for (const bytes of frames) pictures.push(pictureOf(await decodeRgb(bytes)));
const image = (index: number) => (pictures[index] as Picture).rgb;

const { whole, decoding, detecting, heads, coarse } = await leastOf({
  whole: cut,
  decoding: async () => {
    for (const bytes of frames) await decodeRgb(bytes);
  },
  detecting: async () => {
    for (const index of detector) await detect(image(index));
  },
  heads: async () => {
    for (const [index, pet] of head) await findHead(image(index), pet);
  },
  coarse: async () => {
    for (const { rgb } of pictures) coarseStats(pictureOf(rgb));
  },
});

const ratio = (base: number) => Number((whole / base).toFixed(2));
console.log(`ten frames of 800x600, CPU time on one thread, the least of ${ROUNDS}:`);
console.log(`  burst to cut      ${whole.toFixed(0)} ms`);
console.log(`  decoding all      ${decoding.toFixed(0)} ms`);
console.log(`  detector, ${detector.length} runs  ${detecting.toFixed(0)} ms`);
console.log(`  head, ${head.length} runs      ${heads.toFixed(0)} ms`);
console.log(`  first looks       ${coarse.toFixed(0)} ms`);
console.log(
  JSON.stringify({
    detectorRuns: detector.length,
    headRuns: head.length,
    overDecodingAndDetector: ratio(decoding + detecting),
    overDecodingAndModels: ratio(decoding + detecting + heads),
  }),
);
