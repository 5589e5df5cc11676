import t from 'tap';
import { zoneOf } from '../../../src/core/local-time.js';
import { chooseMemory, memoryPeriods } from '../../../src/imaging/highlight/memory.js';

const seoul = zoneOf('Asia/Seoul');
const at = (text: string) => Date.parse(text);
const DAY = 86_400_000;

const said = (now: string, first: string | null, zone = seoul) =>
  memoryPeriods(at(now), first === null ? null : at(first), zone).map(
    ({ kind, years, from, until }) =>
      `${kind} ${years} ${new Date(from).toISOString()} ${new Date(until).toISOString()}`,
  );

t.test(
  'the day of earlier years, the week, the month and the first days, by the clock on the wall',
  async (t) => {
    t.strictSame(said('2026-11-23T01:00:00Z', '2024-11-20T03:00:00Z'), [
      'years-ago 1 2025-11-22T15:00:00.000Z 2025-11-23T15:00:00.000Z',
      'years-ago 2 2024-11-22T15:00:00.000Z 2024-11-23T15:00:00.000Z',
      'week 0 2026-11-16T15:00:00.000Z 2026-11-23T15:00:00.000Z',
      'month 0 2026-10-31T15:00:00.000Z 2026-11-30T15:00:00.000Z',
      'first-days 0 2024-11-19T15:00:00.000Z 2024-11-26T15:00:00.000Z',
    ]);
  },
);

t.test(
  'in its first half a month is the one before; the first days take a month to become a memory',
  async (t) => {
    t.strictSame(said('2026-01-03T01:00:00Z', '2025-12-01T03:00:00Z'), [
      'week 0 2025-12-27T15:00:00.000Z 2026-01-03T15:00:00.000Z',
      'month 0 2025-11-30T15:00:00.000Z 2025-12-31T15:00:00.000Z',
    ]);
  },
);

t.test('what lies before the first photo is none, and neither is a home without photos', async (t) => {
  t.strictSame(said('2026-11-03T01:00:00Z', null), []);
  t.strictSame(said('2026-11-03T01:00:00Z', '2026-11-02T03:00:00Z'), [
    'week 0 2026-10-27T15:00:00.000Z 2026-11-03T15:00:00.000Z',
  ]);
});

t.test(
  'the 29th of February has its day in leap years, and a day with a change of clocks its own length',
  async (t) => {
    const years = said('2028-02-29T12:00:00Z', '2020-02-01T03:00:00Z').filter((text) => /^years/.test(text));
    t.strictSame(
      years.map((text) => text.slice(0, 11)),
      ['years-ago 4', 'years-ago 8'],
    );
    const berlin = zoneOf('Europe/Berlin');
    const [lastYear] = memoryPeriods(at('2026-10-26T12:00:00Z'), at('2025-01-01T00:00:00Z'), berlin);
    t.equal((lastYear?.until ?? 0) - (lastYear?.from ?? 0), DAY + DAY / 24, 'the day when clocks went back');
    const [change] = memoryPeriods(at('2026-10-26T12:00:00Z') - DAY, at('2025-10-26T20:00:00Z'), berlin);
    t.equal(change?.kind, 'week', 'and no year ago');
  },
);

t.test('one photo is enough for a year ago, and a month needs four good ones', async (t) => {
  const photo = (id: number) => ({
    ...{ id, burstId: id, camera: 'porch', takenAt: id * DAY, score: 0.8, favourite: false, hasPet: true },
  });
  t.strictSame(chooseMemory('years-ago', [photo(1)]), { photos: [1], best: 1 });
  t.equal(chooseMemory('month', [photo(1), photo(2), photo(3)]), null);
  t.strictSame(chooseMemory('month', [4, 3, 2, 1].map(photo))?.photos, [1, 2, 3, 4]);
});
