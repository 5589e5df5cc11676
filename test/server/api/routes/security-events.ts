import t from 'tap';
import type { SecurityEventList } from '../../../../src/server/api/schemas/security.js';
import { startApi } from '../../../support/api/hub.js';

const { app, store, clock, signedIn } = await startApi(t);
const owner = await signedIn('owner');
const member = await signedIn('member');

const post = (url: string, payload: object, headers = {}) =>
  app.inject({ method: 'POST', url, payload, headers });

/** The names and what they are about, oldest first. */
async function events() {
  const answer = await app.inject({ url: '/security-events', headers: owner.headers });
  return (answer.json() as SecurityEventList).events
    .reverse()
    .map(({ name, person, camera }) => [name, person ?? camera]);
}

t.test('security events are there for owners to read', async (t) => {
  const invitation = (await post('/invitations', {}, owner.headers)).json();
  await post('/register', { username: 'Sora', password: 'the first password', code: 'WRONG' });
  await post('/register', { username: 'Sora', password: 'the first password', code: invitation.code });
  await post('/token', { username: 'sora', password: 'not the password' });
  await post('/token', { username: 'my own password by mistake', password: 'x' });
  const { access_token, refresh_token } = (
    await post('/token', { username: 'sora', password: 'the first password' })
  ).json();
  const headers = { authorization: `Bearer ${access_token}` };
  const change = { current: 'the first password', next: 'the second password' };
  await app.inject({ method: 'PUT', url: '/me/password', headers, payload: change });
  await post('/token/refresh', { refresh_token });
  await post('/token/refresh', { refresh_token });
  await post('/cameras', { id: 'porch', name: 'Porch' }, owner.headers);
  await post('/cameras/porch/key', {}, owner.headers);
  await app.inject({ method: 'DELETE', url: '/cameras/porch', headers: owner.headers });
  const sora = store.userByName('Sora')?.id;
  await app.inject({ method: 'DELETE', url: `/users/${sora}`, headers: owner.headers });
  await post('/logout', {}, member.headers);
  await clock.advance(0);
  t.strictSame(await events(), [
    ['invitation-made', 'Mina'],
    ['registration-failed', null],
    ['person-joined', 'Sora'],
    ['sign-in-failed', 'Sora'],
    ['sign-in-failed', null],
    ['session-begun', 'Sora'],
    ['password-changed', 'Sora'],
    ['token-reused', null],
    ['camera-added', 'Mina'],
    ['camera-key-changed', 'Mina'],
    ['camera-removed', 'Mina'],
    ['person-removed', 'Mina'],
    ['session-ended', member.user.name],
  ]);
  const [removed] = store.securityEvents(
    1,
    store.securityEvents(10).find(({ name }) => name === 'person-removed')?.id,
  );
  t.match(removed, { name: 'camera-removed', camera: 'porch', person: 'Mina', address: '127.0.0.1' });
});

t.test('a lock-out is seen', async (t) => {
  for (let guess = 0; guess < 8; guess += 1)
    await post('/token', { username: 'mina', password: `guess ${guess}` });
  await clock.advance(60_000);
  const locked = store.securityEvents(20).filter(({ name }) => name === 'locked-out');
  t.ok(locked.length > 0);
  t.equal(locked[0]?.person, 'Mina');
});

t.test('members do not read it', async (t) => {
  const { headers } = await signedIn('member');
  t.match((await app.inject({ url: '/security-events', headers })).json(), {
    status: 403,
    code: 'owner-only',
  });
});
