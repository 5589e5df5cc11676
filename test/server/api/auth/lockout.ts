import t from 'tap';
import { Lockout } from '../../../../src/server/api/auth/lockout.js';

const rules = { free: 3, firstLockMs: 1000, longestLockMs: 10_000, forgetMs: 60_000, capacity: 4 };

t.test('the first failures are free, then every further one locks twice as long', async (t) => {
  const lockout = new Lockout(rules);
  const waits = Array.from({ length: 7 }, () => {
    lockout.fail(['mina'], 0);
    return lockout.wait(['mina'], 0);
  });
  t.strictSame(waits, [0, 0, 1000, 2000, 4000, 8000, 10_000]);
});

t.test('a lock passes with time', async (t) => {
  const lockout = new Lockout(rules);
  for (let failure = 0; failure < 3; failure += 1) lockout.fail(['mina'], 0);
  t.equal(lockout.wait(['mina'], 400), 600);
  t.equal(lockout.wait(['mina'], 1000), 0);
});

t.test('the longest lock of several keys counts', async (t) => {
  const lockout = new Lockout(rules);
  for (let failure = 0; failure < 3; failure += 1) lockout.fail(['address'], 0);
  t.equal(lockout.wait(['mina', 'address'], 0), 1000);
  t.equal(lockout.wait(['mina'], 0), 0);
});

t.test('proving oneself clears an account; an address gets only that one try back', async (t) => {
  const lockout = new Lockout(rules);
  for (let failure = 0; failure < 3; failure += 1) lockout.fail(['mina', 'address'], 0);
  lockout.clear('mina');
  lockout.forgive('address');
  lockout.forgive('unheard of');
  t.equal(lockout.wait(['mina', 'address'], 0), 0);
  lockout.fail(['mina', 'address'], 0);
  t.equal(lockout.wait(['mina'], 0), 0);
  t.equal(lockout.wait(['address'], 0), 1000);
});

t.test('failures are forgotten after a quiet time', async (t) => {
  const lockout = new Lockout(rules);
  for (let failure = 0; failure < 3; failure += 1) lockout.fail(['mina'], 0);
  lockout.fail(['mina'], 60_000);
  t.equal(lockout.wait(['mina'], 60_000), 0);
});

t.test('the memory is bounded: who failed longest ago is forgotten', async (t) => {
  const lockout = new Lockout(rules);
  for (let failure = 0; failure < 3; failure += 1) lockout.fail(['first'], 0);
  lockout.fail(['a', 'b', 'c', 'd'], 0);
  t.equal(lockout.wait(['first'], 0), 0);
});
