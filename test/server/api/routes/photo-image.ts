import sharp from 'sharp';
import t from 'tap';
import { readExif, TAGS, withoutExif } from '../../../../src/core/exif.js';
import type { Photo } from '../../../../src/server/api/schemas/photos.js';
import { startApi } from '../../../support/api/hub.js';

const { app, photo, store, signedIn } = await startApi(t);
const { headers, token } = await signedIn('member');
const id = await photo();
const about: Photo = (await app.inject({ url: `/photos/${id}`, headers })).json();
const original = Buffer.from(store.image(id, 'original')?.bytes ?? []);
const url = `/photos/${id}/image`;

t.test('the original comes with its type, its tag and its length', async (t) => {
  const response = await app.inject({ url, headers });
  t.equal(response.statusCode, 200);
  t.strictSame(response.rawPayload, original);
  t.match(response.headers, {
    'content-type': 'image/jpeg',
    'content-length': original.length,
    'accept-ranges': 'bytes',
    etag: `"${store.image(id, 'original')?.sha256}"`,
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
  });
});

t.test('a saved photo has the name and the date of the moment that it shows', async (t) => {
  const { 'content-disposition': name, 'last-modified': date } = (await app.inject({ url, headers })).headers;
  const [day = '', time = ''] = new Date(about.takenAt).toISOString().split('T');
  const second = `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
  t.equal(name, `inline; filename="petcam-porch-${second}.jpg"`);
  t.equal(date, new Date(about.takenAt).toUTCString());
  const thumb = (await app.inject({ url: about.images.thumb, headers })).headers;
  t.notOk(thumb['content-disposition'], 'a thumbnail is nothing to save');
});

t.test('a file to keep says when and by which camera it was taken; what is stored stays', async (t) => {
  const response = await app.inject({ url: `${about.images.original}&download=true`, headers });
  t.match(response.headers['content-disposition'], /^attachment; filename="petcam-porch-/);
  t.equal(response.headers['last-modified'], new Date(about.takenAt).toUTCString());
  t.equal(
    response.headers['cache-control'],
    'private, no-cache',
    'the camera may be called otherwise tomorrow',
  );
  const fields = readExif(response.rawPayload);
  const text = (tag: number) =>
    [...(fields?.main ?? []), ...(fields?.detail ?? [])]
      .filter(([known]) => known === tag)
      .map(([, , bytes]) => Buffer.from(bytes).toString('utf8').replace('\0', ''))
      .join();
  const taken = new Date(about.takenAt).toISOString();
  t.equal(text(TAGS.takenAt), taken.slice(0, 19).replaceAll('-', ':').replace('T', ' '));
  t.equal(text(TAGS.takenOffset), '+00:00');
  t.equal(text(TAGS.make), 'PetCam');
  t.equal(text(TAGS.model), store.camera('porch')?.name);
  t.strictSame((await app.inject({ url, headers })).rawPayload, original);
  const rest = [response.rawPayload.subarray(0, 2), ...withoutExif(response.rawPayload)];
  t.strictSame(Buffer.concat(rest), original, 'the same picture');
  const again = { ...headers, 'if-none-match': `${response.headers.etag}` };
  const kept = await app.inject({ url: `${about.images.original}&download=true`, headers: again });
  t.equal(kept.statusCode, 304);
  await store.renameCamera('porch', 'Garden');
  const renamed = await app.inject({ url: `${about.images.original}&download=true`, headers: again });
  t.equal(renamed.statusCode, 200, 'another name, another file');
});

t.test('the enlargement that a viewer shows has its date as well', async (t) => {
  const enlarged = await photo();
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#888' } })
    .withExif({ IFD0: { ImageDescription: 'Enlarged x2 by a network' } })
    .jpeg()
    .toBuffer();
  const { frameId = 0 } = store.photo(enlarged) ?? {};
  await store.saveUpscale(enlarged, frameId, { bytes, mime: 'image/jpeg', width: 64, height: 48 }, 'x2');
  const { images } = (await app.inject({ url: `/photos/${enlarged}`, headers })).json();
  const shown = await app.inject({ url: images.upscaled, headers });
  const text = (await sharp(shown.rawPayload).metadata()).exif?.toString('latin1') ?? '';
  t.match(text, 'Enlarged x2 by a network');
  t.match(text, `${new Date(about.takenAt).getUTCFullYear()}:`);
  t.strictSame(Buffer.from(store.image(enlarged, 'upscaled')?.bytes ?? []), bytes);
});

t.test('variants', async (t) => {
  for (const variant of ['thumb', 'preview']) {
    const response = await app.inject({ url: `${url}?variant=${variant}`, headers });
    t.equal(response.headers['content-type'], 'image/webp', variant);
  }
  const absent = await app.inject({ url: `${url}?variant=upscaled`, headers });
  t.match(absent.json(), { status: 404, code: 'variant-absent' });
  t.match((await app.inject({ url: '/photos/99/image', headers })).json(), { code: 'photo-unknown' });
  t.match((await app.inject({ url: `${url}?variant=huge`, headers })).json(), { code: 'request-invalid' });
});

t.test('an address with the current version is kept for ever, an old one is not', async (t) => {
  const current = await app.inject({ url: about.images.thumb, headers });
  t.equal(current.headers['cache-control'], 'private, max-age=31536000, immutable');
  const old = await app.inject({ url: `${url}?variant=thumb&v=${about.version + 1}`, headers });
  t.equal(old.headers['cache-control'], 'private, no-cache');
});

t.test('a browser that has the image gets 304 and no bytes', async (t) => {
  const { etag } = (await app.inject({ url, headers })).headers;
  for (const tags of [`${etag}`, `W/${etag}`, `"other", ${etag}`, '*']) {
    const response = await app.inject({ url, headers: { ...headers, 'if-none-match': tags } });
    t.equal(response.statusCode, 304, tags);
    t.equal(response.rawPayload.length, 0);
    t.equal(response.headers.etag, etag);
  }
  const changed = await app.inject({ url, headers: { ...headers, 'if-none-match': '"other"' } });
  t.equal(changed.statusCode, 200);
});

t.test('a part of the image', async (t) => {
  const part = await app.inject({ url, headers: { ...headers, range: 'bytes=10-19' } });
  t.equal(part.statusCode, 206);
  t.equal(part.headers['content-range'], `bytes 10-19/${original.length}`);
  t.strictSame(part.rawPayload, original.subarray(10, 20));
  const beyond = await app.inject({ url, headers: { ...headers, range: `bytes=${original.length}-` } });
  t.equal(beyond.statusCode, 416);
  t.equal(beyond.headers['content-range'], `bytes */${original.length}`);
  t.equal(beyond.headers['cache-control'], 'no-store', 'a failure is never kept');
  t.notOk(beyond.headers.etag);
});

t.test('a part is sent only of the image that the client has', async (t) => {
  const { etag } = (await app.inject({ url, headers })).headers;
  const ask = (tag: string) =>
    app.inject({ url, headers: { ...headers, range: 'bytes=0-3', 'if-range': tag } });
  t.equal((await ask(`${etag}`)).statusCode, 206);
  t.equal((await ask('"other"')).statusCode, 200);
});

t.test('HEAD tells the length without the bytes, and knows no ranges', async (t) => {
  const response = await app.inject({ method: 'HEAD', url, headers: { ...headers, range: 'bytes=0-3' } });
  t.equal(response.statusCode, 200);
  t.equal(response.rawPayload.length, 0);
  t.equal(Number(response.headers['content-length']), original.length);
});

t.test('an <img> needs the cookie alone', async (t) => {
  const response = await app.inject({
    url,
    cookies: { petcam_access: token },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  t.equal(response.statusCode, 200);
  t.equal((await app.inject(url)).statusCode, 401);
});

t.test('an image that is not what was stored is never sent, and said to be damaged', async (t) => {
  const broken = await startApi(t);
  const member = await broken.signedIn('member');
  const hurt = await broken.photo();
  const { image, frameImage } = broken.store;
  Object.assign(broken.store, {
    image: () => null,
    frameImage: () => null,
    isDamaged: () => true,
  });
  const { frameId } = broken.store.photo(hurt) ?? { frameId: 0 };
  for (const at of [
    `/photos/${hurt}/image`,
    `/photos/${hurt}/image?variant=thumb`,
    `/frames/${frameId}/image?variant=original`,
  ]) {
    const answer = await broken.app.inject({ url: at, headers: member.headers });
    t.match(answer.json(), { status: 410, code: 'image-damaged' }, at);
  }
  Object.assign(broken.store, { image, frameImage });
});
