import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const { app, clock, store, highlights, photo, signedIn } = await startApi(t);
const member = await signedIn('member');
const HOUR = 3_600_000;
const today = new Date(clock.now()).toISOString().slice(0, 10);

const call = (method: 'GET' | 'POST', url: string, payload?: object, headers = {}) =>
  app.inject({ method, url, headers: { ...member.headers, ...headers }, ...(payload && { payload }) });

t.test('before anything happened there is nothing, and a quiet day says so', async (t) => {
  t.strictSame((await call('GET', '/highlights')).json(), {
    highlights: [],
    present: { day: today, week: highlights.present('week') },
  });
  const answer = await call('POST', '/highlights', { kind: 'day', day: today });
  t.match([answer.statusCode, answer.json().code], [409, 'highlight-quiet']);
  t.equal((await call('POST', '/highlights', { kind: 'day', day: '2025-02-30' })).statusCode, 400);
  t.equal((await call('POST', '/highlights', { kind: 'month', day: today })).statusCode, 400);
  t.equal((await app.inject('/highlights')).statusCode, 401);
  t.equal((await app.inject('/highlights/1/image')).statusCode, 401);
});

t.test('a member has today made, and gets both images', async (t) => {
  const midnight = Date.parse(`${today}T00:00:00Z`);
  for (const hour of [1, 3, 5]) await photo({ at: midnight + hour * HOUR });
  const asked = await call('POST', '/highlights', { kind: 'day', day: today });
  t.equal(asked.statusCode, 202);
  t.match(asked.json(), { kind: 'day', day: today, state: 'pending', images: { animation: null } });
  t.equal(
    (await call('GET', `/highlights/${asked.json().id}/image`)).json().code ?? 'there',
    'variant-absent',
  );
  await highlights.idle();
  const [made] = (await call('GET', '/highlights')).json().highlights;
  t.match(made, { state: 'done', photos: [1, 2, 3] });
  const animation = await call('GET', made.images.animation);
  t.match(animation.headers, { 'content-type': 'image/webp', 'cache-control': /immutable/ });
  const again = await call('GET', made.images.animation, undefined, {
    'if-none-match': animation.headers.etag,
  });
  t.equal(again.statusCode, 304);
  const collage = await call('GET', made.images.collage);
  t.equal(collage.headers['content-type'], 'image/jpeg');
  const part = await call('GET', made.images.collage, undefined, { range: 'bytes=0-9' });
  t.match([part.statusCode, part.rawPayload.length], [206, 10]);
  t.match((await call('GET', `/highlights/${made.id}/image`)).headers, { 'cache-control': /no-cache/ });
});

t.test('with a photo that was deleted its highlight is gone', async (t) => {
  await store.deletePhoto(2);
  t.strictSame((await call('GET', '/highlights')).json().highlights, []);
  t.match((await call('GET', '/highlights/1/image')).json(), { code: 'highlight-unknown' });
});
