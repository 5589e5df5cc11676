import t from 'tap';
import { zoneOf } from '../../../src/core/local-time.js';
import { parseCron } from '../../../src/services/schedule/cron.js';
import { nextTime } from '../../../src/services/schedule/next-time.js';

const berlin = zoneOf('Europe/Berlin');
const york = zoneOf('America/New_York');

/** The times after `from` and before `until`, both UTC, as UTC text. */
function times(lines: string | string[], zone: typeof berlin, from: string, until: string): string[] {
  const all = [lines].flat().map(parseCron);
  const end = Date.parse(`${until}Z`);
  const found: string[] = [];
  for (
    let at = nextTime(all, Date.parse(`${from}Z`), zone);
    at !== null && at < end;
    at = nextTime(all, at, zone)
  )
    found.push(new Date(at).toISOString().slice(0, 16));
  return found;
}

t.test('a day in the hour that is left out happens once, an hour later on the wall', (t) => {
  t.strictSame(times('30 2 * * *', berlin, '2026-03-28T00:00', '2026-03-31T00:00'), [
    '2026-03-28T01:30',
    '2026-03-29T01:30',
    '2026-03-30T00:30',
  ]);
  t.strictSame(times('30 2 * * *', york, '2026-03-07T00:00', '2026-03-10T00:00'), [
    '2026-03-07T07:30',
    '2026-03-08T07:30',
    '2026-03-09T06:30',
  ]);
  t.end();
});

t.test('a day in the hour that is repeated happens once, the first time', (t) => {
  t.strictSame(times('30 2 * * *', berlin, '2026-10-24T00:00', '2026-10-27T00:00'), [
    '2026-10-24T00:30',
    '2026-10-25T00:30',
    '2026-10-26T01:30',
  ]);
  t.strictSame(times('30 1 * * *', york, '2026-10-31T00:00', '2026-11-03T00:00'), [
    '2026-10-31T05:30',
    '2026-11-01T05:30',
    '2026-11-02T06:30',
  ]);
  t.end();
});

t.test('what happens every hour happens every hour, whatever the wall shows', (t) => {
  const autumn = ['23:17', '00:17', '01:17', '02:17', '03:17'].map(
    (time, index) => `2026-10-${index === 0 ? 24 : 25}T${time}`,
  );
  t.strictSame(times('17 * * * *', berlin, '2026-10-24T23:00', '2026-10-25T04:00'), autumn);
  t.strictSame(times('17 * * * *', berlin, '2026-03-28T23:30', '2026-03-29T04:00'), [
    '2026-03-29T00:17',
    '2026-03-29T01:17',
    '2026-03-29T02:17',
    '2026-03-29T03:17',
  ]);
  t.end();
});

t.test('days of the month and of the week, months, and the leap day', (t) => {
  t.strictSame(times('0 12 1 * *', zoneOf('UTC'), '2026-01-15T00:00', '2026-04-01T00:00'), [
    '2026-02-01T12:00',
    '2026-03-01T12:00',
  ]);
  t.strictSame(
    times('0 12 1 * mon', zoneOf('UTC'), '2026-01-30T00:00', '2026-02-10T00:00'),
    ['2026-02-01T12:00', '2026-02-02T12:00', '2026-02-09T12:00'],
    'either day will do',
  );
  t.strictSame(times('0 0 29 feb *', zoneOf('UTC'), '2096-03-01T00:00', '2104-03-01T00:00'), [
    '2104-02-29T00:00',
  ]);
  t.end();
});

t.test('several lines are one timetable; a day that never comes is none', (t) => {
  t.strictSame(times(['0 20 * * *', '30 8 * * *'], zoneOf('UTC'), '2026-01-01T00:00', '2026-01-02T00:00'), [
    '2026-01-01T08:30',
    '2026-01-01T20:00',
  ]);
  t.equal(nextTime([{ ...parseCron('0 0 28 2 *'), days: [30] }], 0, berlin), null);
  t.equal(nextTime([], 0, berlin), null);
  t.end();
});
