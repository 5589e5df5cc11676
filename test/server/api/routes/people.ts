import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const { app, store, clock, signedIn } = await startApi(t);
const owner = await signedIn('owner');

async function call(
  method: 'GET' | 'POST' | 'DELETE',
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
  t.match(invitation, { role: 'member', expiresAt: clock.now() + 900_000, code: /^....-....-....$/ });
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
