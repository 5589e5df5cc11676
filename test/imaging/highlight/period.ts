import t from 'tap';
import { zoneOf } from '../../../src/core/local-time.js';
import { periodAt, periodOf, recentPeriods } from '../../../src/imaging/highlight/period.js';

const berlin = zoneOf('Europe/Berlin');
const seoul = zoneOf('Asia/Seoul');
const HOUR = 3_600_000;

t.test('a day is that of the hub', async (t) => {
  const night = Date.parse('2026-11-22T23:30:00Z');
  t.strictSame(periodAt('day', night, berlin), {
    kind: 'day',
    day: '2026-11-23',
    from: Date.parse('2026-11-22T23:00:00Z'),
    until: Date.parse('2026-11-23T23:00:00Z'),
  });
  t.equal(periodAt('day', night, seoul).day, '2026-11-23');
  t.equal(periodAt('day', night, zoneOf('UTC')).day, '2026-11-22');
});

t.test('a day may have 23 or 25 hours', async (t) => {
  const spring = periodOf('day', '2026-03-29', berlin);
  const autumn = periodOf('day', '2026-10-25', berlin);
  t.equal(((spring?.until ?? 0) - (spring?.from ?? 0)) / HOUR, 23);
  t.equal(((autumn?.until ?? 0) - (autumn?.from ?? 0)) / HOUR, 25);
});

t.test('a week begins on Monday, whatever day of it is named', async (t) => {
  for (const day of ['2026-11-23', '2026-11-26', '2026-11-29'])
    t.match(periodOf('week', day, seoul), { kind: 'week', day: '2026-11-23' });
  t.equal(periodAt('week', Date.parse('2026-11-29T20:00:00Z'), seoul).day, '2026-11-30');
});

t.test('what is no day is none', async (t) => {
  for (const day of ['2026-02-30', '2026-13-01', 'yesterday', '2026-1-1', ''])
    t.equal(periodOf('day', day, berlin), null, day);
});

t.test('what may be due: the last days, and the weeks that ended in them', async (t) => {
  const sunday = Date.parse('2026-11-22T19:30:00Z');
  t.strictSame(
    recentPeriods(sunday, 8, berlin).map(({ kind, day }) => `${kind} ${day}`),
    [
      'day 2026-11-22',
      'week 2026-11-16',
      'day 2026-11-21',
      'day 2026-11-20',
      'day 2026-11-19',
      'day 2026-11-18',
      'day 2026-11-17',
      'day 2026-11-16',
      'day 2026-11-15',
      'week 2026-11-09',
    ],
  );
  const monday = recentPeriods(sunday + 24 * HOUR, 8, berlin).map(({ kind, day }) => `${kind} ${day}`);
  t.notOk(monday.includes('week 2026-11-23'), 'a week that has just begun has to wait');
});

t.test('a day begins at midnight in the time of the hub', async (t) => {
  const noon = Date.UTC(2026, 6, 1, 12, 0, 0, 250);
  const startOfDay = (now: number, zone: string) => periodAt('day', now, zoneOf(zone)).from;
  t.equal(startOfDay(noon, 'UTC'), Date.UTC(2026, 6, 1));
  t.equal(startOfDay(noon, 'Asia/Seoul'), Date.UTC(2026, 5, 30, 15));
  t.equal(startOfDay(noon, 'America/New_York'), Date.UTC(2026, 6, 1, 4));
  t.equal(startOfDay(Date.UTC(2026, 6, 1, 15, 0, 0), 'Asia/Seoul'), Date.UTC(2026, 6, 1, 15), 'at midnight');
});
