import t from 'tap';
import { parseCron } from '../../../src/services/schedule/cron.js';

t.test('reads a line of five fields', (t) => {
  t.match(parseCron(' */20 8,20 * jan-mar mon-fri '), {
    minutes: [0, 20, 40],
    hours: [8, 20],
    months: [1, 2, 3],
    weekdays: [1, 2, 3, 4, 5],
  });
  t.strictSame(parseCron('0 0 * * 7,1').weekdays, [0, 1], 'Sunday is 0 and 7');
  t.end();
});

t.test('refuses what is no plain line, and says why', (t) => {
  const wrong: [string, RegExp][] = [
    ['61 * * * *', /minute/],
    ['0 0 * *', /five fields/],
    ['0 0 0 * * *', /five fields/],
    ['@daily', /five fields/],
    ['0 0 L * *', /L is not understood/],
    ['a b c d e', /no cron line/],
  ];
  for (const [line, message] of wrong)
    t.throws(() => parseCron(line), { code: 'timetable-invalid', message }, line);
  t.end();
});
