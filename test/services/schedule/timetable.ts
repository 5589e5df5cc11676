import t from 'tap';
import { cronLinesOf, type Timetable, timesOf } from '../../../src/services/schedule/timetable.js';

const unique = (value: string, index: number, all: string[]) => all.indexOf(value) === index;
const moments = ({ hours, minutes, weekdays }: ReturnType<typeof timesOf>[number]) =>
  hours.flatMap((hour) => minutes.map((minute) => `${weekdays} ${hour}:${minute}`)).filter(unique);

t.test('the friendly forms, as cron', (t) => {
  const cases: [Timetable, string[]][] = [
    [{ every: '2h', between: ['08:00', '20:00'], days: ['mon', 'wed'] }, ['0 8,10,12,14,16,18,20 * * 1,3']],
    [{ every: '90m', between: ['08:00', '12:00'] }, ['0 8,11 * * *', '30 9 * * *']],
    [{ every: '30m', between: ['22:30', '00:30'] }, ['30 0,22 * * *', '0,30 23 * * *', '0 0 * * *']],
    [{ every: '24h' }, ['0 0 * * *']],
    [{ at: ['08:30', '20:00', '08:30'], days: ['sun', 'sun'] }, ['30 8 * * 0', '0 20 * * 0']],
    [{ cron: ['0 8 * * *', '0 9 * * sat'] }, ['0 8 * * *', '0 9 * * sat']],
  ];
  for (const [timetable, lines] of cases) {
    const expand = (all: string[]) =>
      all
        .map((line) => timesOf({ cron: [line] }))
        .flatMap((times) => times.flatMap(moments))
        .sort();
    t.strictSame(expand(cronLinesOf(timetable)), expand(lines), JSON.stringify(timetable));
  }
  t.end();
});

t.test('what does not fit is refused in words', (t) => {
  const wrong: [Timetable, RegExp][] = [
    [{ every: '1m' }, /5m to 24h/],
    [{ every: '25h' }, /5m to 24h/],
    [{ every: 'often' }, /often/],
    [{ every: '2h', between: ['8:00', '20:00'] }, /time of day/],
    [{ at: ['24:00'] }, /24:00/],
    [{ at: [] }, /no time/],
    [{ at: ['08:00'], days: [] }, /no day/],
    [{ cron: [] }, /no time/],
    [{ cron: Array(49).fill('0 8 * * *') }, /48/],
    [{ cron: ['0 25 * * *'] }, /hour/],
  ];
  for (const [timetable, message] of wrong)
    t.throws(() => timesOf(timetable), { code: 'timetable-invalid', message }, JSON.stringify(timetable));
  t.end();
});
