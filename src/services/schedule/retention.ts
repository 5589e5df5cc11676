import type { Upkeep } from '../../store/contract.js';
import { BIN_MS } from '../../store/reads/bin.js';
import { aboveShare, type CameraSpace, shareOf } from './fair-space.js';

/** How long and how much is kept. */
export interface RetentionLimits {
  /** Days that the bytes of frames which were not chosen are kept. */
  losingFramesDays: number;
  /** Days that photos are kept, favourites for ever; 0 for no limit. */
  photosMaxDays: number;
  /** Size of the database above which first losing frames and then photos go, the oldest of the cameras above their share. */
  maxBytes: number;
  /** Free disk space to win back when it is touched; photos are not deleted for that. */
  reserveBytes: number;
}

/** Numbers of what one pass of retention has removed. */
export interface RetentionReport {
  /** Photos that the owner had deleted. */
  purged: number;
  frames: number;
  photos: number;
  records: number;
  /** Pages given back to the file system. */
  pages: number;
  /** True when the database is still too large: there is nothing left that may go. */
  stuck: boolean;
}

const DAY_MS = 86_400_000;

/** Bursts without a photo, ended sessions and the like are of no use after this time. */
const RECORDS_DAYS = 30;

/** Sizes of one step: each is one short write, between which the frames of cameras are stored. */
const FRAMES = 16;
const PHOTOS = 4;
const RECORDS = 100;
const PAGES = 256;

/** Photos that one pass deletes for their age: more than a home takes in an hour, few enough to notice in time. */
const AGED_PHOTOS = 200;

const ALL = Number.MAX_SAFE_INTEGER;
const NONE = Number.MIN_SAFE_INTEGER;

/**
 * One pass over everything that may go, in small steps. Ends early when `signal` is aborted. `now` is null while the
 * clock cannot be trusted: then nothing goes for its age.
 */
export async function retain(
  store: Upkeep,
  limits: RetentionLimits,
  now: number | null,
  signal: AbortSignal,
): Promise<RetentionReport> {
  const ago = (days: number) => (now === null ? NONE : now - days * DAY_MS);
  const usedBytes = () => store.storageUse().usedBytes;
  const repeat = (step: () => Promise<number>) => repeated(step, signal);
  const trimFrames = async (before: number) => (await store.trimFrames(before, FRAMES)).frames;
  const trimPhotos = async (before: number) => (await store.trimPhotos(before, PHOTOS)).photos;

  let purged = await repeat(async () => (await store.purgeDeleted(ago(BIN_MS / DAY_MS), PHOTOS)).photos);
  const { losingFramesDays, photosMaxDays, maxBytes } = limits;
  let frames = await repeat(() => trimFrames(ago(losingFramesDays)));
  const onlyMovement = await repeat(
    async () => (await store.trimMovement(ago(losingFramesDays), PHOTOS)).photos,
  );
  const aged = () => trimPhotos(ago(photosMaxDays));
  let photos = onlyMovement + (photosMaxDays === 0 ? 0 : await repeated(aged, signal, AGED_PHOTOS));
  const most = Math.min(maxBytes, roomFor(store, limits));
  purged += await repeat(async () =>
    usedBytes() > most ? (await store.purgeDeleted(ALL, PHOTOS)).photos : 0,
  );
  frames += await trimFairly(store, most, signal, async (camera) => {
    const trimmed = await store.trimFrames(ALL, FRAMES, camera);
    return { removed: trimmed.frames, bytes: trimmed.bytes };
  });
  photos += await trimFairly(store, maxBytes, signal, async (camera) => {
    const trimmed = await store.trimPhotos(ALL, PHOTOS, camera);
    return { removed: trimmed.photos, bytes: trimmed.bytes };
  });
  const old = ago(Math.max(RECORDS_DAYS, losingFramesDays));
  const records = await repeat(async () => (await store.trimRecords(old, RECORDS)).rows);
  const pages = await repeat(async () => (await store.vacuumStep(PAGES)).pages);
  return { purged, frames, photos, records, pages, stuck: usedBytes() > maxBytes };
}

/** Removes something of one camera; gives how many things went, and their bytes. */
type Trim = (camera: string) => Promise<{ removed: number; bytes: number }>;

/**
 * Trims until the database has at most `limit` bytes, always of the camera that has most above its share: nothing of a
 * camera within its share goes for another. Gives how many things went.
 */
async function trimFairly(store: Upkeep, limit: number, signal: AbortSignal, trim: Trim): Promise<number> {
  let sum = 0;
  let spaces: CameraSpace[] | null = null;
  const emptied = new Set<string>();
  for (;;) {
    const { usedBytes } = store.storageUse();
    if (signal.aborted || usedBytes <= limit) return sum;
    spaces ??= store.cameraSpaces();
    const large = aboveShare(spaces, shareOf(spaces, usedBytes, limit));
    const camera: string | undefined = large.find((one) => !emptied.has(one));
    if (camera === undefined) return sum;
    const { removed, bytes } = await trim(camera);
    if (removed === 0) emptied.add(camera);
    spaces = spaces.map((one) => (one.camera === camera ? { camera, bytes: one.bytes - bytes } : one));
    sum += removed;
  }
}

/** The size the database may have on this disk before it touches the reserve. */
function roomFor(store: Upkeep, { reserveBytes }: RetentionLimits): number {
  const { databaseBytes, freeBytes } = store.storageUse();
  return databaseBytes + freeBytes - reserveBytes;
}

/** Repeats `step` until it finds nothing more to do, or has done `most`; gives the sum of what it did. */
async function repeated(step: () => Promise<number>, signal: AbortSignal, most = ALL): Promise<number> {
  let sum = 0;
  while (!signal.aborted && sum < most) {
    const done = await step();
    if (done === 0) break;
    sum += done;
  }
  return sum;
}
