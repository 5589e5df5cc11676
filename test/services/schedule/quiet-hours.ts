import t from 'tap';
import { zoneOf } from '../../../src/core/local-time.js';
import { isQuiet } from '../../../src/services/schedule/quiet-hours.js';

const berlin = zoneOf('Europe/Berlin');
const at = (time: string) => Date.parse(`2026-11-23T${time}:00+01:00`);

t.test(
  'quiet hours stay quiet in the hour that autumn repeats, and in the one that spring leaves out',
  (t) => {
    const quiet = (span: { from: string; until: string }, time: string) =>
      isQuiet(span, Date.parse(time), berlin);
    const night = { from: '22:00', until: '02:30' };
    // 2026-10-25: 03:00 of summer becomes 02:00 of winter, so 02:30 is shown twice.
    t.ok(quiet(night, '2026-10-25T02:29:00+02:00'));
    t.ok(quiet(night, '2026-10-25T02:45:00+02:00'), 'its end comes again');
    t.ok(quiet(night, '2026-10-25T02:15:00+01:00'));
    t.notOk(quiet(night, '2026-10-25T02:30:00+01:00'));
    const early = { from: '02:30', until: '07:00' };
    t.notOk(quiet(early, '2026-10-25T02:15:00+02:00'));
    t.ok(quiet(early, '2026-10-25T02:30:00+02:00'));
    t.ok(quiet(early, '2026-10-25T02:15:00+01:00'), 'once it has begun it goes on');
    // 2026-03-29: 02:00 becomes 03:00.
    t.ok(quiet(early, '2026-03-29T03:45:00+02:00'));
    t.notOk(quiet(early, '2026-03-29T07:00:00+02:00'));
    t.end();
  },
);

t.test('by the clock on the wall, past midnight too; the end is not part of it', (t) => {
  const night = { from: '22:00', until: '07:00' };
  const noon = { from: '12:00', until: '14:00' };
  const quiet = (span: typeof night | null, time: string) => isQuiet(span, at(time), berlin);
  t.strictSame(
    ['21:59', '22:00', '03:00', '06:59', '07:00'].map((time) => quiet(night, time)),
    [false, true, true, true, false],
  );
  t.strictSame(
    ['11:59', '12:00', '13:59', '14:00'].map((time) => quiet(noon, time)),
    [false, true, true, false],
  );
  t.ok(quiet({ from: '00:00', until: '00:00' }, '15:00'), 'all day');
  t.notOk(quiet(null, '03:00'));
  t.end();
});
