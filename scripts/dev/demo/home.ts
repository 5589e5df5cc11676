/** The home of the demo: people, pets, cameras and three months of photos, written as the hub itself would write them. */
import { randomInt } from 'node:crypto';
import sharp from 'sharp';
import { crcOf, sha256Of } from '../../../src/cameras/protocol/checksum.js';
import { newCameraKey } from '../../../src/cameras/protocol/identity.js';
import { DEFAULT_STREAM_SETTINGS } from '../../../src/cameras/streams/stream-settings.js';
import { systemClock } from '../../../src/core/clock.js';
import { createLog } from '../../../src/core/log.js';
import { englishFor, type ReasonCode } from '../../../src/imaging/select/reasons.js';
import type { Cut } from '../../../src/imaging/select/types.js';
import type { EncodedImage } from '../../../src/imaging/vision/types.js';
import { hashPassword } from '../../../src/server/api/auth/passwords.js';
import type { Store } from '../../../src/store/contract.js';
import { openStore } from '../../../src/store/store.js';
import type { DemoBurst, DemoCamera, Scenery } from './scenery.js';
import { FRAME, kept } from './scenes.js';

/** What the processes of the demo have to know of a home that was made. */
export interface DemoHome {
  person: string;
  password: string;
  /** Keys of the cameras of this project, hexadecimal. */
  keys: Record<'living-room' | 'hall', string>;
}

const DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;
const HOURS = [7.4, 8.9, 12.3, 13.8, 16.6, 18.2, 19.7, 22.3];
/** So many bursts are composed at the same time. */
const AT_ONCE = 6;
/** Enlargements of the newest photos are left to the networks of the hub. */
const LEFT_TO_THE_HUB = 4;
/** So many of the newest bursts have all their frames: of older ones a hub keeps the photo alone. */
const WITH_ALL_FRAMES = 30;
const FAVOURITE_EVERY = 13;

interface Visit {
  camera: DemoCamera;
  at: number;
  hour: number;
}

/** Makes the home in an empty data directory. `streamUrl` is where the camera by address is; photos go back `days`. */
export async function makeHome(
  directory: string,
  scenery: Scenery,
  streamUrl: string,
  days = DAYS,
): Promise<DemoHome> {
  const log = createLog('silent');
  const store = await openStore({ directory, clock: systemClock, log, reserveBytes: 0 });
  try {
    const home = await moveIn(store, scenery, streamUrl);
    await takePhotos(store, scenery, visitsUntil(Date.now(), days));
    return home;
  } finally {
    await store.close();
  }
}

async function moveIn(store: Store, scenery: Scenery, streamUrl: string): Promise<DemoHome> {
  const password = `demo ${randomInt(1000, 10_000)} ${randomInt(1000, 10_000)}`;
  await store.registerFirstOwner({ name: 'Mina', passwordHash: await hashPassword(password) });
  const keys = { 'living-room': newCameraKey(), hall: newCameraKey() };
  await store.addCamera('living-room', 'Living room', Buffer.from(keys['living-room'], 'hex'));
  await store.addCamera('hall', 'Hall', Buffer.from(keys.hall, 'hex'));
  const source = { url: streamUrl, address: '127.0.0.1', certificate: null, credentials: null };
  const settings = { ...DEFAULT_STREAM_SETTINGS };
  await store.addStreamCamera('garden', 'Garden', source, { kind: 'stream', ...FRAME, settings });
  if (scenery.kinds.includes('cat')) await store.addPet({ name: 'Nabi', kind: 'cat', photo: null });
  if (scenery.kinds.includes('dog')) await store.addPet({ name: 'Bori', kind: 'dog', photo: null });
  return { person: 'Mina', password, keys };
}

/** Two or three visits a day, each of one to three bursts; the oldest first. */
function visitsUntil(now: number, days: number): Visit[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const visits: Visit[] = [];
  for (let day = days; day >= 0; day -= 1) {
    for (const [index, hour] of HOURS.entries()) {
      const chance = (day * 7 + index * 5) % 11;
      if (chance > 1) continue;
      const camera = (['living-room', 'hall', 'living-room', 'garden'] as const)[(day + index) % 4] ?? 'hall';
      for (let burst = 0; burst <= (chance + day) % 2; burst += 1) {
        const at = midnight - day * DAY_MS + hour * 3_600_000 + (((day * 17) % 23) + burst * 3) * 60_000;
        if (at < now - 60_000) visits.push({ camera, at, hour });
      }
    }
  }
  return visits;
}

/** Composing takes the time and goes side by side; what is stored keeps its order. */
async function takePhotos(store: Store, scenery: Scenery, visits: Visit[]): Promise<void> {
  const images = new Map<DemoBurst, Promise<Images>>();
  for (let from = 0; from < visits.length; from += AT_ONCE) {
    const photos = visits.slice(from, from + AT_ONCE).map(async (visit, index) => {
      const number = from + index;
      const left = visits.length - number;
      const burst = await scenery.burst(visit.camera, number, visit.hour, left < WITH_ALL_FRAMES ? 6 : 3);
      return { ...visit, number, left, burst, ...(await kept(images, burst, () => imagesOf(burst))) };
    });
    for (const photo of await Promise.all(photos)) await keep(store, photo);
  }
}

interface Images {
  thumbnails: { small: EncodedImage; large: EncodedImage };
  enlarged: EncodedImage;
}

async function imagesOf({ frames, best }: DemoBurst): Promise<Images> {
  const chosen = frames[best] as Buffer;
  const [small, large, enlarged] = await Promise.all([webp(chosen, 320), webp(chosen, 960), twice(chosen)]);
  return { thumbnails: { small, large }, enlarged };
}

type Photo = Visit & Images & { number: number; left: number; burst: DemoBurst };

async function keep(store: Store, photo: Photo): Promise<void> {
  const { camera, at, number, burst, thumbnails, enlarged } = photo;
  const burstId = await sendBurst(store, camera, `demo-${number}`, at, burst);
  const { photoId } = await store.saveCut({ burstId, cut: cutOf(burst), thumbnails, at });
  if (photoId === null) return;
  if (number % FAVOURITE_EVERY === 5) await store.setFavourite(photoId, true);
  const frame = store.burst(burstId)?.frames.find(({ state }) => state === 'chosen');
  if (frame && photo.left > LEFT_TO_THE_HUB) await store.saveUpscale(photoId, frame.id, enlarged, 'demo');
}

/** Stores and closes a burst, and what was seen of its frames; gives its id. */
async function sendBurst(
  store: Store,
  camera: DemoCamera,
  burst: string,
  at: number,
  { frames, kind, box }: DemoBurst,
): Promise<number> {
  const listed = frames.map((bytes, index) => ({
    index,
    length: bytes.length,
    crc32: crcOf(bytes),
    ageMs: 1500 - index * 200,
  }));
  await Promise.all(
    frames.map((bytes, index) =>
      store.saveFrame({
        camera,
        burst,
        index,
        bytes,
        crc32: crcOf(bytes),
        sha256: sha256Of(bytes),
        receivedAt: at,
      }),
    ),
  );
  const manifest = { burst, trigger: 'motion' as const, frames: listed };
  await store.saveManifest({ camera, manifest, receivedAt: at, dropped: [] });
  await store.closeBurst({ camera, burst, by: 'manifest', final: true, missing: [], at });
  const job = store.nextCutJob();
  if (!job) throw new Error(`the demo's burst ${burst} waits for no cut`);
  const pets = [{ label: kind, score: 0.9, ...box }];
  await Promise.all(
    job.frames.map(({ frameId }) =>
      store.saveAnalysis(frameId, { ...FRAME, pets, others: [], features: { headDetail: 0.5 } }),
    ),
  );
  return job.burstId;
}

function cutOf({ frames, best, kind }: DemoBurst): Cut {
  const order = [best, ...frames.keys()].filter((index, at, all) => all.indexOf(index) === at);
  const reason = (code: ReasonCode, params: Cut['summary']['params'] = {}) => ({
    code,
    params,
    text: englishFor(code, params),
  });
  const summary = reason('chosen-face', { of: frames.length, pet: kind, face: 'yes', whole: 'yes' });
  const why = (rank: number) => reason(rank < 2 ? 'close-second' : rank < 4 ? 'less-sharp' : 'moved');
  return {
    chosen: best,
    hasPet: true,
    pet: kind,
    isKindSure: true,
    score: 0.9,
    ranking: order,
    frames: order.map((index, rank) => ({
      index,
      place: rank + 1,
      gates: [],
      scores: { overall: 0.9 - rank / 8 },
      reason: rank === 0 ? summary : why(rank),
    })),
    summary,
  };
}

async function webp(jpeg: Buffer, width: number): Promise<EncodedImage> {
  const { data, info } = await sharp(jpeg)
    .resize(width)
    .webp({ quality: 78, effort: 0 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, mime: 'image/webp', width: info.width, height: info.height };
}

async function twice(jpeg: Buffer): Promise<EncodedImage> {
  const { data, info } = await sharp(jpeg)
    .resize(FRAME.width * 2)
    .jpeg({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, mime: 'image/jpeg', width: info.width, height: info.height };
}
