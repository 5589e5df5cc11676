/** A data directory with photos in it, for tests that copy it away and back. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { systemClock } from '../../src/core/clock.js';
import { createLog } from '../../src/core/log.js';
import type { Store } from '../../src/store/contract.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from './folder.js';
import { KEY, makePhoto, runOn, sendBurst } from './store.js';

const DAY_MS = 86_400_000;

/** Opens the store of a directory for `work` and closes it again. */
export async function withStore<T>(directory: string, work: (store: Store) => Promise<T> | T): Promise<T> {
  const store = await openStore({
    directory,
    clock: systemClock,
    log: createLog('silent'),
    reserveBytes: 0,
    inline: true,
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Adds `count` bursts with their photos, a day apart; `name` keeps them apart from others. */
export async function addPhotos(store: Store, count: number, name = 'b', size = 40_000): Promise<void> {
  const run = runOn(store);
  if (!store.camera('porch')) await store.addCamera('porch', 'Front porch', KEY);
  for (let index = 0; index < count; index += 1) {
    const at = 1_763_867_000_000 + index * DAY_MS;
    await sendBurst(run, `${name}${index}`, { at, size: size + index });
    await makePhoto(run, store.nextCutJob(), { at });
  }
}

/** A data directory with `count` photos; the hub that made it is stopped. */
export async function stockedDirectory(t: { teardown(end: () => void): void }, count = 3): Promise<string> {
  const directory = path.join(temporaryFolder(t), 'data');
  await withStore(directory, (store) => addPhotos(store, count));
  return directory;
}

/** Every byte of every photo and frame, as hashes by name. */
export function everyByte(store: Store): Record<string, string> {
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const found: Record<string, string> = {};
  for (const { id, burstId } of store.photos({ limit: 1_000 })) {
    for (const variant of ['original', 'upscaled', 'thumb', 'preview'] as const) {
      const image = store.image(id, variant);
      if (image) found[`photo ${id} ${variant}`] = digest(image.bytes);
    }
    for (const frame of store.burst(burstId)?.frames ?? [])
      found[`frame ${frame.id}`] = digest(store.frameBytes(frame.id) ?? new Uint8Array());
  }
  return found;
}
