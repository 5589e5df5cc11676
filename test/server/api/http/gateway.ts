import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const limits = { callsPerSecond: 10, callsBurst: 20, filesPerSecond: 100, filesBurst: 300 };
const origin = 'https://app.example';
const { app, clock, photo, signedIn } = await startApi(t, { limits, corsOrigins: [origin] });
const { headers } = await signedIn('member');
const id = await photo();

t.test('a client makes twenty calls at once, then ten a second', async (t) => {
  await clock.advance(60_000);
  const call = async (remoteAddress = '10.0.0.1') => app.inject({ url: '/photos', headers, remoteAddress });
  const burst = await Promise.all(Array.from({ length: 25 }, () => call()));
  t.equal(burst.filter(({ statusCode }) => statusCode === 200).length, 20);
  const refused = await call();
  t.match(refused.json(), { status: 429, code: 'too-many-requests' });
  t.equal(refused.headers['retry-after'], '1');
  await clock.advance(500);
  const later = await Promise.all(Array.from({ length: 10 }, () => call()));
  t.equal(later.filter(({ statusCode }) => statusCode === 200).length, 5);
  t.equal((await call('10.0.0.2')).statusCode, 200, 'another client is not concerned');
});

t.test('strangers and wrong addresses count as well', async (t) => {
  await clock.advance(60_000);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => app.inject(index % 2 ? '/photos' : '/nothing-here')),
  );
  t.equal(answers.filter(({ statusCode }) => statusCode === 429).length, 10);
});

t.test('a gallery page of thumbnails loads at once', async (t) => {
  await clock.advance(60_000);
  const page = await app.inject({ url: '/photos', headers });
  const images = await Promise.all(
    Array.from({ length: 120 }, () => app.inject({ url: `/photos/${id}/image?variant=thumb`, headers })),
  );
  t.equal(page.statusCode, 200);
  t.ok(images.every(({ statusCode }) => statusCode === 200));
});

t.test('every answer tells the browser to be careful', async (t) => {
  await clock.advance(60_000);
  const response = await app.inject('/setup');
  t.match(response.headers, {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-request-id': /^[0-9a-f]{12}$/,
    'cache-control': 'no-store',
  });
  const policy = String(response.headers['content-security-policy']);
  t.match(policy, "default-src 'none'");
  t.match(policy, "script-src 'self'");
  t.match(policy, "frame-ancestors 'none'");
  t.notMatch(policy, 'unsafe');
  t.notOk(response.headers['strict-transport-security'], 'not over plain HTTP, where it would mean nothing');
});

t.test('long answers are compressed, images and short ones are not', async (t) => {
  await clock.advance(60_000);
  for (let count = 0; count < 5; count += 1) await photo();
  const ask = { ...headers, 'accept-encoding': 'gzip, br' };
  t.equal((await app.inject({ url: '/photos', headers: ask })).headers['content-encoding'], 'br');
  t.equal((await app.inject({ url: '/setup', headers: ask })).headers['content-encoding'], undefined);
  const image = await app.inject({ url: `/photos/${id}/image`, headers: ask });
  t.equal(image.headers['content-encoding'], undefined);
});

t.test('a compressed body is not unpacked', async (t) => {
  await clock.advance(60_000);
  const response = await app.inject({
    method: 'POST',
    url: '/token',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    payload: Buffer.from([0x1f, 0x8b, 8, 0]),
  });
  t.equal(response.statusCode, 415);
});

t.test('other origins: the ones of the configuration, with a token of their own', async (t) => {
  await clock.advance(60_000);
  const ask = (from: string) =>
    app.inject({
      method: 'OPTIONS',
      url: '/photos',
      headers: {
        origin: from,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
  const allowed = await ask(origin);
  t.equal(allowed.statusCode, 204);
  t.equal(allowed.headers['access-control-allow-origin'], origin);
  t.notOk(allowed.headers['access-control-allow-credentials'], 'cookies stay with our own page');
  t.notOk((await ask('https://evil.example')).headers['access-control-allow-origin']);
});
