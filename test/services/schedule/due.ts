import t from 'tap';
import { isDue, LATE_MS } from '../../../src/services/schedule/due.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Due at each multiple of a day. */
const daily = (time: number) => (Math.floor(time / DAY) + 1) * DAY;
const ask = (more: Partial<Parameters<typeof isDue>[0]>) =>
  isDue({
    now: 10 * DAY + HOUR,
    nextAt: null,
    lastAt: null,
    retry: false,
    catchUp: true,
    after: daily,
    ...more,
  });

t.test('what is due, what waits, what is missed', (t) => {
  t.strictSame(ask({}), { verdict: 'wait', nextAt: 11 * DAY }, 'a new one waits for its first time');
  t.strictSame(ask({ nextAt: 11 * DAY }), { verdict: 'wait', nextAt: 11 * DAY });
  t.strictSame(ask({ nextAt: 3 * DAY }), { verdict: 'run', nextAt: 11 * DAY }, 'made up for once');
  t.strictSame(ask({ nextAt: 3 * DAY, catchUp: false }), { verdict: 'missed', nextAt: 11 * DAY });
  const late = 10 * DAY + LATE_MS;
  t.equal(ask({ now: late, nextAt: 10 * DAY, catchUp: false }).verdict, 'run', 'a little late is on time');
  t.equal(ask({ now: late + 1, nextAt: 10 * DAY, catchUp: false }).verdict, 'missed');
  t.end();
});

t.test('a clock that is set back', (t) => {
  const now = 10 * DAY - 2_000;
  const corrected = ask({ now, nextAt: 11 * DAY, lastAt: 10 * DAY });
  t.strictSame(corrected, { verdict: 'wait', nextAt: 11 * DAY }, 'a little: nothing runs twice');
  const wrong = ask({ now, nextAt: 4_000 * DAY, lastAt: 3_999 * DAY });
  t.strictSame(wrong, { verdict: 'wait', nextAt: 10 * DAY }, 'far: nothing waits for years');
  t.end();
});

t.test('a second try comes before the next time; a timetable that is off has none', (t) => {
  const soon = 10 * DAY + 2 * HOUR;
  t.strictSame(ask({ nextAt: soon, retry: true }), { verdict: 'wait', nextAt: soon });
  t.strictSame(ask({ nextAt: 12 * DAY, retry: true }), { verdict: 'wait', nextAt: 11 * DAY });
  t.strictSame(ask({ nextAt: soon, retry: true, after: () => null }), { verdict: 'wait', nextAt: null });
  t.strictSame(ask({ nextAt: soon, after: () => null }), { verdict: 'wait', nextAt: null });
  t.end();
});
