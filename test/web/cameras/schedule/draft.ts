import t from 'tap';
import type { Timetable } from '../../../../src/web/api/types.js';
import {
  anotherTime,
  differs,
  draftOf,
  timetableOf,
  weekdays,
} from '../../../../src/web/cameras/schedule/draft.js';

const timetables: (Timetable | null)[] = [
  null,
  { every: '2h' },
  { every: '30m', between: ['08:00', '20:00'] },
  { every: '30m', between: ['22:00', '06:00'], days: ['mon', 'sun'] },
  { at: ['08:30', '20:00'] },
  { at: ['08:30'], days: ['sat'] },
];

for (const timetable of timetables) {
  t.test(`${JSON.stringify(timetable)} is shown as it is`, async (t) => {
    t.same(timetableOf(draftOf(timetable)), timetable);
    t.equal(differs(draftOf(timetable), timetable), false);
  });
}

t.test('times are put in order, and said once', async (t) => {
  const draft = { ...draftOf({ at: ['09:00'] }), at: ['20:00', '08:30', '20:00'] };
  t.same(timetableOf(draft), { at: ['08:30', '20:00'] });
});

t.test('what is not complete is not sent', async (t) => {
  const every = draftOf({ every: '2h', between: ['08:00', '20:00'] });
  const times = draftOf({ at: ['09:00'] });
  for (const draft of [
    { ...every, from: '' },
    { ...every, days: [] },
    { ...times, at: [] },
    { ...times, at: ['08:00', ''] },
  ]) {
    t.equal(timetableOf(draft), undefined);
    t.equal(differs(draft, null), false);
  }
});

t.test('lines of cron are left alone until something else is chosen', async (t) => {
  const cron = { cron: ['0 8 * * mon-fri'] };
  const draft = draftOf(cron);
  t.equal(draft.mode, 'other');
  t.equal(differs(draft, cron), false);
  t.equal(differs({ ...draft, mode: 'off' }, cron), true);
});

t.test('every day needs no list of days', async (t) => {
  t.same(timetableOf(draftOf({ every: '2h', days: [...weekdays] })), { every: '2h' });
});

t.test('another time is one that is not there yet', async (t) => {
  t.equal(anotherTime(['08:30']), '09:30');
  t.equal(anotherTime(['20:15', '08:30']), '21:15');
  t.equal(anotherTime(['23:30']), '00:30');
  t.equal(anotherTime(['']), '08:30');
});
