import t from 'tap';
import { digest, newCode, plainCode } from '../../../../src/server/api/auth/secrets.js';
import { SETUP_CODE } from '../../../../src/server/api/routes/accounts.js';
import { startApi } from '../../../support/api/hub.js';

const { app, store, clock, signedIn } = await startApi(t);
const code = newCode();
const mina = { username: 'Mina', password: 'a long password' };

async function register(payload: object) {
  const response = await app.inject({ method: 'POST', url: '/register', payload });
  return { status: response.statusCode, body: response.json(), response };
}

t.test('a hub without a set-up code lets nobody in', async (t) => {
  t.strictSame((await app.inject('/setup')).json(), { needed: true });
  t.match((await register({ ...mina, code })).body, { status: 403, code: 'code-wrong' });
  t.match((await register({ ...mina, code: '-' })).body, { status: 403, code: 'code-wrong' });
});

t.test('the first person is an owner, and there is one first person', async (t) => {
  await store.setSetting(SETUP_CODE, digest(plainCode(code)));
  t.match((await register({ ...mina, code: newCode() })).body, { code: 'code-wrong' });
  const both = await Promise.all([
    register({ ...mina, code: code.toLowerCase().replaceAll('-', ' ') }),
    register({ ...mina, username: 'Jun', code }),
  ]);
  const [won, lost] = both.sort((a, b) => a.status - b.status);
  t.equal(won?.status, 201);
  t.match(won?.body, { token_type: 'bearer', expires_in: 900, user: { role: 'owner' } });
  t.match(lost?.body, { status: 409, code: 'already-set-up' });
  t.strictSame((await app.inject('/setup')).json(), { needed: false });
  const headers = { authorization: `Bearer ${won?.body.access_token}` };
  t.match((await app.inject({ url: '/me', headers })).json(), { user: won?.body.user });
  t.equal(store.setting(SETUP_CODE), null, 'the code is worth nothing any more');
  await clock.advance(60_000);
  t.match((await register({ ...mina, username: 'Eve', code })).body, { code: 'invitation-invalid' });
});

t.test('nobody guesses codes for long', async (t) => {
  await clock.advance(3_600_000);
  const answers: number[] = [];
  for (let guess = 0; guess < 7; guess += 1)
    answers.push((await register({ username: 'Eve', password: 'a long password', code: newCode() })).status);
  t.strictSame(answers, [403, 403, 403, 403, 403, 429, 429]);
  const { body, response } = await register({
    username: 'Eve',
    password: 'a long password',
    code: newCode(),
  });
  t.match(body, { code: 'locked-out' });
  t.equal(response.headers['retry-after'], '1');
  await clock.advance(3_600_000);
});

t.test('what a registration needs', async (t) => {
  const faults = async (payload: object) =>
    (await register(payload)).body.faults?.map(({ field }: { field: string }) => field);
  t.strictSame(await faults({ username: 'Eve', password: 'short', code }), ['body/password']);
  t.strictSame(await faults({ username: ' Eve', password: 'a long password', code }), ['body/username']);
  t.strictSame(await faults({}), ['body/username', 'body/password', 'body/code']);
  t.strictSame(
    await faults({ ...mina, code, role: 'owner' }),
    ['body/role'],
    'nobody makes themselves an owner',
  );
});

t.test('changing the password ends the other sessions', async (t) => {
  const here = await signedIn('member');
  const there = await store.createSession({
    userId: here.user.id,
    refreshHash: 'there',
    device: 'x',
    expiresAt: clock.now() + 9e6,
  });
  const change = (payload: object) =>
    app.inject({ method: 'PUT', url: '/me/password', headers: here.headers, payload });
  const wrong = await change({ current: 'not it', next: 'another password' });
  t.match(wrong.json(), { status: 401, code: 'credentials-wrong' });
  t.equal(store.session(there.id)?.revokedAt, null);

  const invited = newCode();
  const { user } = await signedIn('owner');
  await store.createInvitation({
    codeHash: digest(plainCode(invited)),
    role: 'member',
    createdBy: user.id,
    expiresAt: clock.now() + 9e6,
  });
  const sora = (await register({ username: 'Sora', password: 'the first password', code: invited })).body;
  const headers = { authorization: `Bearer ${sora.access_token}` };
  const second = await app.inject({
    method: 'POST',
    url: '/token',
    payload: { username: 'sora', password: 'the first password' },
  });
  const changed = await app.inject({
    method: 'PUT',
    url: '/me/password',
    headers,
    payload: { current: 'the first password', next: 'the second password' },
  });
  t.equal(changed.statusCode, 204);
  t.equal((await app.inject({ url: '/me', headers })).statusCode, 200, 'this session goes on');
  const other = { authorization: `Bearer ${second.json().access_token}` };
  t.equal((await app.inject({ url: '/me', headers: other })).statusCode, 401);
  const sign = (password: string) =>
    app.inject({ method: 'POST', url: '/token', payload: { username: 'Sora', password } });
  t.equal((await sign('the first password')).statusCode, 401);
  t.equal((await sign('the second password')).statusCode, 200);
});

t.test('a name is taken in any case', async (t) => {
  const { user } = await signedIn('owner');
  const invited = newCode();
  await store.createInvitation({
    codeHash: digest(plainCode(invited)),
    role: 'member',
    createdBy: user.id,
    expiresAt: clock.now() + 9e6,
  });
  t.match((await register({ username: 'SORA', password: 'a long password', code: invited })).body, {
    status: 409,
    code: 'name-taken',
  });
  t.equal(
    (await register({ username: 'Ari', password: 'a long password', code: invited })).status,
    201,
    'the invitation is still good',
  );
});
