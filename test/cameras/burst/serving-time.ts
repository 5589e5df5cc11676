import t from 'tap';
import { BEAT_MS, lookAt, STALLED_AFTER_MS } from '../../../src/cameras/burst/serving-time.js';

const idle = { failing: false, storingSince: null };

t.test('time counts while the hub serves, and stands still while it does not', async (t) => {
  const time = { servedMs: 500, at: 10_000 };
  const look = (passed: number, more = {}) => lookAt(time, { ...idle, now: 10_000 + passed, ...more });
  t.strictSame(look(BEAT_MS), {
    time: { servedMs: 500 + BEAT_MS, at: 10_000 + BEAT_MS },
    interrupted: false,
  });
  t.strictSame(look(25_000), { time: { servedMs: 500, at: 35_000 }, interrupted: true }, 'it stood still');
  t.equal(look(STALLED_AFTER_MS).interrupted, false, 'a look may be a little late');
  t.match(look(BEAT_MS, { failing: true }), { time: { servedMs: 500 }, interrupted: true });
  t.match(look(BEAT_MS, { storingSince: 10_000 }), { time: { servedMs: 500 }, interrupted: true });
  t.equal(look(BEAT_MS, { storingSince: 10_900 }).interrupted, false, 'a write takes its time');
});
