import { listCameras, listPhotos } from '../api/calls.js';
import { isConnected } from '../api/live.js';
import { listPets } from '../api/pet-calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import { Unreachable } from '../api/problem.js';
import { nameHere } from '../core/base.js';
import { forgetKept, keptFor } from '../core/kept-choice.js';
import { signal } from '../core/signal.js';
import { aboutPhoto, isKeptAs, type KeptPhoto, MOST_KEPT, MOST_KEPT_BYTES } from './kept-photo.js';
import { Vault } from './vault.js';

/** Photos that are on this phone now, or why they could not be stored; null until that is known. */
export const keptNow = signal<{ photos: number; bytes: number } | { fault: unknown } | null>(null);

/** Photos come in groups: they are kept together. */
const soonMs = 5_000;
const stampMs = 60_000;

let started = false;
let waiting = 0;

/** Keeps the newest photos now, and then whenever they have changed, for as long as the person wants it. */
export function startKeeping(): void {
  void keepNow();
  if (started) return;
  started = true;
  onPhotoNews(() => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void keepNow(), soonMs);
  });
  setInterval(() => void stamp(), stampMs);
}

/** One tab does it for all. What fails is tried again with the next photo, and at the next start. */
async function keepNow(): Promise<void> {
  await navigator.locks.request(nameHere('petcam.keeping'), { ifAvailable: true }, async (lock) => {
    if (lock === null || keptFor() === null) return;
    try {
      await keepProgram();
      keptNow.set(await keepNewest());
    } catch (fault) {
      if (!(fault instanceof Unreachable)) keptNow.set({ fault });
    }
    // Who signed out meanwhile has none any more.
    if (keptFor() === null) await forgetKept();
  });
}

async function keepNewest(): Promise<{ photos: number; bytes: number }> {
  const [{ photos }, cameras, pets] = await Promise.all([
    listPhotos({ limit: MOST_KEPT }),
    listCameras(),
    listPets(),
  ]);
  const vault = await Vault.open();
  try {
    const before = new Map((await vault.all()).map((photo) => [photo.id, photo]));
    const kept = new Set<number>();
    let bytes = 0;
    for (const photo of photos) {
      const about = aboutPhoto(photo, cameras, pets);
      const old = before.get(photo.id);
      const picture = isKeptAs(old, about) ? old.picture : await pictureAt(about.address);
      if (picture === null) continue;
      bytes += picture.size;
      if (bytes > MOST_KEPT_BYTES || keptFor() === null) break;
      if (picture !== old?.picture) await vault.put({ ...about, picture } satisfies KeptPhoto);
      kept.add(photo.id);
    }
    await vault.retain(kept);
    await vault.setAsOf(Date.now());
    return { photos: kept.size, bytes };
  } finally {
    vault.close();
  }
}

/** The bytes of a picture; null when the hub has none, as of a photo that was deleted just now. */
async function pictureAt(address: string): Promise<Blob | null> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new Unreachable(address, { cause });
  });
  return response.ok ? response.blob() : null;
}

/** While the hub is heard, what is kept is as of now. */
async function stamp(): Promise<void> {
  if (!isConnected.get() || keptFor() === null) return;
  const vault = await Vault.open();
  await vault.setAsOf(Date.now()).finally(() => vault.close());
}

/** The service worker keeps the files of the page that pass through it: the screen of these photos has to be among them. */
async function keepProgram(): Promise<void> {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  const ours = loaded.filter((address) => address.startsWith(new URL('assets/', location.href).href));
  await Promise.all([...new Set(ours)].map((address) => fetch(address)));
}
