import t from 'tap';
import type { Burst } from '../../../../src/server/api/schemas/bursts.js';
import { startApi } from '../../../support/api/hub.js';
import { makePhoto, sendBurst } from '../../../support/store.js';

const { app, photo, store, vision, retries, run, signedIn } = await startApi(t);
const { headers } = await signedIn('member');
const id = await photo({ aside: 1 });
const { burstId, frameId } = store.photo(id) ?? { burstId: 0, frameId: 0 };

async function burst(): Promise<Burst> {
  return (await app.inject({ url: `/bursts/${burstId}`, headers })).json();
}

t.test('a burst tells what became of every frame', async (t) => {
  const { frames, ...about } = await burst();
  t.match(about, {
    id: burstId,
    camera: 'porch',
    trigger: 'motion',
    state: 'cut',
    closedBy: 'manifest',
    missing: [],
    rejected: [],
    photoId: id,
  });
  t.match(frames, [
    { index: 0, id: frameId, state: 'chosen', place: 1, gates: [], reason: { text: 'place 1' } },
    { index: 1, state: 'kept', place: 2, gates: ['moved'], scores: { overall: 0.9 } },
    { index: 2, state: 'aside', place: null, reason: { code: 'image-undecodable' } },
  ]);
});

t.test('a burst that is not there', async (t) => {
  t.match((await app.inject({ url: '/bursts/99', headers })).json(), { status: 404, code: 'burst-unknown' });
  t.match((await app.inject({ url: '/bursts/a', headers })).json(), { status: 400 });
});

t.test('the original of a losing frame can be looked at', async (t) => {
  const { frames } = await burst();
  const response = await app.inject({ url: `${frames[1]?.images.original}`, headers });
  t.equal(response.headers['content-type'], 'image/jpeg');
  t.strictSame(response.rawPayload, Buffer.from(store.frameImage(frames[1]?.id ?? 0)?.bytes ?? []));
  t.match(response.headers['cache-control'], 'immutable');
});

t.test('its thumbnail is made once, also when asked for twice at a time', async (t) => {
  const { frames } = await burst();
  const url = `${frames[1]?.images.thumb}`;
  const before = vision.asked.length;
  const [first, second] = await Promise.all([app.inject({ url, headers }), app.inject({ url, headers })]);
  const third = await app.inject({ url, headers: { ...headers, 'if-none-match': `${first?.headers.etag}` } });
  t.equal(first?.headers['content-type'], 'image/webp');
  t.strictSame(first?.rawPayload, second?.rawPayload);
  t.equal(third.statusCode, 304);
  t.equal(vision.asked.length, before + 1);
});

t.test('a failure to make it is not remembered', async (t) => {
  const { frames } = await burst();
  const works = vision.answers.thumbnails;
  vision.answers.thumbnails = () => Promise.reject(new Error('lost'));
  const url = `${frames[2]?.images.thumb}`;
  t.equal((await app.inject({ url, headers })).statusCode, 500);
  vision.answers.thumbnails = works;
  t.equal((await app.inject({ url, headers })).statusCode, 200);
});

t.test('of many thumbnails the oldest are forgotten', async (t) => {
  const urls: string[] = [];
  for (let count = 0; count < 22; count += 1) {
    const about = store.photo(await photo());
    for (const frame of store.burst(about?.burstId ?? 0)?.frames ?? [])
      urls.push(`/frames/${frame.id}/image?variant=thumb`);
  }
  for (const url of urls) await app.inject({ url, headers });
  const before = vision.asked.length;
  await app.inject({ url: urls.at(-1) as string, headers });
  t.equal(vision.asked.length, before);
  await app.inject({ url: urls[0] as string, headers });
  t.equal(vision.asked.length, before + 1);
});

t.test('after retention the addresses are gone, and say so', async (t) => {
  const { frames } = await burst();
  await store.trimFrames(Number.MAX_SAFE_INTEGER, 1000);
  const after = await burst();
  t.strictSame(after.frames[1]?.images, { thumb: null, original: null });
  t.ok(after.frames[0]?.images.original, 'the chosen one stays');
  const response = await app.inject({ url: `${frames[1]?.images.original}`, headers });
  t.match(response.json(), { status: 404, code: 'frame-unknown' });
  const unmade = await app.inject({ url: '/frames/9999/image?variant=thumb', headers });
  t.match(unmade.json(), { status: 404, code: 'frame-unknown' });
});

t.test('a burst that was set aside is listed with its reason, and can be tried again', async (t) => {
  const list = async () => (await app.inject({ url: '/bursts?state=aside', headers })).json();
  t.strictSame(await list(), { bursts: [] });
  await sendBurst(run, 'poison');
  const aside = store.nextCut() ?? 0;
  await store.setBurstAside(aside, { reason: 'unforeseen', detail: 'x is not iterable' });
  t.match(await list(), { bursts: [{ id: aside, camera: 'porch', frames: 3, reason: 'unforeseen' }] });
  t.match((await app.inject({ url: `/bursts/${aside}`, headers })).json(), {
    state: 'aside',
    aside: { reason: 'unforeseen', detail: 'x is not iterable' },
  });
  const retry = () => app.inject({ method: 'POST', url: `/bursts/${aside}/retry`, headers });
  const response = await retry();
  t.equal(response.statusCode, 202);
  t.match(response.json(), { state: 'closed', aside: null });
  t.equal(retries.count, 1, 'and the pipeline is told');
  t.strictSame(await list(), { bursts: [] });
  t.match((await retry()).json(), { status: 409, code: 'burst-not-aside' });
  t.match((await app.inject({ method: 'POST', url: '/bursts/99/retry', headers })).json(), {
    status: 404,
    code: 'burst-unknown',
  });
  t.match((await app.inject({ url: '/bursts', headers })).json(), { status: 400 });
});

t.test('frames set aside in a burst that has its photo can be tried again', async (t) => {
  const list = async () => (await app.inject({ url: '/bursts?state=frames-aside', headers })).json();
  t.strictSame(await list(), { bursts: [] });
  await sendBurst(run, 'crash');
  const at = store.nextCut('newest') ?? 0;
  const [first, second, third] = store.cutJob(at).frames;
  await store.setAside(second?.frameId ?? 0, 'vision-crashed');
  const photoId = await makePhoto(run, { burstId: at, frames: [first, third].flatMap((one) => one ?? []) });
  t.match(await list(), { bursts: [{ id: at, camera: 'porch', frames: 1, reason: 'vision-crashed' }] });
  const before = retries.count;
  const retry = () => app.inject({ method: 'POST', url: `/bursts/${at}/retry`, headers });
  t.match((await app.inject({ url: `/bursts/${at}`, headers })).json(), { state: 'cut', retryable: true });
  const response = await retry();
  t.equal(response.statusCode, 202);
  t.match(response.json(), { state: 'closed', photoId, retryable: false });
  t.equal(retries.count, before + 1);
  t.strictSame(await list(), { bursts: [] });
  t.match((await retry()).json(), { status: 409, code: 'burst-not-aside' });
  await store.deletePhoto(photoId);
  t.match((await retry()).json(), { status: 404, code: 'burst-unknown' });
});
