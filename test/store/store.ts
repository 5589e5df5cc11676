import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import t from 'tap';
import type { StoredEvent } from '../../src/core/events.js';
import { createLog } from '../../src/core/log.js';
import { openStore } from '../../src/store/store.js';
import { frameOf, jpegOf } from '../support/frames.js';
import { ManualClock } from '../support/manual-clock.js';
import {
  analysisOf,
  imageOf,
  KEY,
  makePhoto,
  openTestStore,
  runOn,
  sendBurst,
  thumbnailsOf,
} from '../support/store.js';

t.test('a burst goes the whole way and is there after a restart', async (t) => {
  const { store, directory, clock } = await openTestStore(t, { inline: false });
  const heard: StoredEvent[] = [];
  const unsubscribe = store.onEvents((events) => heard.push(...events));
  store.onFault(() => t.fail('no fault'));
  const broken = store.onEvents(() => {
    throw new Error('a listener with a bug');
  });
  await store.addCamera('porch', 'Porch', KEY);
  const run = runOn(store);
  await sendBurst(run, 'b1', { count: 2 });
  t.equal(store.nextCutJob()?.frames.length, 2, 'a read sees what has resolved');
  const photoId = await makePhoto(run, store.nextCutJob());
  const frameId = store.nextUpscaleJob()?.frameId ?? 0;
  await store.beginUpscale(photoId);
  await store.saveUpscale(photoId, frameId, imageOf(3, 'image/jpeg'), 'small-x2');
  t.same(store.image(photoId, 'upscaled')?.bytes, imageOf(3).bytes);
  t.strictSame(
    heard.map(({ type }) => type),
    ['camera.updated', 'burst.closed', 'photo.new', 'photo.upscaled'],
  );
  t.strictSame(store.eventsSince(0, 100), heard);
  unsubscribe();
  broken();
  await store.setFavourite(photoId, true);
  t.equal(heard.length, 4);
  await sendBurst(run, 'b2', { count: 1 });
  await store.close();
  await store.close();
  t.strictSame(
    readdirSync(directory).sort(),
    ['petcam.db', 'petcam.db-shm', 'petcam.db-wal', 'secret.key', 'spare-space'],
    'the file, an empty log for a disk that turns read-only, and the space that is kept for deleting',
  );

  const again = await openStore({ directory, clock, log: createLog('silent'), inline: true });
  t.match(again.photos({ limit: 10 }), [{ id: photoId, favourite: true, upscale: 'done' }]);
  t.match(again.nextCutJob(), { burst: 'b2' });
  t.ok(again.storageUse().freeBytes > 0);
  await again.close();
});

t.test('camera keys', async (t) => {
  const { store, directory } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const wrong = new Uint8Array(KEY).fill(8, 31);
  t.same(store.cameraKey('porch'), KEY);
  t.equal(store.cameraKey('hall'), null);
  const answers = () =>
    [KEY, wrong, KEY.subarray(1), new Uint8Array(0)].map((key) => store.checkCameraKey('porch', key));
  t.strictSame(answers(), [true, false, false, false]);
  t.notOk(store.checkCameraKey('hall', new Uint8Array(32)), 'a camera that is not there has no key');
  await store.rotateCameraKey('porch', wrong);
  t.strictSame(answers(), [false, true, false, false]);
  await store.removeCamera('porch');
  t.strictSame(answers(), [false, false, false, false]);
  await store.addCamera('porch', 'Porch', KEY);
  t.equal(store.secret('jwt').length, 32);
  await store.close();

  rmSync(path.join(directory, 'secret.key'));
  const lines: string[] = [];
  const log = createLog('silent');
  log.error = (...[, message]: unknown[]) => void lines.push(String(message));
  const again = await openStore({ directory, clock: new ManualClock(), log, inline: true });
  t.equal(again.cameraKey('porch'), null);
  t.notOk(again.checkCameraKey('porch', KEY));
  t.match(
    lines,
    [/add this camera again/, /add this camera again/],
    'photos stay in reach without the key file',
  );
  await again.close();
});

t.test('frames are refused before the disk is full, everything else goes on', async (t) => {
  const { store } = await openTestStore(t, { reserveBytes: 2 ** 60 });
  await store.addCamera('porch', 'Porch', KEY);
  await t.rejects(store.saveFrame(frameOf(0)), { code: 'storage-full', hint: /PETCAM_STORAGE_RESERVE_MB/ });
  await store.countRejection({ camera: 'porch', burst: null, index: null, reason: 'storage-full', at: 1 });
  t.strictSame(store.rejections(), [{ camera: 'porch', reason: 'storage-full', count: 1 }]);
});

t.test('bytes that are handed over stay with their owner', async (t) => {
  const { store } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const pool = Buffer.concat([Buffer.alloc(100), jpegOf(5), Buffer.alloc(100)]);
  await store.saveFrame(frameOf(0, pool.subarray(100, 164)));
  t.equal(pool.length, 264);
  t.same(store.frameBytes(1), jpegOf(5));
  await store.closeBurst({ camera: 'porch', burst: 'b1', by: 'quiet', missing: [], at: 1 });
  await store.saveAnalysis(1, analysisOf());
  const thumbnails = thumbnailsOf(1);
  const photoId = await makePhoto(runOn(store), store.nextCutJob());
  await store.swap(photoId, 1, thumbnails);
  t.equal(thumbnails.small.bytes.length, 200);
});

t.test('a writing thread that dies is heard of, and nothing is acknowledged any more', async (t) => {
  const started = once(process, 'worker');
  const { store } = await openTestStore(t, { inline: false });
  const [thread] = (await started) as [Worker];
  const fault = new Promise<Error>((resolve) => store.onFault(resolve));
  await thread.terminate();
  t.match(await fault, { code: 'storage-failed', message: /ended unexpectedly/ });
  await t.rejects(store.setSetting('a', 'b'), { code: 'storage-failed' });
  t.equal(store.setting('a'), null, 'what is stored can still be read');
});

t.test('a directory that cannot be used is a fault', async (t) => {
  const { directory } = await openTestStore(t);
  const options = { clock: new ManualClock(), log: createLog('silent'), inline: true };
  const below = path.join(directory, 'secret.key', 'data');
  await t.rejects(openStore({ directory: below, ...options }), { name: 'Fault', code: 'storage-failed' });
});
