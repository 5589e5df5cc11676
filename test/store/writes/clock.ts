import t from 'tap';
import { openTestStore } from '../../support/store.js';
import { addPhoto, fillStore } from '../../support/synced.js';

t.test('photos in the bin are moved with the others, and no phone is told of them', async (t) => {
  const { store } = await openTestStore(t);
  const [shown = 0] = await fillStore(store, 1);
  const binned = await addPhoto(store, 'binned');
  const before = store.photo(binned)?.takenAt ?? 0;
  await store.deletePhoto(binned);
  const told = store.lastEventId();
  const everything = { since: 0, until: 8.64e15, after: { frame: 0, burst: 0 }, through: null, by: 60_000 };
  t.strictSame(await store.shiftTimes(everything), { photos: 2 });
  t.match(store.eventsSince(told, 10), [{ type: 'photo.updated', data: { photoId: shown } }]);
  t.equal(store.eventsSince(told, 10).length, 1);
  await store.restorePhoto(binned);
  t.equal(store.photo(binned)?.takenAt, before + 60_000);
});
