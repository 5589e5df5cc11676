import t from 'tap';
import { stamper } from '../../src/core/stamp.js';

t.test('a moment as the wall shows it, with its offset', (t) => {
  const time = Date.parse('2026-07-10T22:05:09.042Z');
  t.strictSame(stamper('Europe/Berlin')(time), {
    date: '2026-07-11',
    time: '00:05:09',
    fraction: '042',
    offset: '+02:00',
  });
  t.match(stamper('UTC')(time), { date: '2026-07-10', offset: '+00:00' });
  t.match(stamper('')(time), { fraction: '042' });
  t.end();
});
