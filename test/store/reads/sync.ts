import t from 'tap';
import type { Upload } from '../../../src/store/outbox.js';
import { openTestStore } from '../../support/store.js';
import { addPhoto, fillStore } from '../../support/synced.js';

const NEWEST = Number.MAX_SAFE_INTEGER;

t.test('what has changed or gone since it was found is not sent as it was', async (t) => {
  const { store } = await openTestStore(t);
  await fillStore(store, 1);
  const home = store.homeUpload() as Upload;
  const photo = store.uploadBelow(NEWEST, 'all', 10).upload as Upload;
  t.match(store.syncObject(home), { kind: 'house' });
  t.match(store.syncObject(photo), { kind: 'photo', mark: photo.mark });
  await store.beginUpload({ ...photo, key: 'photo' }, { md5: 'm', bytes: 1 });
  await store.finishUpload('photo');
  const frame = store.uploadBelow(NEWEST, 'all', 10).upload as Upload;
  t.match(store.syncObject(frame), { kind: 'frame', parent: photo.subject, blobs: [{ id: frame.subject }] });
  await store.renameCamera('porch', 'Front door');
  await store.setFavourite(photo.subject, false);
  await store.trimFrames(NEWEST, 100);
  for (const upload of [home, photo, frame]) t.equal(store.syncObject(upload), null, upload.kind);
  await store.deletePhoto(photo.subject);
  t.equal(store.syncObject(photo), null);
});

t.test('favourites alone are looked for, page by page, and none before it is enlarged', async (t) => {
  const { store } = await openTestStore(t);
  const [favourite = 0] = await fillStore(store, 1);
  const plain = await addPhoto(store, 'later');
  t.strictSame(store.uploadBelow(NEWEST, 'favourites', 1), { upload: null, next: plain });
  t.match(store.uploadBelow(plain, 'favourites', 1), { upload: { subject: favourite }, next: favourite });
  t.strictSame(store.uploadBelow(favourite, 'favourites', 1), { upload: null, next: null });
  t.match([store.syncCounts('favourites'), store.syncCounts('best')], [{ waiting: 1 }, { waiting: 2 }]);
  await store.noteDamage([{ source: 'photo', subject: plain, variant: 'upscaled' }]);
  t.match(
    store.uploadBelow(NEWEST, 'best', 2).upload,
    { subject: favourite },
    'the other is being made anew',
  );
});
