import { randomFillSync } from 'node:crypto';
import t, { type Test } from 'tap';
import type { ImageRef } from '../../src/store/damage.js';
import { databasePath, openForWriting } from '../../src/store/database.js';
import { damagedImagesIn } from '../../src/store/verify.js';
import { breakPages, flipByteOf } from '../support/damage.js';
import { frameOf, jpegOf, manifestOf } from '../support/frames.js';
import { stockedDirectory, withStore } from '../support/stocked.js';
import { imageOf, makePhoto, openTestStore, runOn } from '../support/store.js';

const LATER = 8.64e15;

/** Two ordinary photos and one of bytes that lie nowhere else in the file. */
async function stocked(t: Test): Promise<string> {
  const directory = await stockedDirectory(t, 2);
  await withStore(directory, async (store) => {
    const picture = Buffer.from(jpegOf(1, 40_000));
    randomFillSync(picture, 100, 39_000);
    const at = 1_763_867_000_000;
    await store.saveFrame(frameOf(0, picture, { camera: 'porch', burst: 'own', receivedAt: at }));
    const manifest = manifestOf([picture], 'own');
    await store.saveManifest({ camera: 'porch', manifest, receivedAt: at, dropped: [] });
    await store.closeBurst({ camera: 'porch', burst: 'own', by: 'manifest', missing: [], at });
    await makePhoto(runOn(store), store.nextCutJob(), { at });
    await store.saveUpscale(3, store.photo(3)?.frameId ?? 0, imageOf(77), 'x2');
  });
  return directory;
}

/** The same with one byte of an image of photo 3 flipped. */
async function damaged(t: Test, variant: 'original' | 'upscaled' | 'thumb') {
  const directory = await stocked(t);
  const bytes = await withStore(directory, (store) => store.image(3, variant)?.bytes as Uint8Array);
  flipByteOf(databasePath(directory), bytes);
  return openTestStore(t, { directory });
}

const frame = (subject: number): ImageRef => ({ source: 'frame', subject, variant: '' });

t.test('a photo with a flipped byte is set apart and said; the rest goes on', async (t) => {
  const { store, clock } = await damaged(t, 'original');
  const { frameId } = store.photo(3) ?? { frameId: 0 };
  t.strictSame(store.damagedImages(), { count: 0, photos: [] });
  t.equal(store.image(3, 'original'), null);
  t.equal(store.frameImage(frameId), null);
  t.equal(store.frameBytes(frameId), null);
  t.ok(store.isDamaged(frame(frameId)));
  t.ok(store.image(3, 'thumb') && store.image(1, 'original'), 'whatever is whole is shown');
  t.notOk(store.isDamaged(frame(frameId + 1)));
  await store.probe();
  t.strictSame(store.damagedImages(), { count: 1, photos: [3] });
  const upload = store.uploadBelow(LATER, 'all', 10).upload;
  t.match(upload, { kind: 'photo', subject: 3 });
  t.throws(
    () => upload && store.syncObject(upload),
    { name: 'Refusal', code: 'image-damaged' },
    'it is not sent either',
  );
  await store.deletePhoto(3);
  t.strictSame(store.damagedImages(), { count: 1, photos: [] });
  await store.purgeDeleted(clock.now() + 1, 10);
  t.strictSame(store.damagedImages(), { count: 0, photos: [] }, 'what is gone is no issue any more');
});

t.test('what is made of others is made anew, and is well then', async (t) => {
  const { store } = await damaged(t, 'upscaled');
  const { frameId } = store.photo(3) ?? { frameId: 0 };
  const image: ImageRef = { source: 'photo', subject: 3, variant: 'upscaled' };
  t.match(store.nextUpscaleJob(), { photoId: 2 });
  t.equal(store.image(3, 'upscaled'), null);
  t.ok(store.isDamaged(image));
  await store.probe();
  t.strictSame(store.damagedImages(), { count: 1, photos: [3] });
  t.match(store.nextUpscaleJob(), { photoId: 3, frameId, attempts: 0 });
  await store.saveUpscale(3, frameId, imageOf(79), 'x2');
  t.strictSame(store.damagedImages(), { count: 0, photos: [] });
  t.ok(store.image(3, 'upscaled'));
  t.notOk(store.isDamaged(image));
});

t.test('a thumbnail with a flipped byte is not shown, and is work for the pipeline', async (t) => {
  const { store } = await damaged(t, 'thumb');
  const { frameId } = store.photo(3) ?? { frameId: 0 };
  t.equal(store.nextThumbnailJob(), null, 'nobody knows yet');
  t.equal(store.image(3, 'thumb'), null);
  t.ok(store.image(3, 'preview'), 'the other one is whole');
  await store.probe();
  t.strictSame(store.nextThumbnailJob(), { photoId: 3, frameId });
  t.equal(store.nextThumbnailJob([3]), null);
  const { version } = store.photo(3) ?? { version: 0 };
  const fresh = { small: imageOf(91), large: imageOf(92) };
  await store.saveThumbnails(3, frameId + 1, fresh);
  t.equal(store.photo(3)?.version, version, 'those of another frame are of no use');
  await store.saveThumbnails(3, frameId, fresh);
  t.equal(store.nextThumbnailJob(), null);
  t.same(store.image(3, 'thumb')?.bytes, fresh.small.bytes);
  t.notOk(store.isDamaged({ source: 'photo', subject: 3, variant: 'thumb' }));
  t.strictSame(store.damagedImages(), { count: 0, photos: [] });
  t.equal(store.photo(3)?.version, version + 1, 'a page that shows nothing asks again');
});

t.test('a highlight is rendered anew', async (t) => {
  const { store } = await openTestStore(t, { directory: await stockedDirectory(t, 1) });
  const choice = { best: 1, photos: [1] };
  const period = { kind: 'day' as const, day: '2025-11-23', from: 0, until: LATER };
  const row = await store.planHighlight({ ...period, choice });
  await store.saveHighlight(row.id, row.version, { animation: imageOf(1), collage: imageOf(2) });
  t.equal(store.nextHighlightJob(), null);
  await store.noteDamage([{ source: 'highlight', subject: row.id, variant: 'collage' }]);
  t.equal(store.nextHighlightJob()?.id, row.id);
  t.equal(store.damagedImages().count, 1);
  await store.saveHighlight(row.id, row.version, { animation: imageOf(1), collage: imageOf(2) });
  t.equal(store.damagedImages().count, 0);
});

t.test('a check of every image finds what nobody has looked at, and what is well again', async (t) => {
  const { directory, store } = await damaged(t, 'upscaled');
  const found: ImageRef[] = [{ source: 'photo', subject: 3, variant: 'upscaled' }];
  const rests: number[] = [];
  t.strictSame(
    damagedImagesIn(databasePath(directory), (ms) => rests.push(ms)),
    found,
  );
  await store.noteDamage([frame(1)]);
  await store.settleDamage(found);
  t.strictSame(store.damagedImages(), { count: 1, photos: [3] });
  await store.settleDamage([]);
  t.equal(store.damagedImages().count, 0);
});

t.test('an image whose page is broken is found too, and rests are taken', async (t) => {
  const directory = await stockedDirectory(t, 12);
  const rests: number[] = [];
  t.strictSame(
    damagedImagesIn(databasePath(directory), (ms) => rests.push(ms)),
    [],
  );
  t.ok(rests.length >= 1, 'every MiB');
  t.ok(breakPages(databasePath(directory), 'frame_bytes') > 0);
  const found = damagedImagesIn(databasePath(directory));
  t.ok(found.length > 0 && found.every(({ source }) => source === 'frame'));
});

t.test('what is removed while all images are checked is not taken for damaged', async (t) => {
  const directory = await stocked(t);
  await withStore(directory, async (store) => {
    const picture = jpegOf(3, 400_000);
    for (let index = 0; index < 6; index += 1)
      await store.saveFrame(frameOf(index, picture, { camera: 'porch', burst: 'large' }));
  });
  const db = openForWriting(databasePath(directory));
  t.teardown(() => db.close());
  const rests: number[] = [];
  const found = damagedImagesIn(databasePath(directory), (ms) => {
    rests.push(ms);
    db.prepare('DELETE FROM frame_bytes').run();
  });
  t.strictSame(found, []);
  t.ok(rests.length > 0 && rests.every((ms) => ms >= 0), 'others have their turn at the disk');
});
