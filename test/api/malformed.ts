import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import t from 'tap';
import { startApi } from './fixtures/hub.js';

const { app, photo, link, signedIn } = await startApi(t);
await photo();
link.answer = () => ({ burst: 'b-1' });

const id = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom('1', '1e308', '-0', '0x1', 'NaN', '99999999999999999999', '%00', '..%2f', '%', 'porch'),
  fc.string().map(encodeURIComponent),
);
const routes: [InjectOptions['method'] & string, string][] = [
  ['GET', '/photos'],
  ['GET', '/photos/months'],
  ['GET', '/photos/ID'],
  ['PATCH', '/photos/ID'],
  ['DELETE', '/photos/ID'],
  ['POST', '/photos/ID/restore'],
  ['GET', '/photos/ID/image'],
  ['GET', '/frames/ID/image'],
  ['GET', '/bursts/ID'],
  ['POST', '/cameras'],
  ['PATCH', '/cameras/ID'],
  ['POST', '/cameras/ID/capture'],
  ['POST', '/cameras/ID/settings'],
  ['POST', '/upscale'],
  ['POST', '/bestcut'],
  ['POST', '/invitations'],
  ['DELETE', '/sessions/ID'],
  ['DELETE', '/users/ID'],
  ['POST', '/token/refresh'],
  ['PUT', '/me/password'],
];
const key = fc.constantFrom(
  'limit',
  'cursor',
  'camera',
  'from',
  'until',
  'favourite',
  'pet',
  'variant',
  'v',
  'chosenFrame',
  'name',
  'id',
  'quality',
  'role',
  'validSeconds',
  'refresh_token',
  'current',
  'next',
  '__proto__',
  'constructor',
);
const query = fc.array(fc.tuple(key, fc.string({ unit: 'binary' })), { maxLength: 4 });
const body = fc.oneof(
  fc.dictionary(key, fc.jsonValue()).map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: 'binary' }),
);
const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'multipart/form-data; boundary=x',
      'image/jpeg',
    ),
    range: fc.constantFrom('bytes=0-', 'bytes=-1', 'bytes=5-1', 'bytes=999999999999999999999-', 'x'),
    'if-none-match': fc.constantFrom('*', '"', 'W/"x"', ','),
    'accept-encoding': fc.constantFrom('br', 'gzip;q=x', '*'),
    'last-event-id': fc.constantFrom('-1', '1e9', ''),
  },
  { requiredKeys: [] },
);

t.test('nothing that a stranger sends makes the hub fail', async (t) => {
  const { headers: signed } = await signedIn('owner');
  const request = fc.record({ route: fc.constantFrom(...routes), id, query, body, headers });
  await fc.assert(
    fc.asyncProperty(request, async ({ route: [method, path], id, query, body, headers }) => {
      const url = `${path.replace('ID', id)}?${new URLSearchParams(query)}`;
      const payload = method === 'GET' ? {} : { payload: body };
      const response = await app.inject({ method, url, headers: { ...headers, ...signed }, ...payload });
      if (response.statusCode >= 500) throw new Error(`${response.statusCode} ${response.body}`);
      const type = String(response.headers['content-type']);
      if (response.statusCode >= 400 && !type.startsWith('application/problem+json')) throw new Error(type);
    }),
    { seed: 20_261_123, numRuns: 1500, endOnFailure: true },
  );
  t.equal((await app.inject('/health')).statusCode, 200, 'and it goes on');
});
