import t from 'tap';
import { plainEndpoints, startApi } from '../../../support/api/hub.js';

const hub = await startApi(t);
const { app, store, clock } = hub;

async function begin(headers: Record<string, string>): Promise<string> {
  const answer = await app.inject({ method: 'POST', url: '/sessions/move', headers });
  t.equal(answer.statusCode, 201);
  const { url } = answer.json<{ url: string }>();
  t.ok(url.startsWith(`${plainEndpoints.address()}/#/move?code=`), url);
  return url.slice(url.indexOf('=') + 1);
}

const finish = (code: string, more: object = {}, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/token/move', headers, payload: { code, ...more } });

t.test('a phone is signed in at the other address, once, and no longer at the first', async (t) => {
  const { headers } = await hub.signedIn('member');
  const before = await app.inject({ url: '/me', headers });
  const { user, sessionId } = before.json();
  await store.addPushSubscription(sessionId, { endpoint: 'https://push.test/1', p256dh: 'p', auth: 'a' });
  const code = await begin(headers);
  const moved = await finish(code.toLowerCase());
  t.equal(moved.statusCode, 200);
  t.match(moved.json(), { token_type: 'bearer', user: { id: user.id } });
  const authorization = `Bearer ${moved.json().access_token}`;
  t.equal((await app.inject({ url: '/me', headers: { authorization } })).statusCode, 200);
  t.equal((await app.inject({ url: '/me', headers })).statusCode, 401, 'it has left the first');
  t.same(store.pushSubscriptions(), [], 'and so have its notifications');
  t.match((await finish(code)).json(), { status: 403, code: 'code-wrong' });
});

t.test('the page takes its tokens as cookies, and no page of somebody else does', async (t) => {
  const { headers } = await hub.signedIn('owner');
  const code = await begin(headers);
  t.match((await finish(code, { cookie: true })).json(), { code: 'cross-site' });
  const moved = await finish(code, { cookie: true, device: 'iPhone' }, { 'x-petcam': '1' });
  t.match(moved.json(), { token_type: 'cookie' });
  t.match([moved.headers['set-cookie']].flat().join(), /petcam_access=/);
});

t.test('a code is good for a minute, the newest of a session, while that lasts', async (t) => {
  const { headers } = await hub.signedIn('member');
  const refused = async (code: string) => t.match((await finish(code)).json(), { code: 'code-wrong' });
  const late = await begin(headers);
  await clock.advance(60_000);
  await refused(late);
  const first = await begin(headers);
  const second = await begin(headers);
  await refused(first);
  await app.inject({ method: 'POST', url: '/logout', headers, payload: {} });
  await refused(second);
  await refused('no-such-code');
});

t.test('codes that nobody took are forgotten', async (t) => {
  const { headers } = await hub.signedIn('member');
  await begin(headers);
  await clock.advance(60_001);
  const code = await begin((await hub.signedIn('owner')).headers);
  t.equal((await finish(code)).statusCode, 200);
});
