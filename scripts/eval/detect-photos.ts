import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Edges } from '../../src/imaging/vision/boxes.js';

export const CLASSES = ['cat', 'dog', 'none'] as const;
/** What is in a photo. */
export type Class = (typeof CLASSES)[number];

/** A photo with what is in it; boxes only where the data has them. */
export interface Photo {
  file: string;
  class: Class;
  boxes: Truth[];
}

/** Box of an animal in pixels of the photo. */
export interface Truth extends Edges {
  class: 'cat' | 'dog';
}

interface CocoFile {
  images: { id: number; file_name: string }[];
  annotations: { image_id: number; category_id: number; bbox: [number, number, number, number] }[];
  categories: { id: number; name: string }[];
}

const IMAGE = /\.(jpe?g|png|webp)$/i;

/** Photos of a folder and those below it; `named` has the class of folders whose name does not say it. */
export function photosIn(folder: string, named: ReadonlyMap<string, Class>): Photo[] {
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

/** The box with the largest area; undefined without boxes. */
export function largest(boxes: readonly Truth[]): Truth | undefined {
  const area = (box: Truth) => (box.right - box.left) * (box.bottom - box.top);
  return [...boxes].sort((a, b) => area(b) - area(a))[0];
}
