import t from 'tap';
import { clockIssue, trustClock } from '../../../src/services/schedule/clock-trust.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const trustedAt = Date.parse('2026-11-23T08:00Z');
const ask = (now: number, steadyMs = 0) => trustClock({ now, trustedAt, steadyMs });

t.test('a clock is believed unless it shows what cannot be', (t) => {
  t.equal(
    trustClock({ now: trustedAt, trustedAt: null, steadyMs: 0 }),
    'trusted',
    'a new hub knows nothing else',
  );
  const born = { now: Date.parse('1970-01-01T00:01Z'), trustedAt: null, steadyMs: 2 * DAY };
  t.equal(trustClock(born), 'behind', 'but not that it is 1970');
  t.equal(ask(trustedAt + HOUR), 'trusted');
  t.equal(ask(trustedAt + 6 * DAY), 'trusted', 'off over a week-end');
  t.equal(ask(trustedAt - HOUR / 2), 'trusted', 'a correction');
  t.equal(ask(0), 'behind', 'a box without a battery');
  t.equal(ask(trustedAt + 3_650 * DAY), 'ahead');
  t.equal(ask(trustedAt + 60 * DAY), 'ahead', 'or a long holiday');
  t.equal(ask(trustedAt + 60 * DAY, DAY), 'trusted', 'which a day of going on makes good');
  t.equal(ask(trustedAt - 60 * DAY, DAY), 'trusted');
  t.equal(ask(0, DAY), 'behind');
  t.end();
});

t.test('what is wrong is said with both times', (t) => {
  const issue = (now: number, known: number | null = trustedAt) => {
    const evidence = { now, trustedAt: known, steadyMs: 0 };
    return clockIssue(trustClock(evidence), evidence);
  };
  t.equal(issue(trustedAt), null);
  t.match(issue(0, null), /1970-01-01 00:00 UTC, which is over.*set the clock/);
  t.match(issue(0), /1970-01-01 00:00 UTC.*2026-11-23 08:00.*set the clock/);
  t.match(issue(trustedAt + 3_650 * DAY), /2036.*nothing is deleted/);
  t.end();
});
