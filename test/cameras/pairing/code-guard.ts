import t from 'tap';
import { CodeGuard, MAX_WRONG_CODES } from '../../../src/cameras/pairing/code-guard.js';
import { ManualClock } from '../../support/manual-clock.js';

t.test('each wrong code doubles the pause, the fifth locks for a minute', async (t) => {
  const clock = new ManualClock();
  const guard = new CodeGuard(clock);
  const pauses = [];
  for (let wrong = 0; wrong < MAX_WRONG_CODES; wrong += 1) {
    t.notOk(guard.locked);
    pauses.push(guard.pauseMs);
    guard.wrong();
  }
  t.same(pauses, [0, 1000, 2000, 4000, 8000]);
  t.ok(guard.locked);
  await clock.advance(59_999);
  t.ok(guard.locked);
  await clock.advance(1);
  t.notOk(guard.locked);
  t.equal(guard.pauseMs, 0);
});

t.test('a right code makes up for the wrong ones', async (t) => {
  const guard = new CodeGuard(new ManualClock());
  guard.wrong();
  guard.right();
  t.equal(guard.pauseMs, 0);
});
