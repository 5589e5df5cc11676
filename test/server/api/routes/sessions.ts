import t from 'tap';
import { startApi } from '../../../support/api/hub.js';
import { quickHash } from '../../../support/quick-password.js';

const { app, store, clock } = await startApi(t);
const password = 'a long password';
await store.registerFirstOwner({ name: 'Mina', passwordHash: await quickHash(password) });
const page = { 'x-petcam': '1', 'sec-fetch-site': 'same-origin' };

async function post(url: string, payload: object, headers: Record<string, string> = {}, cookies = {}) {
  const response = await app.inject({ method: 'POST', url, payload, headers, cookies });
  return { status: response.statusCode, body: response.body === '' ? null : response.json(), response };
}

const signIn = async () => (await post('/token', { username: 'mina', password, device: 'phone' })).body;
const me = (token: string) => app.inject({ url: '/me', headers: { authorization: `Bearer ${token}` } });

t.test('signing in with JSON', async (t) => {
  const { status, body, response } = await post('/token', { username: 'MINA', password });
  t.equal(status, 200);
  t.match(body, { token_type: 'bearer', expires_in: 900, user: { username: 'Mina', role: 'owner' } });
  t.equal(response.headers['cache-control'], 'no-store');
  t.equal(response.cookies.length, 0);
  t.equal((await me(body.access_token)).statusCode, 200);
});

t.test('signing in with the OAuth2 password form', async (t) => {
  const payload = new URLSearchParams({
    grant_type: 'password',
    username: 'mina',
    password,
    scope: '',
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await app.inject({ method: 'POST', url: '/token', payload, headers });
  t.match(response.json(), { token_type: 'bearer', access_token: /./, refresh_token: /./ });
  const wrong = await app.inject({
    method: 'POST',
    url: '/token',
    payload: payload.replace('long', 'bad'),
    headers,
  });
  t.equal(wrong.statusCode, 401);
  t.match(wrong.json(), { code: 'credentials-wrong', error: 'invalid_grant', error_description: /./ });
  const bad = await app.inject({ method: 'POST', url: '/token', payload: 'grant_type=magic', headers });
  t.match(bad.json(), { code: 'request-invalid', error: 'invalid_request' });
});

t.test('a wrong name is answered as a wrong password', async (t) => {
  const name = await post('/token', { username: 'nobody', password });
  const word = await post('/token', { username: 'mina', password: 'wrong' });
  t.strictSame({ ...name.body, requestId: 0 }, { ...word.body, requestId: 0 });
});

t.test('guessing locks the account, then longer each time, and time opens it', async (t) => {
  await clock.advance(3_600_000);
  const guess = async () => (await post('/token', { username: 'mina', password: 'wrong' })).status;
  const answers: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) answers.push(await guess());
  t.strictSame(answers, [401, 401, 401, 401, 401, 429]);
  t.match(
    (await post('/token', { username: 'mina', password })).body,
    { code: 'locked-out' },
    'the right one too',
  );
  await clock.advance(1000);
  t.equal(await guess(), 401);
  const locked = await post('/token', { username: 'mina', password });
  t.equal(locked.response.headers['retry-after'], '2');
  await clock.advance(2000);
  t.equal((await post('/token', { username: 'mina', password })).status, 200);
  await clock.advance(3_600_000);
});

t.test('many guesses at the same moment are counted each', async (t) => {
  const guesses = Array.from({ length: 12 }, () => post('/token', { username: 'mina', password: 'wrong' }));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  t.equal(statuses.filter((status) => status === 401).length, 5);
  await clock.advance(3_600_000);
});

t.test('an access token lasts fifteen minutes', async (t) => {
  const { access_token } = await signIn();
  await clock.advance(899_000);
  t.equal((await me(access_token)).statusCode, 200);
  await clock.advance(1000);
  const late = await me(access_token);
  t.match(late.json(), { status: 401, code: 'not-signed-in' });
  t.equal(late.headers['www-authenticate'], 'Bearer');
});

t.test('tokens that are forged, cut or of another kind are none', async (t) => {
  const { access_token, refresh_token } = await signIn();
  const [head, body] = access_token.split('.');
  const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${body}.`;
  for (const token of [none, `${head}.${body}.`, `${head}.${body}.AAAA`, refresh_token, 'x'])
    t.equal((await me(token)).statusCode, 401);
  t.equal((await app.inject({ url: '/me', headers: { authorization: 'Basic bWluYTp4' } })).statusCode, 401);
});

t.test('a refresh token is good for one use; the second one ends the session', async (t) => {
  const first = await signIn();
  const second = await post('/token/refresh', { refresh_token: first.refresh_token });
  t.equal(second.status, 200);
  t.equal((await me(second.body.access_token)).statusCode, 200);
  const stolen = await post('/token/refresh', { refresh_token: first.refresh_token });
  t.match(stolen.body, { status: 401, code: 'refresh-reused' });
  t.equal((await me(second.body.access_token)).statusCode, 401, 'at once');
  const after = await post('/token/refresh', { refresh_token: second.body.refresh_token });
  t.match(after.body, { status: 401, code: 'refresh-invalid' });
});

t.test('a session that is not used for sixty days ends', async (t) => {
  const { refresh_token } = await signIn();
  await clock.leap(60 * 86_400_000 + 1);
  t.match((await post('/token/refresh', { refresh_token })).body, { code: 'refresh-invalid' });
  t.match((await post('/token/refresh', { refresh_token: 'made-up' })).body, { code: 'refresh-invalid' });
  t.match((await post('/token/refresh', {})).body, { code: 'refresh-invalid' });
});

t.test('a person who was removed is signed out at once', async (t) => {
  await store.createInvitation({
    codeHash: 'x',
    role: 'member',
    createdBy: 1,
    expiresAt: clock.now() + 1000,
  });
  const jun = await store.registerInvited({
    name: 'Jun',
    passwordHash: await quickHash(password),
    codeHash: 'x',
  });
  const { body } = await post('/token', { username: 'Jun', password });
  await store.removeUser(jun.id);
  t.equal((await me(body.access_token)).statusCode, 401);
  t.match((await post('/token/refresh', { refresh_token: body.refresh_token })).body, {
    code: 'refresh-invalid',
  });
});

t.test('signing out ends the session at once', async (t) => {
  const { access_token, refresh_token } = await signIn();
  t.equal((await post('/logout', {}, { authorization: `Bearer ${access_token}` })).status, 204);
  t.equal((await me(access_token)).statusCode, 401);
  t.match((await post('/token/refresh', { refresh_token })).body, { code: 'refresh-invalid' });
});

t.test('where one is signed in, and signing out elsewhere', async (t) => {
  const [here, there] = [await signIn(), await signIn()];
  const headers = { authorization: `Bearer ${here.access_token}` };
  const { sessions } = (await app.inject({ url: '/sessions', headers })).json();
  t.equal(sessions.filter(({ current }: { current: boolean }) => current).length, 1);
  t.match(sessions[0], { device: 'phone' });
  t.notMatch(JSON.stringify(sessions), /refreshHash/);
  const other = (await me(there.access_token)).json().sessionId;
  t.equal((await app.inject({ method: 'DELETE', url: `/sessions/${other}`, headers })).statusCode, 204);
  t.equal((await me(there.access_token)).statusCode, 401);
  const gone = await app.inject({ method: 'DELETE', url: `/sessions/${other}`, headers });
  t.match(gone.json(), { status: 404, code: 'session-unknown' });
  const third = await signIn();
  t.match((await app.inject({ method: 'DELETE', url: '/sessions', headers })).json(), {
    ended: sessions.length - 1,
  });
  t.equal((await me(third.access_token)).statusCode, 401);
  t.equal((await me(here.access_token)).statusCode, 200);
});

t.test('a page gets its tokens as cookies that no script sees', async (t) => {
  const { body, response } = await post('/token', { username: 'mina', password, cookie: true }, page);
  t.match(body, { token_type: 'cookie', expires_in: 900 });
  t.notOk('access_token' in body || 'refresh_token' in body);
  const common = { httpOnly: true, sameSite: 'Strict' };
  t.match(response.cookies, [
    { name: 'petcam_access', path: '/', maxAge: 900, ...common },
    { name: 'petcam_refresh', path: '/token', ...common },
  ]);
  t.notOk(
    response.cookies.some(({ secure }) => secure),
    'a home network without TLS',
  );
  const cookies = Object.fromEntries(response.cookies.map(({ name, value }) => [name, value]));
  t.equal((await app.inject({ url: '/me', cookies })).statusCode, 200);

  const renewed = await post('/token/refresh', {}, page, cookies);
  t.match(renewed.body, { token_type: 'cookie' });
  t.equal(renewed.response.cookies.length, 2);

  const out = await post('/logout', {}, page, { petcam_access: renewed.response.cookies[0]?.value });
  t.equal(out.status, 204);
  t.match(out.response.cookies, [
    { name: 'petcam_access', value: '', path: '/' },
    { name: 'petcam_refresh', value: '', path: '/token' },
  ]);
});

t.test('another site cannot act with the cookies of this one', async (t) => {
  const signed = await post('/token', { username: 'mina', password, cookie: true }, page);
  const cookies = Object.fromEntries(signed.response.cookies.map(({ name, value }) => [name, value]));
  const forged: Record<string, string>[] = [
    {},
    { 'x-petcam': '1', 'sec-fetch-site': 'cross-site' },
    { 'x-petcam': '1', origin: 'http://evil.example' },
  ];
  for (const headers of forged) {
    t.match((await post('/logout', {}, headers, cookies)).body, { status: 403, code: 'cross-site' });
    t.match((await post('/token/refresh', {}, headers, cookies)).body, { code: 'cross-site' });
    const fixation = await post('/token', { username: 'mina', password, cookie: true }, headers);
    t.match(fixation.body, { code: 'cross-site' }, 'nor sign somebody in as somebody else');
  }
  t.equal(
    (await post('/logout', {}, { 'x-petcam': '1', origin: 'http://localhost:80' }, cookies)).status,
    204,
  );
});

t.test(
  'an app that signs in at each start does not pile up sessions; other devices stay signed in',
  async (t) => {
    const hub = await startApi(t);
    await hub.store.registerFirstOwner({ name: 'Mina', passwordHash: await quickHash(password) });
    const form = new URLSearchParams({ username: 'mina', password, grant_type: '' }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const begin = async (agent: string, remoteAddress = '192.168.1.20') =>
      (
        await hub.app.inject({
          method: 'POST',
          url: '/token',
          payload: form,
          headers: { ...type, 'user-agent': agent },
          remoteAddress,
        })
      ).json();
    const alive = async ({ access_token }: { access_token: string }) =>
      (await hub.app.inject({ url: '/me', headers: { authorization: `Bearer ${access_token}` } })).statusCode;
    const others = [
      await begin('okhttp/4.12'),
      await begin('Dart/3.4 (dart:io)', '192.168.1.21'),
      await begin('Dart/3.4 (dart:io)', '2001:db8::1'),
    ];
    let last = await begin('Dart/3.4 (dart:io)');
    for (let start = 1; start < 12; start += 1) last = await begin('Dart/3.4 (dart:io)');
    t.equal(await alive(last), 200);
    for (const other of others) t.equal(await alive(other), 200, 'another device');
    const headers = { authorization: `Bearer ${last.access_token}` };
    const { sessions } = (await hub.app.inject({ url: '/sessions', headers })).json();
    t.equal(sessions.length, 8, 'three others, and the newest five of the app');
    t.notMatch(JSON.stringify(sessions), /192\.168/, 'the address stays in the hub');
  },
);

t.test(
  'a browser that signs in again takes the place of its session, and is told what that was told',
  async (t) => {
    const hub = await startApi(t);
    const { id: mina } = await hub.store.registerFirstOwner({
      name: 'Mina',
      passwordHash: await quickHash(password),
    });
    const begin = (cookies = {}) =>
      hub.app.inject({
        method: 'POST',
        url: '/token',
        payload: { username: 'mina', password, cookie: true },
        headers: page,
        cookies,
      });
    const cookiesOf = ({ cookies }: Awaited<ReturnType<typeof begin>>) =>
      Object.fromEntries(cookies.map(({ name, value }) => [name, value]));
    const first = cookiesOf(await begin());
    const elsewhere = await begin();
    const [, { id } = { id: 0 }] = hub.store.sessions(mina);
    const target = { endpoint: 'https://push.example/1', p256dh: 'a', auth: 'b' };
    await hub.store.addPushSubscription(id, target);
    const again = await begin(first);
    t.equal((await hub.app.inject({ url: '/me', cookies: first })).statusCode, 401);
    for (const answer of [elsewhere, again])
      t.equal((await hub.app.inject({ url: '/me', cookies: cookiesOf(answer) })).statusCode, 200);
    t.equal(hub.store.sessions(mina).length, 2);
    t.match(hub.store.pushSubscriptions(), [{ endpoint: target.endpoint }]);
  },
);
