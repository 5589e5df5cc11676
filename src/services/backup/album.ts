import { existsSync } from 'node:fs';
import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../core/durable-file.js';
import { Fault } from '../../core/errors.js';
import { type PhotoFacts, withPhotoExif } from '../../core/photo-exif.js';
import { withKeywords } from '../../core/photo-keywords.js';
import { type Stamp, stamper } from '../../core/stamp.js';
import type { Cameras, Gallery } from '../../store/contract.js';
import type { Pets } from '../../store/pets.js';
import type { ImageBlob, PhotoFilter, PhotoRow } from '../../store/types.js';
import { flush, freeBytes, PARTIAL, publish } from './files.js';

/** Folder, choice of photos and time zone of an export. */
export interface AlbumRequest {
  /** Made when it is not there. */
  folder: string;
  filter: PhotoFilter;
  /** IANA name of the time zone of folders, names and Exif; empty for the system's. */
  timeZone: string;
  /** Name and version, for the Exif. */
  software: string;
  /** The enlarged photos, too. */
  upscaled: boolean;
  /** Free space of that disk that is left alone. */
  reserveBytes: number;
}

/** Numbers of photos that an export wrote and found there. */
export interface AlbumReport {
  /** Photos written now, and those that were there from an earlier run. */
  written: number;
  kept: number;
}

type Store = Pick<Gallery, 'photos' | 'photoMonths' | 'image' | 'burst'> &
  Pick<Cameras, 'cameras'> &
  Pick<Pets, 'pets'>;

const PAGE = 100;

/**
 * Writes photos as ordinary files, by year and month: the original as the camera took it with an Exif segment added,
 * and beside it a JSON file with what the hub knows. A file has its name when it is whole and its time when the photo
 * was taken; a second run writes what is new or has changed.
 * @throws {Fault} `export-full` when the disk would run full.
 */
export async function exportAlbum(
  store: Store,
  request: AlbumRequest,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<AlbumReport> {
  const report = { written: 0, kept: 0 };
  const total = store.photoMonths(request.filter).reduce((sum, { count }) => sum + count, 0);
  const names = new Map(store.cameras().map(({ id, name }) => [id, name]));
  const stampOf = stamper(request.timeZone);
  const pets = store.pets();
  for (const photo of everyPhoto(store, request.filter)) {
    const original = store.image(photo.id, 'original');
    if (!original) continue;
    const petNames = pets.filter(({ id }) => photo.pets.includes(id)).map(({ name }) => name);
    const stamp = stampOf(photo.takenAt);
    const entry = { photo, original, stamp, name: names.get(photo.camera), petNames };
    if (await writeEntry(store, request, entry)) report.written += 1;
    else report.kept += 1;
    onProgress(report.written + report.kept, total);
  }
  return report;
}

function* everyPhoto(store: Store, filter: PhotoFilter): Generator<PhotoRow> {
  for (let page = store.photos({ ...filter, movement: 'without', limit: PAGE }); page.length > 0; ) {
    yield* page;
    const { takenAt, id } = page.at(-1) as PhotoRow;
    page = store.photos({ ...filter, movement: 'without', limit: PAGE, after: { takenAt, id } });
  }
}

interface Entry {
  photo: PhotoRow;
  original: ImageBlob;
  stamp: Stamp;
  /** Name of the camera; absent when it was removed. */
  name: string | undefined;
  /** Names of the pets of the home that are on it. */
  petNames: string[];
}

/** False when it was there already. The sidecar comes last: where it is, the pictures are whole. */
async function writeEntry(store: Store, request: AlbumRequest, entry: Entry): Promise<boolean> {
  const { photo, original, stamp, name = photo.camera, petNames } = entry;
  const [year = '', month = ''] = stamp.date.split('-');
  const folder = path.join(request.folder, year, month);
  const base = path.join(
    folder,
    `${stamp.date}_${stamp.time.replaceAll(':', '-')}_${photo.camera}_${photo.id}`,
  );
  const sidecar = `${JSON.stringify(sidecarOf(store, entry), null, 2)}\n`;
  const large = request.upscaled ? store.image(photo.id, 'upscaled') : null;
  if (await isThere(base, sidecar, large !== null)) return false;
  makeFolder(folder, 0o777);
  const facts: PhotoFacts = {
    taken: stamp,
    camera: name,
    software: request.software,
    description: photo.summary.text,
  };
  const made = (bytes: Uint8Array) => withKeywords(withPhotoExif(bytes, facts), petNames);
  const files: [ending: string, bytes: Uint8Array][] = [['.jpg', made(original.bytes)]];
  if (large) files.push(['_x2.jpg', made(large.bytes)]);
  files.push(['.json', Buffer.from(sidecar)]);
  await expectRoom(
    folder,
    files.reduce((sum, [, bytes]) => sum + bytes.length, request.reserveBytes),
  );
  for (const [ending, bytes] of files) await write(`${base}${ending}`, bytes, photo.takenAt);
  return true;
}

async function isThere(base: string, sidecar: string, large: boolean): Promise<boolean> {
  const known = await readFile(`${base}.json`, 'utf8').catch(() => null);
  return known === sidecar && existsSync(`${base}.jpg`) && (!large || existsSync(`${base}_x2.jpg`));
}

function sidecarOf(store: Store, { photo, original, stamp, name, petNames }: Entry) {
  const burst = store.burst(photo.burstId);
  return {
    id: photo.id,
    version: photo.version,
    camera: photo.camera,
    cameraName: name ?? null,
    takenAt: `${stamp.date}T${stamp.time}.${stamp.fraction}${stamp.offset}`,
    pet: photo.pet,
    pets: petNames,
    favourite: photo.favourite,
    score: photo.score,
    why: photo.summary.text,
    width: photo.width,
    height: photo.height,
    originalSha256: original.sha256,
    burst: burst?.burst,
    trigger: burst?.trigger,
    frames: burst?.frames.map(({ index, place, reason }) => ({ index, place, why: reason?.text ?? null })),
  };
}

async function expectRoom(folder: string, bytes: number): Promise<void> {
  if ((await freeBytes(folder)) >= bytes) return;
  throw new Fault(
    'export-full',
    `the disk of ${folder} is nearly full`,
    'Free some space or choose another disk, then run it again: it goes on where it ended.',
  );
}

async function write(file: string, bytes: Uint8Array, takenAt: number): Promise<void> {
  const draft = `${file}${PARTIAL}`;
  await rm(draft, { force: true });
  await writeFile(draft, bytes);
  await utimes(draft, takenAt / 1000, takenAt / 1000);
  await flush(draft);
  await publish(draft, file);
}
