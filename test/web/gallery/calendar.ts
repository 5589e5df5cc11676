import t from 'tap';
import { calendarOf, dayBounds, daysIn, firstDayOf, stepOf } from '../../../src/web/gallery/calendar.js';

t.test('the weeks of a month, from Monday or from Sunday', async (t) => {
  const fromMonday = calendarOf('2026-11', 0).weeks;
  t.strictSame(fromMonday[0], [null, null, null, null, null, null, 1]);
  t.strictSame(fromMonday.at(-1), [30, null, null, null, null, null, null]);
  const fromSunday = calendarOf('2026-11', 6).weeks;
  t.strictSame(fromSunday[0], [1, 2, 3, 4, 5, 6, 7]);
  t.equal(fromSunday.length, 5);
  t.equal(calendarOf('2027-02', 0).weeks.length, 4, 'a month of exactly four weeks');
});

t.test('every day of every month is there once, in order', async (t) => {
  for (let number = 1; number <= 24; number += 1) {
    const month = `${2027 + Math.floor((number - 1) / 12)}-${String(((number - 1) % 12) + 1).padStart(2, '0')}`;
    for (const firstDay of [0, 5, 6]) {
      const days = calendarOf(month, firstDay)
        .weeks.flat()
        .filter((day) => day !== null);
      t.strictSame(
        days,
        Array.from({ length: daysIn(month) }, (_, at) => at + 1),
        month,
      );
    }
  }
});

t.test('a day begins where the one before ends', async (t) => {
  t.equal(dayBounds('2026-12', 31).until, dayBounds('2027-01', 1).from);
  t.equal(new Date(dayBounds('2026-11', 22).from).getHours(), 0);
});

t.test('the arrow keys move by days and weeks, and stay in the month', async (t) => {
  t.equal(stepOf('ArrowRight', 3, '2026-11'), 4);
  t.equal(stepOf('ArrowDown', 3, '2026-11'), 10);
  t.equal(stepOf('ArrowUp', 3, '2026-11'), null);
  t.equal(stepOf('ArrowLeft', 1, '2026-11'), null);
  t.equal(stepOf('ArrowRight', 30, '2026-11'), null);
  t.equal(stepOf('End', 3, '2026-11'), 30);
  t.equal(stepOf('Home', 3, '2026-11'), 1);
  t.equal(stepOf('a', 3, '2026-11'), null);
});

t.test('weeks begin where they do for the person', async (t) => {
  t.equal(firstDayOf('en-GB'), 0);
  t.equal(firstDayOf('ko-KR'), 6);
  t.equal(firstDayOf('ko'), 6);
});
