/** Stores for tests: a real file each, with or without the writing thread. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Trigger } from '../../src/cameras/protocol/types.js';
import { isEventData, type StoredEvent } from '../../src/core/events.js';
import { createLog } from '../../src/core/log.js';
import type { Cut } from '../../src/imaging/select/types.js';
import type { CloseAnalysis, EncodedImage } from '../../src/imaging/vision/types.js';
import { commitGroup } from '../../src/store/commit-group.js';
import type { Store } from '../../src/store/contract.js';
import { databasePath, openForWriting } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrations.js';
import { openStore, type StoreOptions } from '../../src/store/store.js';
import type { CutResult } from '../../src/store/work.js';
import { createWriter, type OperationName, type Operations } from '../../src/store/writes/operations.js';
import { frameOf, jpegOf, manifestOf } from './frames.js';
import { ManualClock } from './manual-clock.js';

type Teardown = { teardown(end: () => unknown): void };

const newDirectory = () => mkdtempSync(path.join(tmpdir(), 'petcam-test-'));

/** Bytes of a database without a row, at the version of the program: its tables are made once in each process. */
let migrated: Buffer | undefined;

/** A new data directory that holds such a database and no key. */
function migratedDirectory(): string {
  migrated ??= readMigrated();
  const directory = newDirectory();
  writeFileSync(databasePath(directory), migrated, { mode: 0o600 });
  return directory;
}

function readMigrated(): Buffer {
  const directory = newDirectory();
  const db = openForWriting(databasePath(directory));
  migrate(db);
  db.close();
  const bytes = readFileSync(databasePath(directory));
  rmSync(directory, { recursive: true });
  return bytes;
}

/** A whole store, closed and removed when the test ends. It writes in this thread unless told otherwise. */
export async function openTestStore(t: Teardown, more: Partial<StoreOptions> = {}) {
  const directory = more.directory ?? migratedDirectory();
  const clock = new ManualClock();
  const store = await openStore({
    directory,
    clock,
    log: createLog('silent'),
    reserveBytes: 0,
    inline: true,
    ...more,
  });
  t.teardown(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { store, clock, directory };
}

/** The writing side alone, in this thread: what a group commits is what the file holds. */
export function openTestWriter(t: Teardown) {
  const directory = migratedDirectory();
  const db = openForWriting(databasePath(directory));
  const writer = createWriter(db);
  const clock = new ManualClock();
  const events: StoredEvent[] = [];
  t.teardown(() => {
    db.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Commits one operation; throws what it is refused with. */
  function run<K extends OperationName>(
    name: K,
    ...args: Parameters<Operations[K]>
  ): ReturnType<Operations[K]> {
    const result = commitGroup(writer, [{ name, args, at: clock.now() }]);
    for (const { type, data } of result.events)
      if (!isEventData(type, data)) throw new Error(`${type} does not fit: ${JSON.stringify(data)}`);
    events.push(...result.events);
    const [outcome] = result.outcomes;
    if (!outcome || 'error' in outcome) throw outcome?.error;
    return outcome.value as ReturnType<Operations[K]>;
  }
  return { db, writer, run, clock, events, directory };
}

/** What both kinds of store can do. */
export type Run = <K extends OperationName>(
  name: K,
  ...args: Parameters<Operations[K]>
) => ReturnType<Operations[K]> | Promise<ReturnType<Operations[K]>>;

/** Runs operations of a whole store by their name. */
export function runOn(store: Store): Run {
  return (name, ...args) => (store[name] as (...given: unknown[]) => never)(...args);
}

export const KEY = new Uint8Array(32).fill(7);

/** Sends a burst of `count` frames and closes it. The camera must be there. */
export async function sendBurst(
  run: Run,
  burst: string,
  { count = 3, at = 1_763_867_000_000, camera = 'porch', size = 400, trigger = 'motion' as Trigger } = {},
) {
  const pictures = Array.from({ length: count }, (_, index) => jpegOf(index + 1, size));
  for (const [index, bytes] of pictures.entries())
    await run('saveFrame', frameOf(index, bytes, { camera, burst, receivedAt: at } as Partial<Frame>));
  const manifest = { ...manifestOf(pictures, burst), trigger };
  await run('saveManifest', { camera, manifest, receivedAt: at, dropped: [] });
  await run('closeBurst', { camera, burst, by: 'manifest', missing: [], at });
}

export function analysisOf(more: Partial<CloseAnalysis> = {}): CloseAnalysis {
  const pet = { label: 'cat', score: 0.9, x: 10, y: 10, width: 200, height: 150 };
  return { width: 800, height: 600, pets: [pet], others: [], features: { headDetail: 0.5 }, ...more };
}

/** A verdict for `count` frames of which `chosen` is the best. */
export function cutOf(count: number, chosen = 0, more: Partial<Cut> = {}): Cut {
  const order = [
    chosen,
    ...Array.from({ length: count }, (_, index) => index).filter((index) => index !== chosen),
  ];
  const reason = (text: string) => ({ code: 'sharpest', params: { of: count }, text });
  const frames = order.map((index, rank) => ({
    index,
    place: rank + 1,
    gates: rank === 0 ? [] : ['moved'],
    scores: { overall: 1 - rank / 10 },
    reason: reason(`place ${rank + 1}`),
  }));
  const summary = reason(`sharpest of ${count}`);
  return {
    chosen,
    hasPet: true,
    pet: 'cat',
    isKindSure: true,
    score: 1,
    ranking: order,
    frames,
    summary,
    ...more,
  };
}

export function imageOf(seed: number, mime: EncodedImage['mime'] = 'image/webp'): EncodedImage {
  return { bytes: jpegOf(seed, 200), mime, width: 320, height: 240 };
}

export const thumbnailsOf = (seed: number): CutResult['thumbnails'] => ({
  small: imageOf(seed),
  large: imageOf(seed + 1),
});

/** Takes a burst the whole way to a photo, as the pipeline does, and gives the photo's id. */
export async function makePhoto(
  run: Run,
  job: { burstId: number; frames: { frameId: number }[] } | null,
  { chosen = 0, at = 1_763_867_000_000, cut = {} as Partial<Cut> } = {},
): Promise<number> {
  if (!job) throw new Error('no burst waits for a cut');
  for (const { frameId } of job.frames) await run('saveAnalysis', frameId, analysisOf());
  const result = {
    burstId: job.burstId,
    cut: cutOf(job.frames.length, chosen, cut),
    thumbnails: thumbnailsOf(50),
    at,
  };
  return (await run('saveCut', result)).photoId as number;
}
