import t from 'tap';
import { stamper } from '../../src/core/stamp.js';

t.test('a moment as the clock on the wall shows it, with the offset of its zone', (t) => {
  const at = Date.UTC(2026, 10, 23, 7, 15, 30, 42);
  t.strictSame(stamper('Europe/Berlin')(at), {
    date: '2026-11-23',
    time: '08:15:30',
    fraction: '042',
    offset: '+01:00',
  });
  t.match(stamper('Asia/Kathmandu')(at), { time: '13:00:30', offset: '+05:45' });
  t.match(stamper('UTC')(at), { time: '07:15:30', offset: '+00:00' });
  t.end();
});
