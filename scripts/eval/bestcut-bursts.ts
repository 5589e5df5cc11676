import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXHAUSTIVE, type Examiner, runCascade } from '../../src/imaging/select/cascade.js';
import { chooseCut } from '../../src/imaging/select/cut.js';
import type { AnalysedFrame } from '../../src/imaging/select/features.js';
import { analyseFrame } from '../../src/imaging/vision/analyse.js';
import { coarseStats } from '../../src/imaging/vision/coarse-stats.js';
import { createDetector } from '../../src/imaging/vision/detect.js';
import { createHeadFinder } from '../../src/imaging/vision/head.js';
import { findModel, readManifest } from '../../src/imaging/vision/manifest.js';
import { at, lumaOf, type Plane } from '../../src/imaging/vision/measure-plane.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import { keepPictures, type Picture } from '../../src/imaging/vision/picture.js';
import type { CloseAnalysis, Detection, Detections } from '../../src/imaging/vision/types.js';
import { generator } from './bestcut-scores.js';

/** One entry of labels.json. Frames that are neither best nor bad are fair; in a flat burst none is better. */
export interface Label {
  id: string;
  kind: string;
  best: number[];
  bad: number[];
}

/** A frame with what ours and the baselines look at. */
export interface EvalFrame {
  index: number;
  bytes: number;
  analysis: CloseAnalysis;
  /** Variance of the Laplacian over the frame, and inside the best pet's box (null without a pet). */
  laplacian: number;
  petLaplacian: number | null;
}

export interface EvalBurst extends Label {
  /** Every frame measured in the detector's own box, for the baselines and for comparison. */
  frames: EvalFrame[];
  /** Every frame looked at closely and by the detector, measured where the burst has the pet. */
  thorough: AnalysedFrame[];
  /** What the hub goes by: the same frames, looked at no more closely than its choice needs. */
  examined: AnalysedFrame[];
  /** The same again with the detector's boxes moved a little, once a shake. */
  shaken: AnalysedFrame[][];
  /** How often each model ran for that. */
  runs: { detector: number; head: number };
}

type Seen = Pick<EvalBurst, 'frames' | 'thorough' | 'examined' | 'shaken' | 'runs'>;

interface Eyes {
  picture: (bytes: Uint8Array) => Promise<Picture>;
  detect: (bytes: Uint8Array) => Promise<Detections>;
  analyse: (bytes: Uint8Array, box?: Detection | null) => Promise<CloseAnalysis>;
}

/** Reads `labels.json` and says what is wrong with it. */
export function readLabels(folder: string): Label[] {
  const file = path.join(folder, 'labels.json');
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  const labels = JSON.parse(readFileSync(file, 'utf8')) as Label[];
  const broken = labels.find(
    ({ id, kind, best, bad }) => !id || !kind || !Array.isArray(best) || !Array.isArray(bad),
  );
  if (broken) throw new Error(`${file}: an entry needs id, kind, best and bad: ${JSON.stringify(broken)}`);
  return labels;
}

/**
 * Analyses every frame with the hub's own code; `cache`, when given, is a file that keeps the results.
 * Calls `progress` after every burst.
 */
export async function analyseBursts(
  folder: string,
  options: {
    models: string;
    cache?: string | undefined;
    shakes: number;
    progress: (done: number, of: number) => void;
  },
): Promise<EvalBurst[]> {
  const labels = readLabels(folder);
  const known: Record<string, Seen> =
    options.cache && existsSync(options.cache) ? JSON.parse(readFileSync(options.cache, 'utf8')) : {};
  const eyes = Object.values(known).length < labels.length ? await openEyes(options.models) : null;
  for (const [i, { id }] of labels.entries()) {
    if (eyes && !known[id]) {
      known[id] = await analyseBurst(path.join(folder, id), eyes, options.shakes);
      if (options.cache) writeFileSync(options.cache, JSON.stringify(known));
    }
    options.progress(i + 1, labels.length);
  }
  return labels.map((label) => ({ ...label, ...(known[label.id] as Seen) }));
}

async function openEyes(models: string): Promise<Eyes> {
  const manifest = await readManifest(models);
  const open = (task: 'detect' | 'head') => openModel(manifest, findModel(manifest, task), 1);
  const detect = createDetector(findModel(manifest, 'detect'), await open('detect'));
  const findHead = createHeadFinder(findModel(manifest, 'head'), await open('head'));
  const pictures = keepPictures();
  return {
    picture: pictures.of,
    detect: async (bytes) => detect((await pictures.of(bytes)).rgb),
    analyse: async (bytes, box) => analyseFrame(await pictures.of(bytes), { detect, findHead }, box),
  };
}

async function analyseBurst(folder: string, eyes: Eyes, shakes: number): Promise<Seen> {
  const frames = await analyseAll(folder, eyes);
  const burst = frames.map(({ index }) => index);
  const runs = { detector: 0, head: 0 };
  const counted: Eyes = {
    picture: eyes.picture,
    detect: (bytes) => {
      runs.detector++;
      return eyes.detect(bytes);
    },
    analyse: (bytes, box) => {
      if (box) runs.head++;
      return eyes.analyse(bytes, box);
    },
  };
  const examined = await runCascade(burst, examinerOf(folder, counted), chooseCut);
  const thorough = await runCascade(burst, examinerOf(folder, eyes), chooseCut, EXHAUSTIVE);
  const shaken: AnalysedFrame[][] = [];
  for (let seed = 1; seed <= shakes; seed++) {
    shaken.push(await runCascade(burst, examinerOf(folder, shakenEyes(eyes, seed)), chooseCut));
  }
  return { frames, examined, runs, thorough, shaken };
}

function examinerOf(folder: string, { picture, detect, analyse }: Eyes): Examiner {
  const bytesOf = (index: number) => readFileSync(path.join(folder, fileOf(index)));
  return {
    coarseStats: async (index) => coarseStats(await picture(bytesOf(index))),
    detect: (index) => detect(bytesOf(index)),
    analyse: (index, box) => analyse(bytesOf(index), box),
  };
}

/** Shares of a box's longer side. */
const SHAKE = 0.05;

/** Every box that the detector gives is moved and resized by up to a twentieth: no better and no worse a box. */
function shakenEyes({ picture, detect, analyse }: Eyes, seed: number): Eyes {
  const random = generator(seed);
  const within = (limit: number) => (2 * random() - 1) * limit;
  const shake = (box: Detection): Detection => {
    const most = SHAKE * Math.max(box.width, box.height);
    const grown = 1 + within(SHAKE);
    const [width, height] = [box.width * grown, box.height * grown];
    const x = box.x + (box.width - width) / 2 + within(most);
    return { ...box, x, y: box.y + (box.height - height) / 2 + within(most), width, height };
  };
  return {
    picture,
    detect: async (bytes) => {
      const seen = await detect(bytes);
      return { ...seen, pets: seen.pets.map(shake) };
    },
    analyse,
  };
}

function fileOf(index: number): string {
  return `${String(index).padStart(2, '0')}.jpg`;
}

async function analyseAll(folder: string, { picture, analyse }: Eyes): Promise<EvalFrame[]> {
  const files = readdirSync(folder).filter((file) => /^\d+\.jpg$/.test(file));
  return Promise.all(
    files.sort().map(async (file) => {
      const bytes = readFileSync(path.join(folder, file));
      const analysis = await analyse(bytes);
      const { rgb } = await picture(bytes);
      const whole = { x: 0, y: 0, width: rgb.width, height: rgb.height };
      const luma = lumaOf(rgb, whole);
      const pet = analysis.pets[0];
      return {
        index: Number.parseInt(file, 10),
        bytes: bytes.length,
        analysis,
        laplacian: laplacianVariance(luma, whole),
        petLaplacian: pet ? laplacianVariance(luma, within(pet, whole)) : null,
      };
    }),
  );
}

type Box = Pick<Detection, 'x' | 'y' | 'width' | 'height'>;

function within(box: Box, frame: Box): Box {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  return {
    x,
    y,
    width: Math.min(frame.width, Math.ceil(box.x + box.width)) - x,
    height: Math.min(frame.height, Math.ceil(box.y + box.height)) - y,
  };
}

/** The classical blur measure, 4-neighbour Laplacian. */
function laplacianVariance({ data, width: stride }: Plane, box: Box): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = box.y + 1; y < box.y + box.height - 1; y++) {
    for (let x = box.x + 1; x < box.x + box.width - 1; x++) {
      const i = y * stride + x;
      const beside = at(data, i - 1) + at(data, i + 1) + at(data, i - stride) + at(data, i + stride);
      const value = beside - 4 * at(data, i);
      sum += value;
      squares += value * value;
      count++;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
