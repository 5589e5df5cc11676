import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const { app, photo, signedIn } = await startApi(t);
const { headers } = await signedIn('owner');
const id = await photo();

const ask = (url: string, tag?: string) =>
  app.inject({ url, headers: { ...headers, ...(tag === undefined ? {} : { 'if-none-match': tag }) } });

t.test('who has an answer already gets 304 and nothing twice', async (t) => {
  for (const url of ['/photos', `/photos/${id}`, '/photos/months', '/cameras', '/highlights', '/me']) {
    const first = await ask(url);
    const { etag } = first.headers;
    t.match(etag, /^W\/"[\w-]{22}"$/, url);
    for (const held of [`${etag}`, `${etag}`.replace('W/', ''), `"another", ${etag}`, '*']) {
      const again = await ask(url, held);
      t.equal(again.statusCode, 304, `${url} ${held}`);
      t.equal(again.body, '');
      t.equal(again.headers.etag, etag);
      t.equal(again.headers['content-type'], undefined);
    }
    const other = await ask(url, 'W/"something else"');
    t.equal(other.statusCode, 200);
    t.equal(other.body, first.body);
  }
});

t.test('the tag changes with the answer', async (t) => {
  const { etag } = (await ask(`/photos/${id}`)).headers;
  await app.inject({ method: 'PATCH', url: `/photos/${id}`, headers, payload: { favourite: true } });
  const changed = await ask(`/photos/${id}`, `${etag}`);
  t.equal(changed.statusCode, 200);
  t.equal(changed.json().favourite, true);
  t.not(changed.headers.etag, etag);
});

t.test('a compressed answer is known by the tag of the plain one', async (t) => {
  const plain = await ask('/openapi.json');
  const small = await app.inject({
    url: '/openapi.json',
    headers: { ...headers, 'accept-encoding': 'gzip' },
  });
  t.equal(small.headers['content-encoding'], 'gzip');
  t.equal(small.headers.etag, plain.headers.etag);
});

t.test('neither a refusal nor the answer to a change has one', async (t) => {
  const refused = await ask('/photos/999', '*');
  t.equal(refused.statusCode, 404);
  t.equal(refused.headers.etag, undefined);
  const changed = await app.inject({
    method: 'PATCH',
    url: `/photos/${id}`,
    headers: { ...headers, 'if-none-match': '*' },
    payload: { favourite: false },
  });
  t.equal(changed.statusCode, 200);
  t.equal(changed.headers.etag, undefined);
});
