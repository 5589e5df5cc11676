import t from 'tap';
import type { SyncObject, Upload } from '../../../src/store/outbox.js';
import { accountReads } from '../../../src/store/reads/accounts.js';
import { FIRST_GUEST_ID } from '../../../src/store/reads/guests.js';
import { syncReads } from '../../../src/store/reads/sync.js';
import { KEY, openTestWriter } from '../../support/store.js';

const HOUR = 3_600_000;

function household(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  const { run, clock, db } = writer;
  for (const id of ['porch', 'hall']) run('addCamera', id, id, KEY);
  const owner = run('registerFirstOwner', { name: 'Ada', passwordHash: 'h1' });
  const until = clock.now() + 24 * HOUR;
  const invite = (codeHash: string, cameras = ['porch']) =>
    run('createInvitation', {
      codeHash,
      role: 'guest',
      guest: { cameras, until },
      createdBy: owner.id,
      expiresAt: clock.now() + HOUR,
    });
  const join = (name: string, codeHash: string) =>
    run('registerInvited', { name, passwordHash: 'h2', codeHash });
  const signIn = (userId: number, refreshHash: string) =>
    run('createSession', { userId, refreshHash, device: 'phone', expiresAt: clock.now() + HOUR });
  return { ...writer, ...accountReads(db, () => clock.now()), owner, until, invite, join, signIn };
}

t.test('a program that knows no guests finds neither them nor their sessions nor invitations', (t) => {
  const { db, invite, join, signIn, run } = household(t);
  invite('c1');
  invite('c2');
  const guest = join('Gil', 'c1');
  const session = signIn(guest.id, 'r1');
  run('rotateRefresh', { presented: 'r1', next: 'r2', expiresAt: 1 });
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  t.strictSame(['user', 'session', 'spent_refresh', 'invitation'].map(count), [1, 0, 0, 0]);
  for (const id of [guest.id, session.id]) t.ok(id >= FIRST_GUEST_ID, 'an id tells whose it is');
  t.end();
});

t.test('guests, their sessions and invitations are read as those of the home', (t) => {
  const { invite, join, signIn, owner, until, ...reads } = household(t);
  const { run, clock } = reads;
  const rights = { cameras: ['porch'], until };
  const invitation = invite('c1');
  t.match(invitation, { role: 'guest', createdBy: owner.id, guest: rights });
  t.strictSame(reads.invitations(), [invitation]);
  const guest = join('Gil', 'c1');
  t.match(guest, { name: 'Gil', role: 'guest', guest: rights });
  t.strictSame(reads.users(), [owner, guest]);
  t.strictSame(reads.user(guest.id), guest);
  t.strictSame(reads.userByName('GIL'), guest);
  t.equal(reads.user(guest.id + 1), null);
  const session = signIn(guest.id, 'r1');
  t.strictSame(reads.session(session.id), session);
  t.strictSame(reads.sessionOfToken('r1'), { session, isSpent: false });
  t.match(run('rotateRefresh', { presented: 'r1', next: 'r2', expiresAt: clock.now() + HOUR }), {
    outcome: 'rotated',
    session: { id: session.id, userId: guest.id, refreshHash: 'r2' },
  });
  t.match(reads.sessionOfToken('r1'), { isSpent: true });
  t.strictSame(run('rotateRefresh', { presented: 'r1', next: 'x', expiresAt: 1 }), { outcome: 'reused' });
  t.strictSame(reads.sessions(guest.id), []);
  const kept = signIn(guest.id, 'r3');
  signIn(guest.id, 'r4');
  run('setPassword', guest.id, 'h9', kept.id);
  t.match(reads.sessions(guest.id), [{ id: kept.id }]);
  t.equal(reads.user(guest.id)?.passwordHash, 'h9');
  run('revokeSession', kept.id);
  t.strictSame(reads.sessions(guest.id), []);
  const held = {
    userId: guest.id,
    refreshHash: 'r6',
    device: 'phone',
    address: null,
    createdAt: 1,
    lastUsedAt: 1,
  };
  const rowId = run('storeSession', {
    ...held,
    id: null,
    spent: ['r5'],
    expiresAt: clock.now() + HOUR,
    revokedAt: null,
  });
  t.match(reads.sessionOfToken('r5'), { session: { id: rowId }, isSpent: true });
  run('removeUser', guest.id);
  t.strictSame(reads.users(), [owner]);
  t.equal(reads.session(rowId as number), null);
  t.throws(() => signIn(guest.id, 'r7'), { code: 'user-unknown' });
  invite('c2');
  t.ok(join('Hal', 'c2').id > guest.id, 'no id is given twice');
  t.end();
});

t.test('a camera that was removed is out of sight for good, also when its name comes back', (t) => {
  const { run, invite, join, user } = household(t);
  invite('c1', ['porch', 'hall', 'hall']);
  const { id } = join('Gil', 'c1');
  const seen = () => user(id)?.guest?.cameras;
  t.strictSame(seen(), ['hall', 'porch']);
  run('removeCamera', 'porch');
  run('addCamera', 'porch', 'Another porch', KEY);
  t.strictSame(seen(), ['hall']);
  run('changeGuest', id, { cameras: ['porch'], until: 7 });
  t.strictSame(user(id)?.guest, { cameras: ['porch'], until: 7 });
  t.throws(() => run('changeGuest', id, { cameras: ['attic'], until: 9 }), { code: 'camera-unknown' });
  t.strictSame(user(id)?.guest, { cameras: ['porch'], until: 7 }, 'all or nothing');
  t.throws(() => run('changeGuest', 1, { cameras: [], until: 9 }), { code: 'user-unknown' });
  t.end();
});

t.test('guests whose time was over long ago are forgotten', (t) => {
  const { run, invite, join, until, users, owner, signIn } = household(t);
  invite('c1');
  invite('c2');
  const guest = join('Gil', 'c1');
  signIn(guest.id, 'r1');
  run('trimRecords', until, 100);
  t.strictSame(users(), [owner, guest], 'only what is used up goes');
  t.equal(run('trimRecords', until + 1, 100).rows, 1);
  t.strictSame(users(), [owner]);
  t.end();
});

t.test('a bucket brings guests back to whoever knows what they are, and to nobody else as members', (t) => {
  const { db, clock, invite, join, signIn, owner } = household(t);
  invite('c1', ['porch', 'hall']);
  invite('c2');
  const guest = join('Gil', 'c1');
  signIn(guest.id, 'r1');
  const { homeUpload, syncObject } = syncReads(db, { cameraKey: () => KEY, streamSource: () => null });
  const home = syncObject(homeUpload() as Upload) as SyncObject;
  t.strictSame(
    home.rows['user']?.map(({ name }) => name),
    ['Ada'],
    'all that a program of before knows',
  );
  const empty = openTestWriter(t);
  const object = { key: 'house', md5: 'm', bytes: 1 };
  t.equal(empty.run('importObject', home, object, { keys: { porch: KEY, hall: KEY }, sources: {} }), 'taken');
  const { users, sessions, invitations } = accountReads(empty.db, () => clock.now());
  t.strictSame(users(), [owner, guest]);
  t.strictSame([sessions(guest.id), invitations()], [[], []], 'nobody is signed in, and nobody invited');
  t.end();
});
