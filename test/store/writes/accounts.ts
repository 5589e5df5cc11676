import t from 'tap';
import { accountReads } from '../../../src/store/reads/accounts.js';
import { openTestWriter } from '../../support/store.js';

function office(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  const reads = accountReads(writer.db, () => writer.clock.now());
  const owner = writer.run('registerFirstOwner', { name: 'Ada', passwordHash: 'h1' });
  const invite = (
    codeHash: string,
    role: 'owner' | 'member' = 'member',
    expiresAt = writer.clock.now() + 1000,
  ) => writer.run('createInvitation', { codeHash, role, createdBy: owner.id, expiresAt });
  const join = (name: string, codeHash: string) =>
    writer.run('registerInvited', { name, passwordHash: 'h2', codeHash });
  return { ...writer, ...reads, owner, invite, join };
}

t.test('the first owner registers once', (t) => {
  const { run, owner, users, user, userByName, clock } = office(t);
  const mine = { id: 1, name: 'Ada', role: 'owner', passwordHash: 'h1', createdAt: clock.now() };
  t.strictSame(owner, { ...mine, guest: null });
  t.throws(() => run('registerFirstOwner', { name: 'Eve', passwordHash: 'x' }), { code: 'already-set-up' });
  t.strictSame(users(), [owner]);
  t.strictSame(user(1), owner);
  t.strictSame(userByName('aDA'), owner);
  t.equal(userByName('Eve'), null);
  t.equal(user(2), null);
  t.end();
});

t.test('an invitation lets one person in, in time', async (t) => {
  const { invite, join, invitations, clock, users, run, owner } = office(t);
  const invitation = invite('c1');
  t.match(invitation, { id: 1, role: 'member', createdBy: owner.id });
  t.strictSame(invitations(), [invitation]);
  t.throws(() => join('ada', 'c1'), { code: 'name-taken' });
  t.strictSame(invitations(), [invitation], 'a failed try does not use it up');
  t.match(join('Bea', 'c1'), { name: 'Bea', role: 'member' });
  t.throws(() => join('Cid', 'c1'), { code: 'invitation-invalid' });
  t.throws(() => join('Cid', 'guess'), { code: 'invitation-invalid' });
  invite('c2');
  run('revokeInvitation', 2);
  t.throws(() => join('Cid', 'c2'), { code: 'invitation-invalid' });
  invite('c3');
  await clock.advance(1000);
  t.strictSame(invitations(), []);
  t.throws(() => join('Cid', 'c3'), { code: 'invitation-invalid' });
  t.equal(users().length, 2);
  t.throws(() => run('createInvitation', { codeHash: 'c4', role: 'member', createdBy: 99, expiresAt: 1 }), {
    code: 'user-unknown',
  });
});

t.test('a new password ends the other sessions', (t) => {
  const { run, owner, user, sessions, clock } = office(t);
  const device = (refreshHash: string) =>
    run('createSession', { userId: owner.id, refreshHash, device: 'phone', expiresAt: clock.now() + 1000 });
  const kept = device('r1');
  device('r2');
  run('setPassword', owner.id, 'h9', kept.id);
  t.equal(user(owner.id)?.passwordHash, 'h9');
  t.strictSame(sessions(owner.id), [kept]);
  run('setPassword', owner.id, 'h10', null);
  t.strictSame(sessions(owner.id), []);
  t.throws(() => run('setPassword', 99, 'x', null), { code: 'user-unknown' });
  t.end();
});

t.test('the last owner stays', (t) => {
  const { run, owner, invite, join, users, session, clock } = office(t);
  invite('c1');
  const member = join('Bea', 'c1');
  const signIn = { userId: member.id, refreshHash: 'r', device: 'phone', expiresAt: clock.now() + 1 };
  const { id } = run('createSession', signIn);
  run('removeUser', member.id);
  t.equal(session(id), null, 'sessions go with their user');
  t.throws(() => run('removeUser', owner.id), { code: 'last-owner' });
  invite('c2', 'owner');
  const second = join('Cid', 'c2');
  run('removeUser', owner.id);
  t.strictSame(users(), [second]);
  t.throws(() => run('removeUser', owner.id), { code: 'user-unknown' });
  t.end();
});

t.test('settings are set, changed and forgotten', (t) => {
  const { run, setting } = office(t);
  t.equal(setting('a'), null);
  run('setSetting', 'a', '1');
  run('setSetting', 'a', '2');
  t.equal(setting('a'), '2');
  run('setSetting', 'a', null);
  t.equal(setting('a'), null);
  t.end();
});
