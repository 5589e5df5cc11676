import t from 'tap';
import { localText } from '../../src/cli/local-text.js';
import { printable } from '../../src/cli/printable.js';

t.test('what steers a terminal is shown, and nothing else is changed', async (t) => {
  t.equal(printable('\u001b]0;owned\u0007\u001b[2J'), '\\u001b]0;owned\\u0007\\u001b[2J');
  t.equal(printable('\u009b31mred\u007f\r'), '\\u009b31mred\\u007f\\u000d');
  t.equal(printable('a\u202eb\u2066'), 'a\\u202eb\\u2066');
  t.equal(printable('Küche\t거실\n🐈‍⬛'), 'Küche\t거실\n🐈‍⬛');
  const name = 'a"\u0085\u001b';
  t.equal(JSON.parse(printable(JSON.stringify({ name }))).name, name, 'JSON says the same as before');
});

t.test('a time is that of the clock on the wall', async (t) => {
  const instant = Date.UTC(2026, 10, 30, 2, 15, 22);
  t.equal(localText(instant, 'Europe/Berlin'), '2026-11-30 03:15:22 +01:00');
  t.equal(localText(instant, 'Asia/Seoul'), '2026-11-30 11:15:22 +09:00');
  t.equal(localText(instant, 'UTC'), '2026-11-30 02:15:22 +00:00');
  t.match(localText(instant, ''), /^2026-11-(29|30) \d\d:15:22 [+-]\d\d:\d\d$|:45:22|:00:22/);
});
