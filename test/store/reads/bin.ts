import t from 'tap';
import { databasePath, openForReading } from '../../../src/store/database.js';
import { BIN_MS, UNDO_MS } from '../../../src/store/reads/bin.js';
import { addPhotos } from '../../support/stocked.js';
import { openTestStore } from '../../support/store.js';

const MINUTE = 60_000;

t.test('the bin has what was deleted, the last first, in pages, with its thumbnails', async (t) => {
  const { store, clock } = await openTestStore(t);
  await addPhotos(store, 5);
  const ids = store.photos({ limit: 9 }).map(({ id }) => id);
  for (const id of ids.slice(0, 3)) {
    await store.deletePhoto(id);
    await clock.advance(MINUTE);
  }
  const [first, second, third] = ids;
  t.equal(store.binCount(), 3);
  const page = store.bin(2);
  t.match(page, [{ id: third }, { id: second, deletedAt: clock.now() - 2 * MINUTE }]);
  t.equal(page[1]?.until, clock.now() - 2 * MINUTE + BIN_MS);
  const { until = 0, id = 0 } = page[1] ?? {};
  t.match(store.bin(2, { until, id }), [{ id: first }]);
  t.equal(store.image(third ?? 0, 'thumb'), null, 'not among the photos');
  t.match(store.binImage(third ?? 0, 'thumb'), { mime: 'image/webp' });
  t.equal(store.binImage(ids[4] ?? 0, 'thumb'), null, 'a photo that is not in it');

  await store.restorePhoto(third ?? 0);
  t.equal(store.binCount(), 2);
  await clock.leap(BIN_MS);
  t.strictSame([store.bin(9), store.binCount(), store.binImage(first ?? 0, 'thumb')], [[], 0, null]);
});

t.test('a program that knows no bin keeps the photo as long, and shows it as little', async (t) => {
  const { store, clock, directory } = await openTestStore(t);
  await addPhotos(store, 1);
  const [photo] = store.photos({ limit: 1 });
  await store.deletePhoto(photo?.id ?? 0);
  const db = openForReading(databasePath(directory));
  t.teardown(() => db.close());
  // Its two questions: may it be taken back, and is it to be removed now?
  const deletedAt = db.prepare('SELECT deleted_at FROM photo').pluck().get() as number;
  const isKept = (now: number) => deletedAt >= now - UNDO_MS;
  t.ok(isKept(clock.now() + BIN_MS));
  t.notOk(isKept(clock.now() + BIN_MS + 1));
});

t.test('deleting for ever takes photos out of the bin, and no others', async (t) => {
  const { store } = await openTestStore(t);
  await addPhotos(store, 3);
  const [one = 0, other = 0] = store.photos({ limit: 9 }).map(({ id }) => id);
  await store.deletePhoto(one);
  t.strictSame(await store.deleteForEver([one, other, 999]), { photos: [one] });
  t.equal(store.binCount(), 0);
  t.equal(store.photos({ limit: 9 }).length, 2);
  await t.rejects(store.restorePhoto(one), { code: 'photo-unknown' });
});
