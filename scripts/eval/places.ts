// npm run eval:places: whether a picture of a pet on the wall is learned as none, and a pet that lives there is not.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src/core/errors.js';
import { BurstScene } from '../../src/hub/burst-scene.js';
import type { SceneRegion } from '../../src/imaging/select/scene.js';
import { contentsOf } from '../../src/imaging/vision/contents.js';
import { createDetector } from '../../src/imaging/vision/detect.js';
import { findModel, readManifest } from '../../src/imaging/vision/manifest.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import { decodeRgb } from '../../src/imaging/vision/pixels.js';
import { type Detections, SURE_PET, type Subject } from '../../src/imaging/vision/types.js';
import { readLabels } from './bestcut-labels.js';
import { generator } from './bestcut-scores.js';
import { drawLook, LOOK, lightOf, type Random, type Thing } from './places-looks.js';
import { type Share, share, shareLine } from './shares.js';

const USAGE = `Usage: npm run eval:places -- --rooms DIR --pets DIR [--bursts DIR]... [OPTIONS]

Pictures: a photo of a pet hangs in a room for ten days and is looked at three times a day, by changing light, while another
pet moves about. Counted are the pictures that the detector takes for a pet in at least a third of the looks: how many are
learned as no pet, on which day, and how many sightings after that are left out; and how many sightings of the pet that
moves are left out with them.
Pets: bursts of one clip, two frames of each, one burst a day by changing light, as of a pet that is at home there. None may
be learned as a thing.

  --rooms DIR    photos of places without a pet
  --pets DIR     photos of pets
  --bursts DIR   bursts with labels.json; those of clips with three bursts or more count
  --pictures N   how many pictures are hung (default: 40)
  --seed N       other rooms, pets and light (default: 1)
  --help         print this

Ranges are 95% Wilson intervals. The last line is the result as one line of JSON.`;

const DAY_MS = 86_400_000;
const DAYS = 10;
const LOOKS_A_DAY = 3;
/** Local noon of some day, so that no look is near midnight. */
const BEGIN = Date.UTC(2026, 0, 1, 9);
const HOUR_MS = 3_600_000;

interface Eyes {
  detect: (frame: Uint8Array) => Promise<{ found: Detections; width: number; height: number }>;
  contents: (frame: Uint8Array, boxes: readonly Subject[]) => Promise<number[][]>;
}

/** One camera's scene over time. */
class Watch {
  regions: SceneRegion[] = [];
  readonly #eyes: Eyes;

  constructor(eyes: Eyes) {
    this.#eyes = eyes;
  }

  /** Looks once; gives the boxes that the detector took for pets, and those of them that were not left out. */
  async look(frames: readonly Uint8Array[], at: number): Promise<{ seen: Subject[]; kept: Subject[] }> {
    const job = { scene: this.regions, ignored: null, turn: 0 as const, closedAt: at };
    const scene = new BurstScene(job, (index, boxes) =>
      this.#eyes.contents(frames[index] as Uint8Array, boxes),
    );
    const [seen, kept]: [Subject[], Subject[]] = [[], []];
    for (const [index, frame] of frames.entries()) {
      const { found, width, height } = await this.#eyes.detect(frame);
      scene.note(index, { width, height });
      const left = await scene.withoutKnown(index, found);
      const isSure = ({ score }: { score: number }) => score >= SURE_PET;
      const place = (box: Subject) => ({
        ...{ x: box.x / width, y: box.y / height },
        ...{ width: box.width / width, height: box.height / height },
      });
      seen.push(...found.pets.filter(isSure).map(place));
      kept.push(...left.pets.filter(isSure).map(place));
    }
    const change = await scene.learned(0);
    if (change) this.regions = change.regions;
    return { seen, kept };
  }
}

const isCentredIn = (box: Subject, place: Subject): boolean => {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return x > place.x && x < place.x + place.width && y > place.y && y < place.y + place.height;
};

interface PictureResult {
  looks: number;
  sightings: number;
  /** Day, from 1 on, on which it was learned; null when it was not. */
  learnedOn: number | null;
  after: { sightings: number; leftOut: number };
  others: { sightings: number; leftOut: number };
}

/** Hangs a picture in a room and watches it. */
async function hang(
  eyes: Eyes,
  photos: { room: Uint8Array; picture: Uint8Array; pet: Uint8Array },
  random: Random,
) {
  const size = { width: 0.18 + 0.14 * random(), height: 0.22 + 0.16 * random() };
  const place: Subject = { ...size, x: random() < 0.5 ? 0.05 : 0.92 - size.width, y: 0.05 + 0.2 * random() };
  const watch = new Watch(eyes);
  const result: PictureResult = {
    ...{ looks: 0, sightings: 0, learnedOn: null },
    ...{ after: { sightings: 0, leftOut: 0 }, others: { sightings: 0, leftOut: 0 } },
  };
  for (let look = 0; look < DAYS * LOOKS_A_DAY; look += 1) {
    const [day, hour] = [Math.floor(look / LOOKS_A_DAY), look % LOOKS_A_DAY];
    const things: Thing[] = [{ photo: photos.picture, place }];
    if (random() < 0.7) things.push({ photo: photos.pet, place: away(place, random) });
    const frame = await drawLook(photos.room, things, lightOf(hour, random));
    const wasLearned = result.learnedOn !== null;
    const { seen, kept } = await watch.look([frame], BEGIN + day * DAY_MS + hour * 4 * HOUR_MS);
    const of = (boxes: Subject[], isPicture: boolean) =>
      boxes.filter((box) => isCentredIn(box, place) === isPicture).length;
    result.looks += 1;
    if (of(seen, true) > 0) result.sightings += 1;
    result.others.sightings += of(seen, false);
    result.others.leftOut += of(seen, false) - of(kept, false);
    if (wasLearned && of(seen, true) > 0) {
      result.after.sightings += 1;
      if (of(kept, true) === 0) result.after.leftOut += 1;
    }
    if (!wasLearned && watch.regions.some((region) => region.inForce && isCentredIn(region.place, place)))
      result.learnedOn = day + 1;
  }
  return result;
}

/** Somewhere below, on the other side of the picture. */
function away(place: Subject, random: Random): Subject {
  const size = { width: 0.22 + 0.1 * random(), height: 0.25 + 0.1 * random() };
  const [from, to] =
    place.x > 0.4 ? [0, place.x - size.width - 0.02] : [place.x + place.width + 0.02, 1 - size.width];
  return { ...size, x: from + Math.max(0, to - from) * random(), y: 0.98 - size.height - 0.25 * random() };
}

/** Plays the bursts of a clip, one a day; gives whether the pet was seen often enough, and what was learned. */
async function live(eyes: Eyes, bursts: readonly Uint8Array[][], random: Random) {
  const watch = new Watch(eyes);
  let sightings = 0;
  for (const [day, frames] of bursts.entries()) {
    const looks = [frames[0], frames.at(-1)] as Uint8Array[];
    for (const [hour, photo] of looks.entries()) {
      const frame = await drawLook(photo, [], lightOf(hour, random));
      sightings += (await watch.look([frame], BEGIN + day * DAY_MS + hour * 4 * HOUR_MS)).seen.length;
    }
  }
  return { sightings, learned: watch.regions.filter(({ inForce }) => inForce).length };
}

const IMAGE = /\.(jpe?g|png|webp)$/i;

function photosOf(folder: string): Uint8Array[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => IMAGE.test(file))
    .sort()
    .map((file) => readFileSync(path.join(folder, file)));
}

/** Bursts of each clip that has three or more, frames in their order. */
function clipsOf(folders: readonly string[]): Map<string, Uint8Array[][]> {
  const clips = new Map<string, Uint8Array[][]>();
  for (const folder of folders)
    for (const { id, kind, clip } of readLabels(folder)) {
      if (kind !== 'real') continue;
      const name = clip ?? id.replace(/_\d+$/, '');
      clips.set(name, [...(clips.get(name) ?? []), photosOf(path.join(folder, id))]);
    }
  return new Map([...clips].filter(([, bursts]) => bursts.length >= 3));
}

async function openEyes(): Promise<Eyes & { close: () => Promise<void> }> {
  const manifest = await readManifest(fileURLToPath(new URL('../../models', import.meta.url)));
  const entry = findModel(manifest, 'detect');
  const session = await openModel(manifest, entry, 2);
  const detect = createDetector(entry, session);
  return {
    detect: async (frame) => {
      const image = await decodeRgb(frame);
      return { found: await detect(image), width: image.width, height: image.height };
    },
    contents: async (frame, boxes) => contentsOf(await decodeRgb(frame), boxes),
    close: () => session.release(),
  };
}

function pictureSummary(results: readonly PictureResult[]) {
  const seen = results.filter(({ sightings, looks }) => sightings * 3 >= looks);
  const total = (of: (result: PictureResult) => { sightings: number; leftOut: number }): Share => {
    const [all, out] = [sum(seen.map((one) => of(one).sightings)), sum(seen.map((one) => of(one).leftOut))];
    return share(out, all);
  };
  const days = seen.flatMap(({ learnedOn }) => learnedOn ?? []).sort((a, b) => a - b);
  return {
    hung: results.length,
    takenForPets: seen.length,
    learned: share(days.length, seen.length),
    medianDay: days[Math.floor(days.length / 2)] ?? null,
    leftOutAfter: total(({ after }) => after),
    otherPetsLeftOut: total(({ others }) => others),
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function readOptions() {
  const { values } = parseArgs({
    options: {
      rooms: { type: 'string' },
      pets: { type: 'string' },
      bursts: { type: 'string', multiple: true, default: [] },
      pictures: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

async function main(): Promise<void> {
  const { rooms: roomFolder, pets: petFolder, bursts, pictures, seed, help } = readOptions();
  if (help) return console.log(USAGE);
  if (!roomFolder || !petFolder) throw new Error('say where the photos are: --rooms DIR --pets DIR');
  const random = generator(Number(seed));
  const [rooms, pets] = [photosOf(roomFolder), photosOf(petFolder)];
  const any = (photos: Uint8Array[]) => photos[Math.floor(random() * photos.length)] as Uint8Array;
  const eyes = await openEyes();
  const hung: PictureResult[] = [];
  for (let at = 0; at < Number(pictures); at += 1) {
    process.stderr.write(`\rpicture ${at + 1} of ${pictures}`);
    hung.push(await hang(eyes, { room: any(rooms), picture: any(pets), pet: any(pets) }, random));
  }
  const clips = clipsOf(bursts);
  const lived: { clip: string; sightings: number; learned: number }[] = [];
  for (const [clip, frames] of clips) {
    process.stderr.write(`\rclip ${lived.length + 1} of ${clips.size}   `);
    lived.push({ clip, ...(await live(eyes, frames, random)) });
  }
  process.stderr.write('\n');
  await eyes.close();
  const summary = pictureSummary(hung);
  console.log(`${summary.takenForPets} of ${summary.hung} pictures were taken for a pet`);
  console.log(shareLine('pictures learned as no pet', summary.learned));
  console.log(`  on day ${summary.medianDay ?? '-'} (median)`);
  console.log(shareLine('sightings of them left out afterwards', summary.leftOutAfter));
  console.log(shareLine('sightings of another pet left out', summary.otherPetsLeftOut));
  const wrongly = lived.filter(({ learned }) => learned > 0);
  for (const { clip } of wrongly) console.log(`learned as a thing: ${clip}`);
  const pet = share(wrongly.length, lived.length);
  console.log(shareLine('clips whose pet was learned as a thing', pet));
  console.log(JSON.stringify({ look: LOOK, days: DAYS, ...summary, petsLearned: pet }));
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
