// npm run eval:detect -- --data DIR: how many pets the detector finds, and where it sees some that are not there.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src/core/errors.js';
import { type Edges, intersectionOverUnion } from '../../src/imaging/vision/boxes.js';
import { createDetector } from '../../src/imaging/vision/detect.js';
import { findModel, readManifest } from '../../src/imaging/vision/manifest.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import { decodeRgb } from '../../src/imaging/vision/pixels.js';
import type { Detection, Detections } from '../../src/imaging/vision/types.js';
import { evaluateLight } from './detect-light.js';
import { CLASSES, type Class, type Photo, photosIn } from './detect-photos.js';
import { LIGHTS, type Light } from './lights.js';
import { type Share, share, shareLine } from './shares.js';

const USAGE = `Usage: npm run eval:detect -- --data DIR [--class FOLDER=CLASS]... [--threshold N] [--model NAME]

DIR, or any folder in it, holds either a COCO file (*instances*.json) beside its photos, or photos of one class.
The class (cat, dog, none) is the folder's name, or else how the photo's name begins; "negatives", "other" and
"background" mean none.

  --data DIR            the photos; searched with all folders in it
  --class FOLDER=CLASS  the class of the photos in a folder whose name does not say it
  --threshold N         lowest score that counts (default: the manifest's)
  --model NAME          a detector of models/manifest.json (default: the first)
  --light LIGHT         colour, grey, dim or camera: what the hub says of bursts in that light (see below)
  --bursts N            with --light: bursts without a pet (default: 300)
  --real DIR            with --light: real frames of a camera without a pet, each a burst of its own
  --seed N              with --light: other bursts (default: 1)
  --help                print this

A photo counts as found when a pet is seen in it, as right when the best one has the photo's class. Boxes of COCO
count as found when a pet overlaps them by half (intersection over union). Ranges are 95% Wilson intervals.

With --light each photo becomes a burst of three frames, cut, moved and lit a little otherwise each: grey as by
infra-red, dim (a third of the light, noise), or as an OV2640 sees it (camera). The whole way to a cut runs on it.
Counted: pets that are reported, by the longer side of the pet's box as a share of the photo's (boxes of the data, or
what the detector sees in the photo as it is), and drawn into rooms, 40 of 600 pixels large; whether cat or dog is said,
and is right; and bursts without a pet, N of them from all photos of class none, in which one is reported.

The last line is the result as one line of JSON.`;

const MODELS = fileURLToPath(new URL('../../models', import.meta.url));

const shareOf = (results: readonly boolean[]): Share => share(results.filter(Boolean).length, results.length);

interface Seen extends Photo {
  pets: Detection[];
}

const asEdges = ({ x, y, width, height }: Detection): Edges => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
});

function summary(seen: readonly Seen[]) {
  const only = (wanted: Class) => seen.filter((photo) => photo.class === wanted);
  const boxes = (wanted: Class) =>
    seen.flatMap((photo) =>
      photo.boxes
        .filter((truth) => truth.class === wanted)
        .map((truth) => photo.pets.some((pet) => intersectionOverUnion(truth, asEdges(pet)) >= 0.5)),
    );
  const perClass = (wanted: 'cat' | 'dog') => ({
    found: shareOf(only(wanted).map(({ pets }) => pets.length > 0)),
    right: shareOf(only(wanted).map(({ pets }) => pets[0]?.label === wanted)),
    boxes: shareOf(boxes(wanted)),
  });
  const falseAlarms = shareOf(only('none').map(({ pets }) => pets.length > 0));
  return { classes: { cat: perClass('cat'), dog: perClass('dog') }, negatives: { falseAlarms } };
}

function print(result: ReturnType<typeof summary>): void {
  for (const [name, { found, right, boxes }] of Object.entries(result.classes)) {
    console.log(shareLine(`${name}: photos found`, found));
    console.log(shareLine(`${name}: best has its class`, right));
    console.log(shareLine(`${name}: boxes found`, boxes));
  }
  console.log(shareLine('no pet: false alarms', result.negatives.falseAlarms));
}

async function look(photos: readonly Photo[], detect: (file: string) => Promise<Detections>) {
  const seen: Seen[] = [];
  let unreadable = 0;
  const start = performance.now();
  for (const [i, photo] of photos.entries()) {
    process.stderr.write(`\r${i + 1} of ${photos.length}`);
    try {
      seen.push({ ...photo, pets: (await detect(photo.file)).pets });
    } catch (error) {
      unreadable++;
      console.error(`\nskipped ${photo.file}: ${messageOf(error)}`);
    }
  }
  process.stderr.write('\n');
  const msPerPhoto = Math.round((performance.now() - start) / Math.max(1, seen.length));
  return { seen, unreadable, msPerPhoto };
}

function listFalseAlarms(seen: readonly Seen[]): void {
  for (const { class: is, file, pets } of seen) {
    const best = pets[0];
    if (is === 'none' && best) console.log(`false alarm: ${file}: ${best.label} ${best.score.toFixed(2)}`);
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', multiple: true, default: [] },
      class: { type: 'string', multiple: true, default: [] },
      threshold: { type: 'string' },
      model: { type: 'string' },
      light: { type: 'string' },
      bursts: { type: 'string', default: '300' },
      real: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  const named = values.class.map((pair) => {
    const [folder = '', is = ''] = pair.split('=');
    const known = CLASSES.find((name) => name === is);
    if (!known) throw new Error(`--class ${pair}: the class must be one of ${CLASSES.join(', ')}`);
    return [folder, known] as const;
  });
  const light = LIGHTS.find((name) => name === values.light);
  if (values.light !== undefined && !light) throw new Error(`--light must be one of ${LIGHTS.join(', ')}`);
  return { ...values, light, named: new Map(named) };
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(USAGE);
  if (options.data.length === 0) throw new Error('say where the photos are: --data DIR (--help explains)');
  const photos = options.data.flatMap((folder) => photosIn(folder, options.named));
  if (photos.length === 0) throw new Error(`${options.data.join(', ')} has no photos with a known class`);
  return options.light ? inLight(photos, options.light, options) : asTheyAre(photos, options);
}

async function inLight(
  photos: Photo[],
  light: Light,
  options: ReturnType<typeof readOptions>,
): Promise<void> {
  const real = options.real.flatMap((folder) => photosIn(folder, new Map([[path.basename(folder), 'none']])));
  const [bursts, seed] = [Number(options.bursts), Number(options.seed)];
  const { lines, result } = await evaluateLight({ models: MODELS, photos, real, light, bursts, seed });
  for (const line of lines) console.log(line);
  console.log(JSON.stringify(result));
}

async function asTheyAre(photos: Photo[], options: ReturnType<typeof readOptions>): Promise<void> {
  const manifest = await readManifest(MODELS);
  const listed = findModel(manifest, 'detect', options.model);
  const threshold = Number(options.threshold ?? listed.options?.['threshold']);
  const entry = { ...listed, options: { ...listed.options, threshold } };
  const session = await openModel(manifest, entry, 1);
  const detect = createDetector(entry, session);
  const { seen, unreadable, msPerPhoto } = await look(photos, async (file) =>
    detect(await decodeRgb(readFileSync(file))),
  );
  await session.release();

  listFalseAlarms(seen);
  const result = summary(seen);
  print(result);
  console.log(JSON.stringify({ model: entry.name, threshold, ...result, unreadable, msPerPhoto }));
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
