/** Crops of individual pets: from bursts and photos, the background hidden, and what they look like to each reader. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createAppearanceReader, type ReadAppearance } from '../../src/imaging/vision/appearance.js';
import { createDetector } from '../../src/imaging/vision/detect.js';
import { findModel, readManifest } from '../../src/imaging/vision/manifest.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import { decodeRgb, type RgbImage } from '../../src/imaging/vision/pixels.js';
import { type Detection, type PetBox, SURE_PET } from '../../src/imaging/vision/types.js';
import { clipOf, readLabels } from './bestcut-labels.js';

/** What a crop looks like, by reader. */
export type Looks = Record<Reader, number[]>;

/** Readers that are compared: the hub's, and a histogram of colours. */
export const READERS = ['ours', 'histogram'] as const;
/** Name of a reader. */
export type Reader = (typeof READERS)[number];

/** One pet on one photo. */
export interface Crop {
  animal: string;
  species: string;
  /** Photos of one burst are never both confirmed and asked about. */
  burst: string;
  file: string;
  looks: Looks;
}

/** Milliseconds that the hub's reader took for each crop. */
export interface Looked {
  crops: Crop[];
  times: number[];
}

interface Photo extends Omit<Crop, 'looks'> {
  path: string;
}

/** The photos of bursts whose labels have a clip and a species. */
export function burstPhotos(folder: string): Photo[] {
  return readLabels(folder).flatMap((label) => {
    const { species = 'cat' } = label as { species?: string };
    const burst = path.join(folder, label.id);
    const files = readdirSync(burst).filter((file) => /^\d+\.jpg$/.test(file));
    return files.map((file) => ({
      animal: clipOf(label),
      species,
      burst: label.id,
      file: `${label.id}/${file}`,
      path: path.join(burst, file),
    }));
  });
}

/** Single photos of individuals, whose name is the file's up to its number; each photo stands for a burst. */
export function singlePhotos(folders: readonly string[]): Photo[] {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => /\.jpe?g$/i.test(file))
      .sort()
      .map((file) => {
        const animal = file.replace(/_?\d+\.jpe?g$/i, '');
        const species = animal.startsWith('dog') ? 'dog' : 'cat';
        return { animal, species, burst: file, file, path: path.join(folder, file) };
      }),
  );
}

/** Looks at every photo; those without a pet are left out. `cache`, when given, is a file that keeps the results. */
export async function lookAt(
  photos: readonly Photo[],
  models: string,
  cache: string | undefined,
  progress: (done: number, of: number) => void,
): Promise<Looked> {
  if (cache && existsSync(cache)) return JSON.parse(readFileSync(cache, 'utf8')) as Looked;
  const eyes = await openEyes(models);
  const looked: Looked = { crops: [], times: [] };
  for (const [at, { path: file, ...photo }] of photos.entries()) {
    const image = await decodeRgb(readFileSync(file));
    const pet = (await eyes.detect(image)).pets.find(({ score }) => score >= SURE_PET);
    if (pet) {
      const hidden = withoutBackground(image, pet);
      const begin = performance.now();
      const ours = await eyes.read(hidden, pet);
      looked.times.push(performance.now() - begin);
      looked.crops.push({ ...photo, looks: { ours, histogram: histogramOf(hidden, pet) } });
    }
    progress(at + 1, photos.length);
  }
  if (cache) writeFileSync(cache, JSON.stringify(looked));
  return looked;
}

async function openEyes(folder: string): Promise<{
  detect: (image: RgbImage) => Promise<{ pets: Detection[] }>;
  read: ReadAppearance;
}> {
  const manifest = await readManifest(folder);
  const open = (task: 'detect' | 'appearance') => openModel(manifest, findModel(manifest, task), 1);
  return {
    detect: createDetector(findModel(manifest, 'detect'), await open('detect')),
    read: createAppearanceReader(findModel(manifest, 'appearance'), await open('appearance')),
  };
}

/** True for a pixel in the ellipse that fits into a box. */
function isInEllipse(x: number, y: number, box: PetBox): boolean {
  const across = (x + 0.5 - box.x - box.width / 2) / (box.width / 2);
  const down = (y + 0.5 - box.y - box.height / 2) / (box.height / 2);
  return across * across + down * down <= 1;
}

/** The picture grey but for the ellipse in the pet's box: the room around it cannot be what is recognised. */
export function withoutBackground(image: RgbImage, box: PetBox): RgbImage {
  const data = new Uint8Array(image.data.length).fill(128);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      if (!isInEllipse(x, y, box)) continue;
      const at = 3 * (y * image.width + x);
      data.set(image.data.subarray(at, at + 3), at);
    }
  }
  return { ...image, data };
}

/** The usual histogram of colours, 8 levels of each of red, green and blue; square roots, so that a cosine compares two. */
function histogramOf({ data, width, height }: RgbImage, box: PetBox): number[] {
  const counts = new Float32Array(512);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isInEllipse(x, y, box)) continue;
      const at = 3 * (y * width + x);
      const level = (channel: number) => (data[at + channel] as number) >> 5;
      const bin = (level(0) * 8 + level(1)) * 8 + level(2);
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) => Math.sqrt(count / Math.max(1, total)));
}
