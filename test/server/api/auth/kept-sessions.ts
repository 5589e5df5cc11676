import t, { type Test } from 'tap';
import { Fault } from '../../../../src/core/errors.js';
import { createLog } from '../../../../src/core/log.js';
import { KeptSessions } from '../../../../src/server/api/auth/kept-sessions.js';
import { settled } from '../../../support/manual-clock.js';
import { openTestStore } from '../../../support/store.js';

const full = new Fault('storage-full', 'the disk is full', 'make room');
const readOnly = new Fault('storage-failed', 'the disk is read-only', 'mend it');

/** A store over a disk that takes writes of sessions or not, as the test says. */
async function openDisk(t: Test) {
  const { store, clock } = await openTestStore(t);
  const { id: userId } = await store.registerFirstOwner({ name: 'mina', passwordHash: 'hash' });
  const disk: { fault: Error | null } = { fault: null };
  const guarded = <A extends unknown[], R>(write: (...args: A) => Promise<R>) => {
    return async (...args: A) => {
      if (disk.fault) throw disk.fault;
      return write(...args);
    };
  };
  const below = {
    ...store,
    createSession: guarded(store.createSession),
    rotateRefresh: guarded(store.rotateRefresh),
    revokeSession: guarded(store.revokeSession),
    storeSession: guarded(store.storeSession),
  };
  const sessions = new KeptSessions(below, clock, createLog('silent'));
  t.teardown(() => sessions.close());
  const expiresAt = clock.now() + 1_000_000_000;
  const begin = (refreshHash: string) =>
    sessions.createSession({ userId, refreshHash, device: 'phone', expiresAt });
  const trade = (presented: string, next: string) => sessions.rotateRefresh({ presented, next, expiresAt });
  return { store, clock, sessions, disk, userId, begin, trade };
}

for (const [name, fault] of [
  ['full', full],
  ['read-only', readOnly],
] as const)
  t.test(`a ${name} disk: sign in, refresh, sign out; written when it takes it again`, async (t) => {
    const { store, clock, sessions, disk, userId, begin, trade } = await openDisk(t);
    const before = await begin('a0');
    disk.fault = fault;
    const held = await begin('b0');
    t.ok(sessions.session(held.id), 'signed in');
    t.match(await trade('a0', 'a1'), { outcome: 'rotated', session: { id: before.id, refreshHash: 'a1' } });
    t.match(await trade('a1', 'a2'), { outcome: 'rotated' });
    t.match(await trade('b0', 'b1'), { outcome: 'rotated', session: { id: held.id } });
    t.strictSame(
      sessions
        .sessions(userId)
        .map(({ id }) => id)
        .sort(),
      [before.id, held.id].sort(),
    );
    t.equal(sessions.size, 2);
    await clock.advance(30_000);
    t.equal(sessions.size, 2, 'the disk takes nothing yet');

    disk.fault = null;
    await clock.advance(30_000);
    await settled();
    t.equal(sessions.size, 0);
    t.match(store.sessions(userId), [{ refreshHash: 'b1' }, { id: before.id, refreshHash: 'a2' }]);
    const stored = sessions.session(held.id);
    t.match(stored, { refreshHash: 'b1', revokedAt: null }, 'an access token of before is still good');
    t.match(await trade('a0', 'x'), { outcome: 'reused' }, 'a token that was traded meanwhile is known');
    await sessions.revokeSession(held.id);
    t.ok(store.session(stored?.id ?? 0)?.revokedAt, 'signed out in the database');
  });

t.test('a stolen token ends a session that is held in memory', async (t) => {
  const { sessions, disk, begin, trade } = await openDisk(t);
  const first = await begin('a0');
  await begin('c0');
  await trade('c0', 'c1');
  disk.fault = full;
  await trade('a0', 'a1');
  t.match(await trade('a0', 'z'), { outcome: 'reused' });
  t.match(await trade('a0', 'z'), { outcome: 'revoked' });
  t.match(await trade('a1', 'z'), { outcome: 'revoked' });
  t.ok(sessions.session(first.id)?.revokedAt);
  t.match(await trade('c0', 'z'), { outcome: 'reused' }, 'traded before the disk was full');
  t.match(await trade('never', 'z'), { outcome: 'unknown' });
});

t.test('signing out, a changed password and time end what is held', async (t) => {
  const { store, clock, sessions, disk, userId, begin, trade } = await openDisk(t);
  const stored = await begin('a0');
  const ended = await begin('e0');
  disk.fault = readOnly;
  await sessions.revokeSession(stored.id);
  t.ok(sessions.session(stored.id)?.revokedAt);
  await sessions.revokeSession(12_345);
  const held = await begin('b0');
  await sessions.revokeSession(held.id);
  t.match(await trade('b0', 'b1'), { outcome: 'revoked' });
  await trade('e0', 'e1');
  await store.revokeSession(ended.id);
  t.match(await trade('e1', 'e2'), { outcome: 'revoked' }, 'by the command line');
  const late = await begin('d0');
  await clock.leap(1_000_000_001);
  t.match(await trade('d0', 'd1'), { outcome: 'expired' });
  t.ok(sessions.session(late.id));
  const fresh = await begin('f0');
  await store.setPassword(userId, 'another hash', null);
  t.ok(sessions.session(fresh.id)?.revokedAt);
  t.strictSame(sessions.sessions(userId), []);
  disk.fault = null;
  await sessions.close();
  t.equal(sessions.size, 0);
  t.ok(store.session(stored.id)?.revokedAt, 'what was ended in memory is ended in the database');
});

t.test('another failure is not hidden, and memory is bounded', async (t) => {
  const { store, sessions, disk, userId, begin, trade } = await openDisk(t);
  disk.fault = new Fault('database-damaged', 'the database is damaged', 'restore');
  await t.rejects(begin('a0'), { code: 'database-damaged' });
  disk.fault = new Error('a mistake');
  await t.rejects(begin('a0'), { message: 'a mistake' });
  disk.fault = full;
  for (let i = 0; i < 64; i++) await begin(`b${i}`);
  await t.rejects(begin('one too many'), { code: 'storage-full' });
  for (let i = 0; i < 1_005; i++) await trade(i === 0 ? 'b0' : `t${i}`, `t${i + 1}`);
  t.match(await trade('b0', 'z'), { outcome: 'unknown' }, 'the oldest are forgotten');
  disk.fault = null;
  await sessions.close();
  t.equal(sessions.size, 0);
  t.equal(store.sessions(userId).length, 64);
});

t.test('an app that signs in at each start on a full disk keeps its place in memory', async (t) => {
  const { sessions, disk, userId } = await openDisk(t);
  disk.fault = full;
  let replaces: number[] = [];
  for (let start = 0; start < 100; start += 1) {
    const sent = { userId, refreshHash: `r${start}`, device: 'app', expiresAt: 2e15, address: '10.0.0.1' };
    const { id } = await sessions.createSession({ ...sent, replaces });
    replaces = [id];
  }
  t.match(sessions.sessions(userId), [{ refreshHash: 'r99', address: '10.0.0.1' }]);
  t.equal(sessions.size, 1);
});
