import t from 'tap';
import { type DatedBackup, expendable } from '../../../src/services/backup/rotation.js';

const DAY = 86_400_000;
const today = Date.parse('2026-11-23T03:40Z');

/** One a night for so many nights, as the hub makes them, each time with what was kept. */
function after(nights: number, every = 1): string[] {
  let kept: DatedBackup[] = [];
  for (let night = nights - 1; night >= 0; night -= every) {
    kept.push({ takenAt: today - night * DAY });
    const gone = expendable(kept);
    kept = kept.filter((backup) => !gone.includes(backup));
  }
  return kept.map(({ takenAt }) => new Date(takenAt).toISOString().slice(0, 10));
}

t.test('a year of nights leaves 7 days, 4 weeks and 6 months', (t) => {
  t.strictSame(after(365), [
    '2026-06-30',
    '2026-07-31',
    '2026-08-31',
    '2026-09-30',
    '2026-10-31',
    '2026-11-08',
    '2026-11-15',
    '2026-11-17',
    '2026-11-18',
    '2026-11-19',
    '2026-11-20',
    '2026-11-21',
    '2026-11-22',
    '2026-11-23',
  ]);
  t.equal(after(3).length, 3);
  t.end();
});

t.test('several a day leave the newest of the day; gaps cost nothing; the newest never goes', (t) => {
  const hourly = Array.from({ length: 5 }, (_, hour) => ({ takenAt: today + hour * 3_600_000 }));
  t.strictSame(expendable(hourly), hourly.slice(0, -1));
  t.equal(after(400, 50).length, 7, 'every fifty days: the last seven days that have one');
  t.strictSame(expendable([{ takenAt: today }], { daily: 0, weekly: 0, monthly: 0, byHand: 0 }), []);
  t.strictSame(expendable([]), []);
  t.end();
});

t.test('what a person asked for stays beside what came later on the same day', (t) => {
  const nightly = { takenAt: today };
  const byHand = Array.from({ length: 7 }, (_, hour) => ({
    takenAt: today + (hour + 1) * 3_600_000,
    byHand: true,
  }));
  const later = { takenAt: today + 9 * 3_600_000 };
  t.strictSame(expendable([nightly, byHand[0], byHand[1]] as DatedBackup[]), [nightly]);
  t.strictSame(expendable([nightly, ...byHand, later]), [nightly, byHand[0], byHand[1]], 'the newest five');
  t.end();
});
