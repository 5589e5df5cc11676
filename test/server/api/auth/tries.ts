import t from 'tap';
import { newCode } from '../../../../src/server/api/auth/secrets.js';
import { known, Tries } from '../../../../src/server/api/auth/tries.js';
import { ApiRefusal } from '../../../../src/server/api/http/problems.js';
import { startApi } from '../../../support/api/hub.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { quickHash } from '../../../support/quick-password.js';

const password = 'a long password';
const page = { 'x-petcam': '1', 'sec-fetch-site': 'same-origin' };

/** A hub whose owner is Mina, and what it answers from an address. */
async function hub(t: Parameters<typeof startApi>[0]) {
  const { app, store } = await startApi(t);
  await store.registerFirstOwner({ name: 'Mina', passwordHash: await quickHash(password) });
  const post = (url: string, payload: object, remoteAddress: string, cookies: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url, payload, remoteAddress, headers: page, cookies });
  const signIn = async (word: string, address: string, cookies?: Record<string, string>) =>
    (await post('/token', { username: 'mina', password: word }, address, cookies)).statusCode;
  return { app, post, signIn };
}

t.test('wrong passwords from one address lock nobody at another out', async (t) => {
  const { signIn } = await hub(t);
  const answers: number[] = [];
  for (let guess = 0; guess < 6; guess += 1) answers.push(await signIn('wrong', '192.0.2.1'));
  t.strictSame(answers, [401, 401, 401, 401, 401, 429]);
  t.equal(await signIn(password, '192.0.2.1'), 429);
  t.equal(await signIn(password, '192.0.2.2'), 200);
  t.equal(await signIn(password, '192.0.2.1'), 429, 'and that opens nothing for who guessed');
});

t.test(
  'guesses from many addresses lock the account, except on a device that signed in before',
  async (t) => {
    const { post, signIn } = await hub(t);
    const first = await post('/token', { username: 'mina', password, cookie: true }, '192.0.2.1');
    const cookie = first.cookies.find(({ name }) => name === 'petcam_device');
    t.match(cookie, { path: '/token', httpOnly: true, sameSite: 'Strict' });
    const device = { petcam_device: String(cookie?.value) };
    for (let address = 1; address <= 50; address += 1) await signIn('wrong', `198.51.100.${address}`);
    t.equal(await signIn(password, '192.0.2.9'), 429, 'a stranger has to wait');
    t.equal(await signIn(password, '192.0.2.1', device), 200);
    t.equal(await signIn(password, '192.0.2.9', { petcam_device: `${cookie?.value}x` }), 429, 'a forged one');
    const again = await post('/token', { username: 'mina', password, cookie: true }, '192.0.2.1', device);
    t.notOk(
      again.cookies.some(({ name }) => name === 'petcam_device'),
      'it keeps its name',
    );
    for (let guess = 0; guess < 5; guess += 1) await signIn('wrong', '192.0.2.1', device);
    t.equal(
      await signIn(password, '192.0.2.1', device),
      429,
      'a stolen device guesses no longer than others',
    );
  },
);

t.test('a running session changes its password while strangers guess', async (t) => {
  const { app, post, signIn } = await hub(t);
  const { access_token: token } = (await post('/token', { username: 'mina', password }, '192.0.2.1')).json();
  for (let guess = 0; guess < 6; guess += 1) await signIn('wrong', '192.0.2.1');
  const change = (current: string) =>
    app.inject({
      method: 'PUT',
      url: '/me/password',
      remoteAddress: '192.0.2.1',
      headers: { authorization: `Bearer ${token}` },
      payload: { current, next: 'another long one' },
    });
  for (let guess = 0; guess < 5; guess += 1) t.equal((await change('wrong')).statusCode, 401);
  t.equal((await change(password)).statusCode, 429, 'nor does it guess for ever');
  const other = await hub(t);
  const own = (await other.post('/token', { username: 'mina', password }, '192.0.2.1')).json().access_token;
  for (let guess = 0; guess < 6; guess += 1) await other.signIn('wrong', '192.0.2.1');
  const changed = await other.app.inject({
    method: 'PUT',
    url: '/me/password',
    remoteAddress: '192.0.2.1',
    headers: { authorization: `Bearer ${own}` },
    payload: { current: password, next: 'another long one' },
  });
  t.equal(changed.statusCode, 204);
});

t.test('wrong codes from one address do not keep another from joining', async (t) => {
  const { post } = await hub(t);
  const body = { username: 'Jun', password };
  for (let guess = 0; guess < 6; guess += 1)
    await post('/register', { ...body, code: newCode() }, '192.0.2.1');
  t.equal((await post('/register', { ...body, code: newCode() }, '192.0.2.1')).statusCode, 429);
  t.equal((await post('/register', { ...body, code: newCode() }, '192.0.2.2')).statusCode, 403);
});

t.test('a hub that is busy says nothing of a password', async (t) => {
  const tries = new Tries(new ManualClock());
  const busy = () => Promise.reject(new ApiRefusal('hub-busy', 'Later.'));
  for (let turn = 0; turn < 20; turn += 1)
    await t.rejects(tries.count(known('phone'), busy), { code: 'hub-busy' });
  const wrong = () => Promise.reject(new ApiRefusal('credentials-wrong', 'No.'));
  for (let turn = 0; turn < 5; turn += 1)
    await t.rejects(tries.count(known('phone'), wrong), { code: 'credentials-wrong' });
  await t.rejects(tries.count(known('phone'), wrong), { code: 'locked-out' });
});
