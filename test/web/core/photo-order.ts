import t from 'tap';
import { fits, mergePages, withPhoto } from '../../../src/web/core/photo-order.js';
import { makePhoto } from '../fixtures/photo.js';

const ids = (photos: { id: number }[]) => photos.map(({ id }) => id);

t.test('pages that overlap become one list without doubles', async (t) => {
  const first = [makePhoto(5, 500), makePhoto(4, 400)];
  const second = [makePhoto(4, 400), makePhoto(3, 300)];
  t.same(ids(mergePages(first, second)), [5, 4, 3]);
});

t.test('a photo that arrives takes its place, also among photos of the same moment', async (t) => {
  const photos = [makePhoto(5, 500), makePhoto(2, 300)];
  t.same(ids(withPhoto(photos, makePhoto(6, 600))), [6, 5, 2]);
  t.same(ids(withPhoto(photos, makePhoto(3, 300))), [5, 3, 2]);
  t.same(ids(withPhoto(photos, makePhoto(1, 100))), [5, 2, 1]);
});

t.test('a photo that is there already is replaced', async (t) => {
  const photos = withPhoto([makePhoto(5, 500), makePhoto(2, 300)], makePhoto(5, 500, { favourite: true }));
  t.same(ids(photos), [5, 2]);
  t.equal(photos[0]?.favourite, true);
});

t.test('filters add up', async (t) => {
  const photo = makePhoto(1, 1, { camera: 'kitchen', pet: 'cat', favourite: true });
  t.ok(fits(photo, {}));
  t.ok(fits(photo, { camera: 'kitchen', pet: 'cat', favourite: true }));
  t.notOk(fits(photo, { camera: 'garden', pet: 'cat' }));
  t.notOk(fits(photo, { pet: 'dog' }));
  t.notOk(fits({ ...photo, favourite: false }, { favourite: true }));
});
