import t from 'tap';
import type { SyncObject, Upload } from '../../../src/store/outbox.js';
import { openTestStore } from '../../support/store.js';
import { fillStore } from '../../support/synced.js';

const NEWEST = Number.MAX_SAFE_INTEGER;
const asStored = (key: string) => ({ key, md5: 'm', bytes: 1 });

/** A photo with its losing frames, as the hub that made it sends them. */
async function sent(t: Parameters<typeof openTestStore>[0]) {
  const { store } = await openTestStore(t);
  const [photo = 0] = await fillStore(store, 1);
  const objects: SyncObject[] = [];
  for (let upload: Upload | null = store.uploadBelow(NEWEST, 'all', 9).upload; upload; ) {
    objects.push(store.syncObject(upload) as SyncObject);
    await store.beginUpload({ ...upload, key: `${objects.length}` }, { md5: 'm', bytes: 1 });
    await store.finishUpload(`${objects.length}`);
    upload = store.uploadBelow(NEWEST, 'all', 9).upload;
  }
  return { store, photo, objects };
}

t.test('a photo and its losing frames are taken once each, and known the second time', async (t) => {
  const old = await sent(t);
  t.strictSame(
    old.objects.map(({ kind }) => kind),
    ['photo', 'frame', 'frame'],
  );
  const { store } = await openTestStore(t);
  for (const outcome of ['taken', 'known'])
    for (const [index, object] of old.objects.entries())
      t.equal(await store.importObject(object, asStored(`${index}`)), outcome);
  t.same(store.image(old.photo, 'upscaled'), old.store.image(old.photo, 'upscaled'));
  const burst = store.burst(store.photo(old.photo)?.burstId ?? 0);
  t.strictSame(
    burst?.frames.map(({ hasBytes }) => hasBytes),
    [true, true, true],
  );
  t.equal(store.uploadBelow(NEWEST, 'all', 9).upload, null, 'nothing of it is due to the bucket');
});

t.test('a photo without the bytes of its images is refused, and nothing of it stays', async (t) => {
  const { objects, photo } = await sent(t);
  const { store } = await openTestStore(t);
  const [object] = objects as [SyncObject];
  await t.rejects(store.importObject({ ...object, blobs: [] }, asStored('photo')), {
    code: 'parcel-invalid',
  });
  t.equal(store.photo(photo), null);
  t.strictSame(store.cameras(), []);
  t.equal(await store.importObject(object, asStored('photo')), 'taken');
});
