import t from 'tap';
import { createLog } from '../../../src/core/log.js';
import { watchClock } from '../../../src/services/schedule/clock-watch.js';
import { ManualClock } from '../../support/manual-clock.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function house(remembered: string | null = null) {
  const kept = { value: remembered };
  const store = {
    setting: () => kept.value,
    setSetting: async (_key: string, value: string | null) => {
      kept.value = value;
    },
  };
  const manual = new ManualClock(Date.parse('2026-11-23T08:00Z'));
  const wall = { jump: 0 };
  const clock = {
    now: () => manual.now() + wall.jump,
    monotonic: () => manual.monotonic(),
    after: manual.after.bind(manual),
  };
  const warnings: unknown[] = [];
  const log = createLog('silent');
  log.warn = (...line: unknown[]) => warnings.push(line);
  return { kept, store, manual, wall, clock, log, warnings };
}

t.test('a jump far ahead is not believed, and then it is', async (t) => {
  const { store, manual, wall, clock, log, warnings, kept } = house();
  const watch = watchClock(store, clock, log);
  await watch.look();
  t.equal(watch.trusted(), clock.now());
  await manual.advance(HOUR);
  wall.jump = 3_650 * DAY;
  t.equal(watch.trusted(), null, 'noticed when it matters, not at the next look');
  t.match(warnings, [[{ seconds: 315_360_000 }]]);
  t.match(watch.trouble(), /2036/);
  await watch.look();
  t.equal(Number(kept.value), clock.now() - 3_650 * DAY - HOUR, 'and not remembered');
  await manual.advance(DAY);
  await watch.look();
  t.equal(watch.trusted(), clock.now());
  t.equal(watch.trouble(), null);
});

t.test('what a hub knew outlives it, and a right clock ends the trouble at once', async (t) => {
  const { store, wall, clock, log } = house(String(Date.parse('2026-11-23T07:30Z')));
  wall.jump = -20 * 365 * DAY;
  const watch = watchClock(store, clock, log);
  await watch.look();
  t.match(watch.trouble(), /was 2026-11-23 07:30 already/);
  t.equal(watch.trusted(), null);
  wall.jump = 0;
  await watch.look();
  t.equal(watch.trouble(), null);
  t.equal(watch.trusted(), clock.now());
});

t.test('a time that cannot be written down is no reason to stop', async (t) => {
  const { clock, log, warnings } = house();
  const store = { setting: () => null, setSetting: () => Promise.reject(new Error('read-only')) };
  await watchClock(store, clock, log).look();
  t.match(warnings, [[{ reason: 'read-only' }]]);
});
