// npm run eval:detect -- --data DIR: how many pets the detector finds, and where it sees some that are not there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
import { type Share, share, shareLine } from './shares.js';

const USAGE = `Usage: npm run eval:detect -- --data DIR [--class FOLDER=CLASS]... [--threshold N] [--model NAME]

DIR, or any folder in it, holds either a COCO file (*instances*.json) beside its photos, or photos of one class.
The class (cat, dog, none) is the folder's name, or else how the photo's name begins; "negatives", "other" and
"background" mean none.

  --data DIR            the photos; searched with all folders in it
  --class FOLDER=CLASS  the class of the photos in a folder whose name does not say it
  --threshold N         lowest score that counts (default: the manifest's)
  --model NAME          a detector of models/manifest.json (default: the first)
  --help                print this

A photo counts as found when a pet is seen in it, as right when the best one has the photo's class. Boxes of COCO
count as found when a pet overlaps them by half (intersection over union). Ranges are 95% Wilson intervals.
The last line is the result as one line of JSON.`;

const CLASSES = ['cat', 'dog', 'none'] as const;
type Class = (typeof CLASSES)[number];

/** A photo with what is in it; boxes only where the data has them. */
interface Photo {
  file: string;
  class: Class;
  boxes: Truth[];
}

interface Truth extends Edges {
  class: 'cat' | 'dog';
}

interface CocoFile {
  images: { id: number; file_name: string }[];
  annotations: { image_id: number; category_id: number; bbox: [number, number, number, number] }[];
  categories: { id: number; name: string }[];
}

const IMAGE = /\.(jpe?g|png|webp)$/i;

function photosIn(folder: string, named: ReadonlyMap<string, Class>): Photo[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const below = entries.filter((entry) => entry.isDirectory());
  const nested = below.flatMap((entry) => photosIn(path.join(folder, entry.name), named));
  const coco = entries.find(({ name }) => /instances.*\.json$/.test(name));
  if (coco) return [...cocoPhotos(folder, coco.name), ...nested];
  const own = entries.filter((entry) => entry.isFile() && IMAGE.test(entry.name));
  return [...own.flatMap(({ name }) => classPhoto(folder, name, named)), ...nested];
}

function classPhoto(folder: string, name: string, named: ReadonlyMap<string, Class>): Photo[] {
  const known = named.get(path.basename(folder)) ?? classNamed(path.basename(folder)) ?? classNamed(name);
  if (!known) {
    console.error(`skipped ${path.join(folder, name)}: no class; say --class ${path.basename(folder)}=cat`);
    return [];
  }
  return [{ file: path.join(folder, name), class: known, boxes: [] }];
}

function classNamed(name: string): Class | undefined {
  const animal = /^(cat|dog)s?([^a-z]|$)/i.exec(name)?.[1]?.toLowerCase();
  return /^(none|neg|other|background)/i.test(name) ? 'none' : (animal as Class | undefined);
}

function cocoPhotos(folder: string, file: string): Photo[] {
  const { images, annotations, categories } = JSON.parse(
    readFileSync(path.join(folder, file), 'utf8'),
  ) as CocoFile;
  const nameOf = new Map(categories.map(({ id, name }) => [id, name]));
  return images
    .filter((image) => existsSync(path.join(folder, image.file_name)))
    .map((image) => {
      const boxes = annotations
        .filter((annotation) => annotation.image_id === image.id)
        .flatMap(({ category_id, bbox: [left, top, width, height] }): Truth[] => {
          const name = nameOf.get(category_id);
          if (name !== 'cat' && name !== 'dog') return [];
          return [{ class: name, left, top, right: left + width, bottom: top + height }];
        });
      return { file: path.join(folder, image.file_name), class: largest(boxes)?.class ?? 'none', boxes };
    });
}

function largest(boxes: readonly Truth[]): Truth | undefined {
  const area = (box: Truth) => (box.right - box.left) * (box.bottom - box.top);
  return [...boxes].sort((a, b) => area(b) - area(a))[0];
}

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
      data: { type: 'string' },
      class: { type: 'string', multiple: true, default: [] },
      threshold: { type: 'string' },
      model: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const named = values.class.map((pair) => {
    const [folder = '', is = ''] = pair.split('=');
    const known = CLASSES.find((name) => name === is);
    if (!known) throw new Error(`--class ${pair}: the class must be one of ${CLASSES.join(', ')}`);
    return [folder, known] as const;
  });
  return { ...values, named: new Map(named) };
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(USAGE);
  if (!options.data) throw new Error('say where the photos are: --data DIR (--help explains)');
  const photos = photosIn(options.data, options.named);
  if (photos.length === 0) throw new Error(`${options.data} has no photos with a known class`);

  const manifest = await readManifest(fileURLToPath(new URL('../../models', import.meta.url)));
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
