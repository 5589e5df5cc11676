import t from 'tap';
import { Turnstile } from '../../../src/cameras/mqtt/turnstile.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

function semaphoreOf(places: number) {
  const clock = new ManualClock();
  const turnstile = new Turnstile({ places, acquireTimeoutMs: 2000, clock });
  const ends: (() => void)[] = [];
  const passed: (boolean | null)[] = [];
  const come = () => {
    const at = passed.push(null) - 1;
    const work = () => new Promise<void>((resolve) => ends.push(resolve));
    void turnstile.pass(work).then((through) => {
      passed[at] = through;
    });
  };
  return { clock, ends, passed, come };
}

t.test('as many as there are places work at once, and the next goes in when one is done', async (t) => {
  const s = semaphoreOf(2);
  for (let at = 0; at < 4; at += 1) s.come();
  await settled();
  t.strictSame(s.passed, [true, true, null, null]);
  s.ends.shift()?.();
  await settled();
  t.strictSame(s.passed, [true, true, true, null], 'the one that waits longest');
  for (const end of s.ends.splice(0)) end();
  await settled();
  t.strictSame(s.passed, [true, true, true, true]);
  t.equal(s.clock.pending, 0);
});

t.test('who waited too long is sent away without having been started', async (t) => {
  const s = semaphoreOf(1);
  s.come();
  s.come();
  await s.clock.advance(1999);
  t.strictSame(s.passed, [true, null]);
  await s.clock.advance(1);
  t.strictSame(s.passed, [true, false]);
  t.equal(s.ends.length, 1);
  s.ends[0]?.();
  await settled();
  s.come();
  await settled();
  t.strictSame(s.passed, [true, false, true], 'the place is free again');
});
