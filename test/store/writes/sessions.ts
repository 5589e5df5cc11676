import t from 'tap';
import { accountReads } from '../../../src/store/reads/accounts.js';
import { openTestWriter } from '../../support/store.js';

const HOUR = 3_600_000;

function signedIn(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  const { run, clock, db } = writer;
  const user = run('registerFirstOwner', { name: 'Ada', passwordHash: 'h' });
  const expiresAt = clock.now() + HOUR;
  const session = run('createSession', { userId: user.id, refreshHash: 'r1', device: 'phone', expiresAt });
  const rotate = (presented: string, next: string) =>
    run('rotateRefresh', { presented, next, expiresAt: clock.now() + HOUR });
  const { session: sessionById, sessions } = accountReads(db, () => clock.now());
  return { ...writer, sessionById, sessions, user, session, rotate };
}

t.test('a refresh token is good for one use', async (t) => {
  const { rotate, session, clock, user, sessions } = signedIn(t);
  await clock.advance(1000);
  const outcome = rotate('r1', 'r2');
  const rotated = { ...session, refreshHash: 'r2', lastUsedAt: clock.now(), expiresAt: clock.now() + HOUR };
  t.strictSame(outcome, { outcome: 'rotated', session: rotated });
  t.match(rotate('r2', 'r3'), { outcome: 'rotated' });
  t.match(sessions(user.id), [{ id: session.id, refreshHash: 'r3' }]);
});

t.test('a token that is used twice ends the session for both who had it', (t) => {
  const { rotate, session, user, sessions, clock, sessionById } = signedIn(t);
  rotate('r1', 'r2');
  rotate('r2', 'r3');
  t.strictSame(rotate('r1', 'thief'), { outcome: 'reused' });
  t.strictSame(rotate('r3', 'r4'), { outcome: 'revoked' });
  t.strictSame(rotate('r2', 'r4'), { outcome: 'revoked' });
  t.strictSame(rotate('thief', 'r4'), { outcome: 'unknown' });
  t.strictSame(sessions(user.id), []);
  t.equal(sessionById(session.id)?.revokedAt, clock.now());
  t.end();
});

t.test('an expired token is only expired', async (t) => {
  const { rotate, clock, user, sessions, db } = signedIn(t);
  rotate('r1', 'r2');
  await clock.advance(HOUR / 2);
  rotate('r2', 'r3');
  await clock.advance(HOUR / 2);
  rotate('r3', 'r4');
  t.strictSame(
    db.prepare('SELECT hash FROM spent_refresh').pluck().all(),
    ['r3'],
    'r1 and r2 have run out by themselves',
  );
  await clock.advance(HOUR);
  t.strictSame(rotate('r4', 'r5'), { outcome: 'expired' });
  t.strictSame(sessions(user.id), []);
});

t.test('signing out ends a session', (t) => {
  const { run, rotate, session, user, sessions } = signedIn(t);
  run('revokeSession', session.id);
  run('revokeSession', session.id);
  run('revokeSession', 99);
  t.strictSame(sessions(user.id), []);
  t.strictSame(rotate('r1', 'r2'), { outcome: 'revoked' });
  const nobody = { userId: 99, refreshHash: 'x', device: 'phone', expiresAt: 1 };
  t.throws(() => run('createSession', nobody), { code: 'user-unknown' });
  t.end();
});

t.test(
  'a session that is held in memory is not stored for someone who has gone, or once it is no more',
  (t) => {
    const { run, session, user, sessions, db } = signedIn(t);
    const held = { ...session, refreshHash: 'r2', spent: ['r1'] };
    t.equal(run('storeSession', held), session.id);
    t.match(sessions(user.id), [{ refreshHash: 'r2' }]);
    t.equal(run('storeSession', { ...held, userId: 99 }), null);
    db.prepare('DELETE FROM session').run();
    t.equal(run('storeSession', held), null, 'the row was removed with its device');
    t.strictSame(sessions(user.id), []);
    t.end();
  },
);
