import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { EXHAUSTIVE, type Examiner, runCascade } from '../../src/imaging/select/cascade.js';
import type { AnalysedFrame } from '../../src/imaging/select/features.js';
import { analyseFrame } from '../../src/imaging/vision/analyse.js';
import { coarseStats } from '../../src/imaging/vision/coarse-stats.js';
import { createDetector } from '../../src/imaging/vision/detect.js';
import { createHeadFinder } from '../../src/imaging/vision/head.js';
import { findModel, readManifest } from '../../src/imaging/vision/manifest.js';
import { at, lumaOf, type Plane } from '../../src/imaging/vision/measure-plane.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import { keepPictures, type Picture, pictureOf } from '../../src/imaging/vision/picture.js';
import type { RgbImage } from '../../src/imaging/vision/pixels.js';
import type { CloseAnalysis, Detection, Detections } from '../../src/imaging/vision/types.js';
import { joined, type Label, labelled } from './bestcut-labels.js';
import { generator } from './bestcut-scores.js';

/** A frame with what ours and the baselines look at. */
export interface EvalFrame {
  index: number;
  bytes: number;
  width: number;
  height: number;
  /** Cats and dogs that the detector sees, best first. */
  pets: Detection[];
  /** Variance of the Laplacian over the frame, and inside the best pet's box (null without a pet). */
  laplacian: number;
  petLaplacian: number | null;
}

export interface EvalBurst extends Label {
  /** Folder of the data that it is in, without the path to it. */
  set: string;
  /** Every frame as the baselines look at it. */
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

/**
 * Analyses every frame with the hub's own code; `cache`, when given, is a file that keeps the results.
 * Calls `progress` after every burst.
 */
export async function analyseBursts(
  folders: readonly string[],
  options: {
    models: string;
    cache?: string | undefined;
    shakes: number;
    /** Bursts of one clip are joined to at most so many frames; 0 leaves them as they are. */
    join: number;
    /** Has every frame without colour, as by infra-red. */
    grey: boolean;
    progress: (done: number, of: number) => void;
  },
): Promise<EvalBurst[]> {
  const each = labelled(folders);
  const all = options.join > 0 ? joined(each, options.join) : each;
  const known: Record<string, Seen> =
    options.cache && existsSync(options.cache) ? JSON.parse(readFileSync(options.cache, 'utf8')) : {};
  const eyes = all.some(({ label }) => !known[label.id])
    ? await openEyes(options.models, options.grey)
    : null;
  for (const [i, { label, files }] of all.entries()) {
    if (eyes && !known[label.id]) {
      known[label.id] = await analyseBurst(files, eyes, options.shakes);
      if (options.cache) writeFileSync(options.cache, JSON.stringify(known));
    }
    options.progress(i + 1, all.length);
  }
  return all.map(({ label, set }) => ({
    ...label,
    set,
    ...(known[label.id] as Seen),
  }));
}

async function openEyes(models: string, grey: boolean): Promise<Eyes> {
  const manifest = await readManifest(models);
  const open = (task: 'detect' | 'head') => openModel(manifest, findModel(manifest, task), 1);
  const detect = createDetector(findModel(manifest, 'detect'), await open('detect'));
  const findHead = createHeadFinder(findModel(manifest, 'head'), await open('head'));
  const pictures = keepPictures();
  const picture = async (bytes: Uint8Array) => {
    const seen = await pictures.of(bytes);
    return grey ? pictureOf(withoutColour(seen.rgb)) : seen;
  };
  return {
    picture,
    detect: async (bytes) => detect((await picture(bytes)).rgb),
    analyse: async (bytes, box) => analyseFrame(await picture(bytes), { detect, findHead }, box),
  };
}

/** Luma of BT.601 in every channel. */
function withoutColour({ data, width, height }: RgbImage): RgbImage {
  const grey = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const [red, green, blue] = [data[i] as number, data[i + 1] as number, data[i + 2] as number];
    grey.fill(Math.round(0.299 * red + 0.587 * green + 0.114 * blue), i, i + 3);
  }
  return { data: grey, width, height };
}

async function analyseBurst(files: readonly string[], eyes: Eyes, shakes: number): Promise<Seen> {
  const { examiner, runs } = rememberingExaminer(files, eyes);
  const frames = await lookAll(files, eyes, examiner);
  const burst = frames.map(({ index }) => index);
  const before = { ...runs };
  const examined = await runCascade(burst, examiner);
  const head = runs.head - before.head;
  const detector = examined.filter(({ analysis }) => analysis.features.looked === 2).length;
  const thorough = await runCascade(burst, examiner, EXHAUSTIVE);
  const shaken: AnalysedFrame[][] = [];
  for (let seed = 1; seed <= shakes; seed++) {
    const other = rememberingExaminer(files, shakenEyes(eyes, seed));
    shaken.push(await runCascade(burst, other.examiner));
  }
  return { frames, examined, runs: { detector, head }, thorough, shaken };
}

/** Answers a question that was asked before from memory: what differs between two ways to look costs only the difference. */
function rememberingExaminer(files: readonly string[], { picture, detect, analyse }: Eyes) {
  const bytesOf = (index: number) => readFileSync(files[index] as string);
  const answers = new Map<string, Promise<unknown>>();
  const runs = { head: 0 };
  const once = <T>(question: string, ask: () => Promise<T>): Promise<T> => {
    const answer = (answers.get(question) as Promise<T> | undefined) ?? ask();
    answers.set(question, answer);
    return answer;
  };
  const examiner: Examiner = {
    coarseStats: (index) => once(`coarse ${index}`, async () => coarseStats(await picture(bytesOf(index)))),
    detect: (index) => once(`detect ${index}`, () => detect(bytesOf(index))),
    analyse: (index, box) =>
      once(`analyse ${index} ${JSON.stringify(box)}`, () => {
        if (box) runs.head++;
        return analyse(bytesOf(index), box);
      }),
  };
  return { examiner, runs };
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

async function lookAll(
  files: readonly string[],
  { picture }: Eyes,
  examiner: Examiner,
): Promise<EvalFrame[]> {
  return Promise.all(
    files.map(async (file, index) => {
      const bytes = readFileSync(file);
      const { rgb } = await picture(bytes);
      const { pets } = (await examiner.detect(index)) as Detections;
      const whole = { x: 0, y: 0, width: rgb.width, height: rgb.height };
      const luma = lumaOf(rgb, whole);
      return {
        index,
        bytes: bytes.length,
        width: rgb.width,
        height: rgb.height,
        pets,
        laplacian: laplacianVariance(luma, whole),
        petLaplacian: pets[0] ? laplacianVariance(luma, within(pets[0], whole)) : null,
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
