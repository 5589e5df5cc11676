/** A store with photos that are ready to be sent, and a bucket that counts. */

import type { Test } from 'tap';
import { DEFAULT_STREAM_SETTINGS } from '../../src/cameras/streams/stream-settings.js';
import { systemClock } from '../../src/core/clock.js';
import { createLog } from '../../src/core/log.js';
import type { Bucket } from '../../src/services/sync/bucket.js';
import { Sender } from '../../src/services/sync/sender.js';
import type { SendingParts } from '../../src/services/sync/sending.js';
import type { Store } from '../../src/store/contract.js';
import { imageOf, KEY, makePhoto, runOn, sendBurst } from './store.js';

/** Photos of three frames each, enlarged; gives their ids. The first is a favourite. */
export async function fillStore(store: Store, photos: number, camera = 'porch'): Promise<number[]> {
  const run = runOn(store);
  await store.addCamera(camera, 'The porch', KEY);
  await store.registerFirstOwner({ name: 'mina', passwordHash: 'argon2-hash-of-mina' });
  const ids: number[] = [];
  for (let index = 0; index < photos; index += 1) ids.push(await addPhoto(store, `burst-${index}`, camera));
  if (ids[0]) await run('setFavourite', ids[0], true);
  return ids;
}

/** One more photo, at the end of its way through the pipeline. */
export async function addPhoto(store: Store, burst: string, camera = 'porch'): Promise<number> {
  const run = runOn(store);
  await sendBurst(run, burst, { camera });
  const id = await makePhoto(run, store.nextCutJob());
  await run('saveUpscale', id, store.photo(id)?.frameId ?? 0, imageOf(9, 'image/jpeg'), 'test');
  return id;
}

/** A camera by address, with a password. */
export async function addGarden(store: Store): Promise<void> {
  const credentials = { username: 'hub', password: 'tree-house-lamp' };
  const source = {
    url: 'http://192.168.1.20/stream',
    address: '192.168.1.20',
    certificate: null,
    credentials,
  };
  const settings = { ...DEFAULT_STREAM_SETTINGS };
  await store.addStreamCamera('garden', 'Garden', source, {
    kind: 'stream',
    width: 640,
    height: 480,
    settings,
  });
}

/** A sender of best cuts that a test starts; it ends with the test. */
export function newSender(
  t: Test,
  parts: Pick<SendingParts, 'store' | 'bucket' | 'recipient'> & Partial<SendingParts>,
): Sender {
  const sender = new Sender({
    scope: 'best',
    removals: 'mine',
    bytesPerSecond: 0,
    clock: systemClock,
    log: createLog('silent'),
    ...parts,
  });
  t.teardown(() => sender.stop());
  return sender;
}

/** Everything of a store that a person would miss. */
export function treasures(store: Store, ids: number[]) {
  return {
    photos: ids.map((id) => {
      const { photos: _, ...rest } = { ...store.photo(id), photos: 0 };
      const variants = (['original', 'upscaled', 'thumb', 'preview'] as const).map((name) =>
        store.image(id, name),
      );
      const burst = store.burst(store.photo(id)?.burstId ?? 0);
      const frames = burst?.frames.map(({ hasBytes: _has, ...frame }) => frame);
      return { ...rest, variants, burst: { ...burst, frames } };
    }),
    users: store.users(),
    cameras: store.cameras().map(({ online: _, lastSeenAt: _seen, state: _state, ...camera }) => camera),
    keys: store.cameras().map(({ id }) => store.cameraKey(id)),
    sources: store.cameras().map(({ id }) => store.streamSource(id)),
  };
}

/** Passes everything on to `bucket`, and notes what was put; the list of what is there is no object. */
export function counting(bucket: Bucket) {
  const puts: string[] = [];
  return {
    puts,
    bucket: {
      ...bucket,
      put: async (key, bytes, md5) => {
        if (!key.endsWith('/list/latest')) puts.push(key);
        await bucket.put(key, bytes, md5);
      },
    } satisfies Bucket,
  };
}
