import t from 'tap';
import { readExif, TAGS } from '../../../../src/core/exif.js';
import { startApi } from '../../../support/api/hub.js';
import { unzip } from '../../../support/zip.js';

const { app, photo, store, clock, signedIn } = await startApi(t);
const { headers } = await signedIn('member');
const here = [await photo({ camera: 'porch' }), await photo({ camera: 'porch' })];
const elsewhere = await photo({ camera: 'hall' });
const fetchZip = (ids: (number | string)[], who = headers) =>
  app.inject({ url: `/photos/archive?photos=${ids.join(',')}`, headers: who });
const namesIn = (bytes: Buffer) => [...unzip(bytes).keys()];

t.test('photos come in one file, each with its date and camera', async (t) => {
  const answer = await fetchZip([...here, elsewhere, here[0] as number, 999_999]);
  t.match(answer.headers, {
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="petcam-photos.zip"',
    'cache-control': 'private, no-store',
  });
  const files = unzip(answer.rawPayload);
  t.equal(files.size, 3, 'none twice, and one that is not there keeps no other');
  for (const [name, bytes] of files) {
    t.match(name, /^petcam-(porch|hall)-\d{8}-\d{6}(-2)?\.jpg$/);
    t.ok(
      readExif(bytes)?.detail.some(([tag]) => tag === TAGS.takenAt),
      name,
    );
  }
});

t.test('a guest gets what is of the chosen cameras', async (t) => {
  const guest = await signedIn('guest', { cameras: ['porch'], until: clock.now() + 1_000_000 });
  const names = namesIn((await fetchZip([...here, elsewhere], guest.headers)).rawPayload);
  t.equal(names.length, 2);
  t.ok(names.every((name) => name.startsWith('petcam-porch-')));
  t.match((await fetchZip([elsewhere], guest.headers)).json(), { status: 404, code: 'photo-unknown' });
});

t.test('what cannot be put in is named in it; what is deleted is not in it', async (t) => {
  const gone = await photo({ camera: 'porch' });
  const kept = store.image.bind(store);
  t.teardown(() => Object.assign(store, { image: kept }));
  Object.assign(store, { image: (id: number, variant: never) => (id === gone ? null : kept(id, variant)) });
  const files = unzip((await fetchZip([gone, here[0] as number])).rawPayload);
  t.match(files.get('not-included.txt')?.toString(), /damaged.*\npetcam-porch-/s);
  Object.assign(store, { image: kept });
  await store.deletePhoto(gone);
  t.equal(namesIn((await fetchZip([gone, here[0] as number])).rawPayload).length, 1);
  t.match((await fetchZip([gone])).json(), { code: 'photo-unknown' });
});

t.test('nonsense is refused', async (t) => {
  for (const photos of ['', '1,', 'a', Array.from({ length: 301 }, (_, id) => id).join(',')])
    t.match((await app.inject({ url: `/photos/archive?photos=${photos}`, headers })).json(), {
      code: 'request-invalid',
    });
});
