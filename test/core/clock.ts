import t from 'tap';
import { repeatEvery } from '../../src/core/clock.js';
import { ManualClock } from '../support/manual-clock.js';

t.test('work is done again and again, also after it failed, until it is ended', async (t) => {
  const clock = new ManualClock();
  const failures: unknown[] = [];
  let rounds = 0;
  const end = repeatEvery(
    clock,
    1000,
    () => {
      rounds += 1;
      if (rounds === 2) throw new Error('not this time');
    },
    (error) => failures.push(error),
  );
  await clock.advance(999);
  t.equal(rounds, 0);
  await clock.advance(2001);
  t.equal(rounds, 3);
  t.match(failures, [{ message: 'not this time' }]);
  end();
  await clock.advance(5000);
  t.equal(rounds, 3);
});
