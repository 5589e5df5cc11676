import { readFileSync } from 'node:fs';
import { runCascade } from '../../src/imaging/select/cascade.js';
import { chooseCut } from '../../src/imaging/select/cut.js';
import type { Cut } from '../../src/imaging/select/types.js';
import { analyseFrame } from '../../src/imaging/vision/analyse.js';
import { coarseStats } from '../../src/imaging/vision/coarse-stats.js';
import { createDetector } from '../../src/imaging/vision/detect.js';
import { createHeadFinder } from '../../src/imaging/vision/head.js';
import { findModel, readManifest } from '../../src/imaging/vision/manifest.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import { type Picture, pictureOf } from '../../src/imaging/vision/picture.js';
import { decodeRgb, type RgbImage } from '../../src/imaging/vision/pixels.js';
import type { Detection, Detections } from '../../src/imaging/vision/types.js';
import { drawnAfar } from './detect-afar.js';
import { type Class, largest, type Photo } from './detect-photos.js';
import { type Light, realFrame, shakenBurst } from './lights.js';
import { type Share, share, shareLine } from './shares.js';

/** What is tried, and how often. */
interface Trial {
  models: string;
  photos: readonly Photo[];
  /** Frames of a camera that show no pet. */
  real: readonly Photo[];
  light: Light;
  /** Bursts without a pet. */
  bursts: number;
  seed: number;
}

const FRAMES = 3;
/** Longer side of a pet's box, as a share of the photo's, below which it has the size; the rest is `large`. */
const SIZES = { small: 0.15, middle: 0.4 } as const;
type Size = keyof typeof SIZES | 'large' | 'unknown' | 'afar';
/** At most so many pets are drawn into rooms. */
const MOST_AFAR = 60;

interface Seen {
  class: Class;
  size: Size;
  hasPet: boolean;
  /** Kind that is said; null where none is. */
  kind: string | null;
}

/** The models, and the way from a burst to what is said of it. */
interface Eyes {
  detect: (image: RgbImage) => Promise<Detections>;
  cut: (frames: readonly RgbImage[]) => Promise<Cut>;
  close: () => Promise<void>;
}

/** What the hub says of bursts in a light, as lines and as numbers. */
export async function evaluateLight(trial: Trial): Promise<{ lines: string[]; result: object }> {
  const eyes = await openEyes(trial.models);
  try {
    const pets = [...(await petBursts(trial, eyes)), ...(await afarBursts(trial, eyes))];
    const empty = await emptyBursts(trial, eyes);
    const real = await realBursts(trial, eyes);
    return resultOf(trial.light, pets, empty, real);
  } finally {
    await eyes.close();
  }
}

async function openEyes(models: string): Promise<Eyes> {
  const manifest = await readManifest(models);
  const [detector, heads] = [findModel(manifest, 'detect'), findModel(manifest, 'head')];
  const sessions = [await openModel(manifest, detector, 1), await openModel(manifest, heads, 1)] as const;
  const detect = createDetector(detector, sessions[0]);
  const findHead = createHeadFinder(heads, sessions[1]);
  const cut = async (frames: readonly RgbImage[]) => {
    const pictures = frames.map((frame) => pictureOf(frame));
    const picture = (index: number) => pictures[index] as Picture;
    const examined = await runCascade([...frames.keys()], {
      coarseStats: async (index) => coarseStats(picture(index)),
      detect: (index) => detect(picture(index).rgb),
      analyse: (index, box) => analyseFrame(picture(index), { detect, findHead }, box),
    });
    return chooseCut(examined);
  };
  const close = async () => {
    for (const session of sessions) await session.release();
  };
  return { detect, cut, close };
}

async function petBursts({ photos, light, seed }: Trial, eyes: Eyes): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const [at, photo] of photos.filter((one) => one.class !== 'none').entries()) {
    progress('pets', at);
    const image = await decodeRgb(readFileSync(photo.file));
    const size = sizeOf(await boxOf(photo, image, eyes), image);
    const frames = await shakenBurst(image, light, FRAMES, 1000 * seed + at);
    seen.push(said(photo.class, size, await eyes.cut(frames)));
  }
  return seen;
}

/** Pets 40 of 600 pixels large, drawn into the photos without one. */
async function afarBursts({ photos, light, seed }: Trial, eyes: Eyes): Promise<Seen[]> {
  const rooms = photos.filter((one) => one.class === 'none');
  if (rooms.length === 0) return [];
  const seen: Seen[] = [];
  for (const [at, photo] of photos.filter((one) => one.class !== 'none').entries()) {
    if (seen.length === MOST_AFAR) break;
    progress('pets from afar', at);
    const image = await decodeRgb(readFileSync(photo.file));
    const box = await boxOf(photo, image, eyes);
    if (!box) continue;
    const room = await decodeRgb(readFileSync((rooms[at % rooms.length] as Photo).file));
    const drawn = await drawnAfar(image, box, room, 1000 * seed + at);
    const frames = await shakenBurst(drawn, light, FRAMES, 1000 * seed + at);
    seen.push(said(photo.class, 'afar', await eyes.cut(frames)));
  }
  return seen;
}

async function emptyBursts({ photos, light, bursts, seed }: Trial, eyes: Eyes): Promise<[string, Seen][]> {
  const rooms = photos.filter((one) => one.class === 'none');
  const seen: [string, Seen][] = [];
  for (let at = 0; at < bursts && rooms.length > 0; at++) {
    progress('bursts without a pet', at);
    const { file } = rooms[at % rooms.length] as Photo;
    const frames = await shakenBurst(await decodeRgb(readFileSync(file)), light, FRAMES, 1e6 * seed + at);
    seen.push([file, said('none', 'unknown', await eyes.cut(frames))]);
  }
  return seen;
}

async function realBursts({ real, light, seed }: Trial, eyes: Eyes): Promise<[string, Seen][]> {
  const seen: [string, Seen][] = [];
  for (const [at, { file }] of real.entries()) {
    progress('real frames', at);
    const frame = await realFrame(await decodeRgb(readFileSync(file)), light, 2e6 * seed + at);
    seen.push([file, said('none', 'unknown', await eyes.cut([frame]))]);
  }
  return seen;
}

function progress(what: string, at: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${what}: ${at + 1}   `);
}

function said(of: Class, size: Size, { hasPet, pet, isKindSure }: Cut): Seen {
  return { class: of, size, hasPet, kind: hasPet && isKindSure ? pet : null };
}

type Box = Pick<Detection, 'x' | 'y' | 'width' | 'height'>;

/** Where the pet is in the photo as it is: as the data has it, or as the detector sees it. */
async function boxOf(photo: Photo, image: RgbImage, eyes: Eyes): Promise<Box | null> {
  const known = largest(photo.boxes);
  if (!known) return (await eyes.detect(image)).pets[0] ?? null;
  const { left: x, top: y, right, bottom } = known;
  return { x, y, width: right - x, height: bottom - y };
}

function sizeOf(box: Box | null, image: RgbImage): Size {
  if (!box) return 'unknown';
  const share = Math.max(box.width, box.height) / Math.max(image.width, image.height);
  return share < SIZES.small ? 'small' : share < SIZES.middle ? 'middle' : 'large';
}

function resultOf(light: Light, pets: Seen[], empty: [string, Seen][], real: [string, Seen][]) {
  const shareOf = (some: readonly Seen[], is: (one: Seen) => boolean): Share =>
    share(some.filter(is).length, some.length);
  const near = pets.filter(({ size }) => size !== 'afar');
  const reported = (size: Size) =>
    shareOf(
      pets.filter((one) => one.size === size),
      ({ hasPet }) => hasPet,
    );
  const told = near.filter(({ kind }) => kind !== null);
  const alarms = [...empty, ...real].filter(([, { hasPet }]) => hasPet);
  const result = {
    light,
    pets: shareOf(near, ({ hasPet }) => hasPet),
    large: reported('large'),
    middle: reported('middle'),
    small: reported('small'),
    notSeenInColour: reported('unknown'),
    afar: reported('afar'),
    kindSaid: shareOf(
      near.filter(({ hasPet }) => hasPet),
      ({ kind }) => kind !== null,
    ),
    kindRight: shareOf(told, (one) => one.kind === one.class),
    falseAlarms: shareOf(
      empty.map(([, one]) => one),
      ({ hasPet }) => hasPet,
    ),
    falseAlarmsReal: shareOf(
      real.map(([, one]) => one),
      ({ hasPet }) => hasPet,
    ),
  };
  const lines = [
    ...alarms.map(([file, { kind }]) => `false alarm: ${file}: ${kind ?? 'pet'}`),
    shareLine(`${light}: pets reported`, result.pets),
    shareLine('  40% of the photo and more', result.large),
    shareLine('  15% to 40%', result.middle),
    shareLine('  less than 15%', result.small),
    shareLine('  those not seen in the photo as it is', result.notSeenInColour),
    shareLine('drawn into rooms, 40 of 600 pixels', result.afar),
    shareLine('cat or dog is said of those reported', result.kindSaid),
    shareLine('  and is right', result.kindRight),
    shareLine('bursts without a pet: one reported', result.falseAlarms),
    shareLine('real frames without a pet: one reported', result.falseAlarmsReal),
  ];
  return { lines, result };
}
