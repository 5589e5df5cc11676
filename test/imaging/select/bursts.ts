import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import t, { type Test } from 'tap';
import { DEFAULT, EXHAUSTIVE, runCascade } from '../../../src/imaging/select/cascade.js';
import { chooseCut } from '../../../src/imaging/select/cut.js';
import type { AnalysedFrame } from '../../../src/imaging/select/features.js';
import type { Cut } from '../../../src/imaging/select/types.js';
import { analyseFrame } from '../../../src/imaging/vision/analyse.js';
import { coarseStats } from '../../../src/imaging/vision/coarse-stats.js';
import { createDetector } from '../../../src/imaging/vision/detect.js';
import { createHeadFinder } from '../../../src/imaging/vision/head.js';
import { findModel, readManifest } from '../../../src/imaging/vision/manifest.js';
import { openModel } from '../../../src/imaging/vision/open-model.js';
import { keepPictures } from '../../../src/imaging/vision/picture.js';
import type { Detection } from '../../../src/imaging/vision/types.js';

// Some fifty frames, twice: seconds on an idle machine, more on a busy one.
const bursts = new URL('../../fixtures/bursts/', import.meta.url);

interface Label {
  id: string;
  best: number[];
  pet: boolean;
}

/** The hub's own models and code, in this process. */
async function openEyes() {
  const manifest = await readManifest(fileURLToPath(new URL('../../../models', import.meta.url)));
  const open = (task: 'detect' | 'head') => openModel(manifest, findModel(manifest, task), 1);
  const detect = createDetector(findModel(manifest, 'detect'), await open('detect'));
  const findHead = createHeadFinder(findModel(manifest, 'head'), await open('head'));
  const pictures = keepPictures();
  return {
    coarseStats: async (bytes: Uint8Array) => coarseStats(await pictures.of(bytes)),
    detect: async (bytes: Uint8Array) => detect((await pictures.of(bytes)).rgb),
    analyse: async (bytes: Uint8Array, box?: Detection | null) =>
      analyseFrame(await pictures.of(bytes), { detect, findHead }, box),
  };
}

const labels: Label[] = JSON.parse(readFileSync(new URL('labels.json', bursts), 'utf8'));
const eyes = await openEyes();

function framesOf(id: string): Map<number, Buffer> {
  const folder = new URL(`${id}/`, bursts);
  return new Map(
    readdirSync(folder).map((file) => [Number.parseInt(file, 10), readFileSync(new URL(file, folder))]),
  );
}

function judge(t: Test, { id, best, pet }: Label, cut: Cut) {
  t.ok(best.includes(cut.chosen), `${id}: frame ${cut.chosen}, ${cut.summary.text}`);
  t.equal(cut.hasPet, pet, `${id}: a pet or none`);
  t.ok(
    cut.frames.every(({ reason }) => reason.text.length > 0),
    `${id}: a reason for every frame`,
  );
}

/** Looks at a burst, and counts how often the detector does. */
async function examine(id: string, options = DEFAULT) {
  const frames = framesOf(id);
  const bytesOf = (index: number) => frames.get(index) as Buffer;
  let detected = 0;
  const examined = await runCascade(
    [...frames.keys()],
    {
      coarseStats: (index) => eyes.coarseStats(bytesOf(index)),
      detect: (index) => {
        detected++;
        return eyes.detect(bytesOf(index));
      },
      analyse: (index, box) => eyes.analyse(bytesOf(index), box),
    },
    options,
  );
  return { cut: chooseCut(examined), detected, count: frames.size };
}

t.test('picks a labelled best frame of every burst that ships with the hub', async (t) => {
  for (const label of labels) judge(t, label, (await examine(label.id, EXHAUSTIVE)).cut);
});

t.test('and so it does when it looks no more closely than it must, as the hub does', async (t) => {
  for (const label of labels) {
    const { cut, detected, count } = await examine(label.id);
    judge(t, label, cut);
    t.equal(cut.ranking.length, count, `${label.id}: a rank for every frame`);
    t.ok(detected <= count, `${label.id}: ${detected} detector runs`);
  }
});

t.test(
  'the same bursts in grey, as by infra-red: an empty room is no cat, and a cat still is one',
  async (t) => {
    for (const { id, pet } of labels) {
      const frames: AnalysedFrame[] = [];
      for (const [index, bytes] of framesOf(id)) {
        const grey = await sharp(bytes).greyscale().jpeg({ quality: 85 }).toBuffer();
        frames.push({ index, analysis: await eyes.analyse(new Uint8Array(grey)) });
      }
      const cut = chooseCut(frames);
      t.equal(cut.hasPet, pet, id);
      if (!pet) t.notMatch(cut.summary.text, 'in view', `${id}: words claim no more than was seen`);
    }
  },
);
