import t from 'tap';
import { type RetentionLimits, retain } from '../../../src/services/schedule/retention.js';
import type { Store } from '../../../src/store/contract.js';
import { frameOf, jpegOf } from '../../support/frames.js';
import { KEY, makePhoto, openTestStore, runOn, sendBurst } from '../../support/store.js';

const DAY = 86_400_000;
const NOW = 1_763_867_000_000;

const limits: RetentionLimits = {
  losingFramesDays: 7,
  photosMaxDays: 0,
  maxBytes: 2 ** 40,
  reserveBytes: 0,
};

const never = new AbortController().signal;

/** A photo of a burst of three frames, `days` ago. */
async function photoFrom(store: Store, days: number): Promise<number> {
  const run = runOn(store);
  await sendBurst(run, `days${days}`, { at: NOW - days * DAY, size: 100_000 });
  return makePhoto(run, store.nextCutJob());
}

async function storeWithPhotos(t: Parameters<typeof openTestStore>[0]) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const photos = () => store.photos({ limit: 100 }).map(({ id }) => id);
  return { store, clock, photos };
}

t.test('losing frames go after their days, photos after theirs, favourites never', async (t) => {
  const { store, photos } = await storeWithPhotos(t);
  const ancient = await photoFrom(store, 400);
  const favourite = await photoFrom(store, 399);
  const old = await photoFrom(store, 20);
  const fresh = await photoFrom(store, 2);
  await store.setFavourite(favourite, true);
  t.match(await retain(store, limits, NOW, never), { frames: 6, photos: 0, purged: 0, stuck: false });
  t.match(store.burst(store.photo(fresh)?.burstId ?? 0)?.frames, [
    {},
    { hasBytes: true },
    { hasBytes: true },
  ]);
  t.match(store.burst(store.photo(old)?.burstId ?? 0)?.frames, [
    { hasBytes: true, state: 'chosen' },
    { hasBytes: false },
    { hasBytes: false },
  ]);
  t.match(await retain(store, { ...limits, photosMaxDays: 365 }, NOW, never), { photos: 1, records: 1 });
  t.strictSame(photos(), [fresh, old, favourite]);
  t.equal(store.photo(ancient), null);
  t.ok(store.image(favourite, 'original'));
  t.match(await retain(store, { ...limits, photosMaxDays: 365 }, NOW, never), {
    frames: 0,
    photos: 0,
    records: 0,
  });
});

t.test('what was deleted is in the bin for thirty days, then it goes', async (t) => {
  const { store, clock } = await storeWithPhotos(t);
  const photo = await photoFrom(store, 1);
  await store.deletePhoto(photo);
  t.match(await retain(store, limits, clock.now() + 30 * DAY, never), { purged: 0 });
  await store.restorePhoto(photo);
  await store.deletePhoto(photo);
  t.match(await retain(store, limits, clock.now() + 30 * DAY + 1, never), { purged: 1 });
});

t.test('when space is short the bin goes first, whatever else there is', async (t) => {
  const { store, clock, photos } = await storeWithPhotos(t);
  for (const days of [3, 2, 1]) await photoFrom(store, days);
  const { usedBytes: all } = store.storageUse();
  await store.deletePhoto(photos()[0] ?? 0);
  t.equal(store.storageUse().usedBytes >= all, true, 'what is in the bin counts');
  const report = await retain(store, { ...limits, maxBytes: all - 50_000 }, clock.now(), never);
  t.match(report, { purged: 1, frames: 0, photos: 0, stuck: false });
  t.equal(store.binCount(), 0);
});

t.test(
  'a store that is too large loses losing frames first, then the oldest photos, no favourite',
  async (t) => {
    const { store, photos } = await storeWithPhotos(t);
    const oldest = await photoFrom(store, 3);
    await store.setFavourite(oldest, true);
    for (let days = 2; days >= 1; days -= 1) await photoFrom(store, days);
    const newest = await photoFrom(store, 0);
    const run = runOn(store);
    for (let index = 0; index < 20; index += 1)
      await run('saveFrame', frameOf(index, jpegOf(index, 200_000), { burst: 'open' }));
    const { usedBytes } = store.storageUse();
    t.match(await retain(store, { ...limits, maxBytes: usedBytes - 1 }, NOW, never), {
      frames: 8,
      photos: 0,
    });
    t.strictSame(photos().length, 4);
    const tight = { ...limits, maxBytes: 1 };
    t.match(await retain(store, tight, NOW, never), { frames: 0, photos: 3, stuck: true });
    t.strictSame(photos(), [oldest], 'the favourite stays, whatever happens');
    t.equal(store.openBursts()[0]?.frames.length, 20, 'and so does what waits for its cut');
    t.equal(store.photo(newest), null);
  },
);

t.test('a disk that runs full costs losing frames, but no photo', async (t) => {
  const { store, photos } = await storeWithPhotos(t);
  for (let days = 2; days >= 1; days -= 1) await photoFrom(store, days);
  const report = await retain(store, { ...limits, reserveBytes: 2 ** 60 }, NOW, never);
  t.match(report, { frames: 4, photos: 0, stuck: false });
  t.equal(photos().length, 2);
});

t.test('space is given back to the file system, and an abort ends the pass', async (t) => {
  const { store } = await storeWithPhotos(t);
  const run = runOn(store);
  for (let index = 0; index < 20; index += 1)
    await run(
      'saveFrame',
      frameOf(index, jpegOf(index, 400_000), { burst: 'b1', receivedAt: NOW - 60 * DAY }),
    );
  await store.closeBurst({ camera: 'porch', burst: 'b1', by: 'quiet', missing: [], at: NOW - 60 * DAY });
  const job = store.nextCutJob();
  for (const { frameId } of job?.frames ?? []) await store.setAside(frameId, 'image-undecodable');
  await store.markEmpty(job?.burstId ?? 0);
  const before = store.storageUse();
  const aborted = AbortSignal.abort();
  t.match(await retain(store, limits, NOW, aborted), { frames: 0, records: 0, pages: 0 });
  const { frames, records, pages } = await retain(store, limits, NOW, never);
  t.equal(frames, 20);
  t.equal(records, 1, 'an old burst without a photo is forgotten');
  t.ok(pages > 100);
  const after = store.storageUse();
  t.equal(after.frames, 0);
  t.ok(after.databaseBytes <= before.databaseBytes - pages * 4096);
});

t.test('nothing goes for its age while the clock cannot be trusted; size still counts', async (t) => {
  const { store, photos } = await storeWithPhotos(t);
  for (let days = 800; days > 790; days -= 1) await photoFrom(store, days);
  await store.deletePhoto(photos()[0] ?? 0);
  const aged = { ...limits, photosMaxDays: 365 };
  t.match(await retain(store, aged, null, never), { frames: 0, photos: 0, purged: 0, records: 0 });
  t.match(await retain(store, { ...aged, maxBytes: 1 }, null, never), { photos: 9, stuck: true });
});

t.test('a pass deletes only so many photos for their age', async (t) => {
  const { store, photos } = await storeWithPhotos(t);
  const run = runOn(store);
  for (let burst = 0; burst < 210; burst += 1) {
    await sendBurst(run, `b${burst}`, { at: NOW - 800 * DAY, count: 1 });
    await makePhoto(run, store.nextCutJob());
  }
  const aged = { ...limits, photosMaxDays: 365 };
  t.match(await retain(store, aged, NOW, never), { photos: 200 });
  t.equal(photos().length, 10);
  t.match(await retain(store, aged, NOW, never), { photos: 10 });
});

t.test('a camera that fills the store loses its own oldest photos, another none', async (t) => {
  const { store } = await storeWithPhotos(t);
  await store.addCamera('hall', 'Hall', KEY);
  const run = runOn(store);
  const take = async (camera: string, burst: string, days: number) => {
    await sendBurst(run, burst, { at: NOW - days * DAY, camera, size: 100_000 });
    return makePhoto(run, store.nextCutJob());
  };
  const kept = [await take('hall', 'h1', 300), await take('hall', 'h2', 200)];
  const favourite = await take('porch', 'p0', 100);
  await store.setFavourite(favourite, true);
  const flood: number[] = [];
  for (let burst = 1; burst <= 20; burst += 1) flood.push(await take('porch', `p${burst}`, 1));
  const { usedBytes } = store.storageUse();
  const hall = store.cameraSpaces().find(({ camera }) => camera === 'hall')?.bytes ?? 0;
  t.ok(hall >= 600_000, 'frames and images count');
  const maxBytes = usedBytes - 5_000_000;
  const report = await retain(store, { ...limits, losingFramesDays: 999, maxBytes }, NOW, never);
  t.match(report, { stuck: false });
  t.ok(report.photos > 0 && report.photos < 20, `${report.photos} photos went`);
  const left = store.photos({ limit: 100 }).map(({ id }) => id);
  t.ok([...kept, favourite, ...flood.slice(-2)].every((id) => left.includes(id)));
  t.strictSame(
    store.burst(store.photo(kept[0] ?? 0)?.burstId ?? 0)?.frames.map(({ hasBytes }) => hasBytes),
    [true, true, true],
    'not even a frame that was not chosen',
  );
});

t.test('favourites of one camera cost no photo of another that is within its share', async (t) => {
  const { store, photos } = await storeWithPhotos(t);
  await store.addCamera('hall', 'Hall', KEY);
  const run = runOn(store);
  for (let days = 10; days >= 1; days -= 1) await store.setFavourite(await photoFrom(store, days), true);
  await sendBurst(run, 'h1', { at: NOW - 300 * DAY, camera: 'hall', size: 10_000 });
  await makePhoto(run, store.nextCutJob());
  const maxBytes = store.storageUse().usedBytes - 3_000_000;
  t.match(await retain(store, { ...limits, maxBytes }, NOW, never), { photos: 0, stuck: true });
  t.equal(photos().length, 11);
});
