import t from 'tap';
import { plainEndpoints, startApi } from '../../../support/api/hub.js';

const { app, store, clock, signedIn, photo } = await startApi(t);
const owner = await signedIn('owner');

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
  headers: Record<string, string> = owner.headers,
) {
  const response = await app.inject({ method, url, headers, ...(payload && { payload }) });
  return response.body === '' ? response.statusCode : response.json();
}

const join = (username: string, code: string) =>
  call('POST', '/register', { username, password: 'a long password', code }, {});

t.test('an invitation brings in one person, in its role', async (t) => {
  const invitation = await call('POST', '/invitations', {});
  t.match(invitation, { role: 'member', expiresAt: clock.now() + 86_400_000, code: /^....-....-....$/ });
  t.match(await call('GET', '/invitations'), { invitations: [{ id: invitation.id, role: 'member' }] });
  t.match(await join('Jun', invitation.code), { user: { username: 'Jun', role: 'member' } });
  t.match(await join('Ari', invitation.code), { status: 403, code: 'invitation-invalid' });
  t.strictSame(await call('GET', '/invitations'), { invitations: [] });
});

t.test('an invitation may make an owner, and lasts as long as it says', async (t) => {
  const { code } = await call('POST', '/invitations', { role: 'owner', validSeconds: 60 });
  t.match(await join('Sora', code), { user: { role: 'owner' } });
  const late = await call('POST', '/invitations', { validSeconds: 60 });
  await clock.advance(60_000);
  t.match(await join('Late', late.code), { code: 'invitation-invalid' });
  t.match(await call('POST', '/invitations', { validSeconds: 5 }), { code: 'request-invalid' });
});

t.test('an invitation can be taken back', async (t) => {
  const { id, code } = await call('POST', '/invitations', {});
  t.equal(await call('DELETE', `/invitations/${id}`), 204);
  t.match(await join('Eve', code), { code: 'invitation-invalid' });
});

t.test('the people of the home, without their secrets', async (t) => {
  const { users } = await call('GET', '/users');
  t.match(users, [
    { username: 'Mina', role: 'owner' },
    { username: 'Jun', role: 'member' },
    { username: 'Sora', role: 'owner' },
  ]);
  t.notMatch(JSON.stringify(users), /argon2/);
});

t.test('people can be removed, the last owner cannot', async (t) => {
  const { users } = await call('GET', '/users');
  const idOf = (name: string) => users.find(({ username }: { username: string }) => username === name).id;
  t.equal(await call('DELETE', `/users/${idOf('Jun')}`), 204);
  t.match(await call('DELETE', `/users/${idOf('Jun')}`), { status: 404, code: 'user-unknown' });
  t.equal(await call('DELETE', `/users/${idOf('Sora')}`), 204);
  t.match(await call('DELETE', `/users/${idOf('Mina')}`), { status: 409, code: 'last-owner' });
  t.equal(store.users().length, 1);
});

t.test('a guest is invited to chosen cameras, until a date', async (t) => {
  await photo({ camera: 'porch' });
  await photo({ camera: 'hall' });
  const until = clock.now() + 3_600_000;
  const rights = { cameras: ['porch'], until };
  const invitation = await call('POST', '/invitations', { role: 'guest', guest: rights });
  t.match(invitation, { role: 'guest', guest: rights });
  t.match(await call('GET', '/invitations'), { invitations: [{ role: 'guest', guest: rights }] });
  t.match(await join('mina', invitation.code), { code: 'name-taken' });
  const { user, refresh_token } = await join('Visitor', invitation.code);
  t.match(user, { username: 'Visitor', role: 'guest', guest: rights });
  t.match(await join('Another', invitation.code), { code: 'invitation-invalid' });
  t.match(await call('GET', '/users'), { users: [{ guest: null }, { username: 'Visitor', guest: rights }] });
  const refreshed = await call('POST', '/token/refresh', { refresh_token }, {});
  t.match(refreshed.user, { username: 'Visitor', role: 'guest' });

  const signIn = (password: string) => call('POST', '/token', { username: 'visitor', password }, {});
  t.match(await signIn('a long password'), { user: { role: 'guest' } });
  await clock.advance(3_600_000);
  t.match(await call('POST', '/token/refresh', { refresh_token: refreshed.refresh_token }, {}), {
    code: 'refresh-invalid',
  });
  t.match(await signIn('a long password'), { status: 403, code: 'guest-over' });
  t.match(await signIn('another password'), { code: 'credentials-wrong' }, 'who guesses learns nothing');
});

t.test('what makes no guest', async (t) => {
  const until = clock.now() + 3_600_000;
  const { headers } = await signedIn('owner');
  const invite = (body: object) => call('POST', '/invitations', body, headers);
  t.match(await invite({ role: 'guest' }), { code: 'request-invalid' });
  t.match(await invite({ role: 'member', guest: { cameras: ['porch'], until } }), {
    code: 'request-invalid',
  });
  t.match(await invite({ role: 'guest', guest: { cameras: ['porch'], until: clock.now() } }), {
    code: 'request-invalid',
  });
  t.match(await invite({ role: 'guest', guest: { cameras: ['attic'], until } }), { code: 'camera-unknown' });
  const { id, code } = await invite({ role: 'guest', guest: { cameras: ['porch'], until } });
  t.equal(await call('DELETE', `/invitations/${id}`, undefined, headers), 204);
  t.match(await join('Eve', code), { code: 'invitation-invalid' });
  const late = await invite({
    role: 'guest',
    guest: { cameras: ['porch'], until: clock.now() + 1000 },
    validSeconds: 60,
  });
  await clock.advance(1000);
  t.match(await join('Eve', late.code), { code: 'invitation-invalid' }, 'over before it began');
});

t.test('what is scanned first leads to trust and carries no code; what is sent fills it in', async (t) => {
  const firstAddress = () => 'http://192.0.2.7:8080';
  const { app, signedIn } = await startApi(t, {}, { endpoints: { ...plainEndpoints, firstAddress } });
  const { headers } = await signedIn('owner');
  const made = (await app.inject({ method: 'POST', url: '/invitations', headers, payload: {} })).json();
  t.equal(made.scan, 'http://192.0.2.7:8080/#/join');
  t.equal(made.url, `https://hub.test:8443/#/join?code=${made.code}`);
  const known = await call('POST', '/invitations', {});
  t.equal(known.scan, known.url, 'where no phone has to learn to trust the hub');
});
