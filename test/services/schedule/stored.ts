import t from 'tap';
import { readQuietHours, readTimetable } from '../../../src/services/schedule/stored.js';

t.test('what was stored is read, and what cannot be read is none', async (t) => {
  for (const timetable of [
    { cron: ['0 8 * * *'] },
    { at: ['08:00'], days: ['mon'] },
    { every: '2h', between: ['08:00', '20:00'] },
    { every: '2h' },
  ])
    t.strictSame(readTimetable(JSON.stringify(timetable)), timetable);
  for (const text of [
    '',
    '{"at":',
    'null',
    '[]',
    '{"at":[8]}',
    '{"at":["late"]}',
    '{"cron":["often"]}',
    '{"at":[]}',
  ])
    t.equal(readTimetable(text), null, text);
  t.strictSame(readQuietHours('{"from":"22:00","until":"07:00"}'), { from: '22:00', until: '07:00' });
  for (const text of ['null', '{"from":"22:00"}', '{"from":"22:00","until":"dawn"}', '7'])
    t.equal(readQuietHours(text), null, text);
});
