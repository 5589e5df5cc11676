import t from 'tap';
import { Backoff, backoffMs } from '../../src/core/backoff.js';

t.test('waits double up to the longest, and begin anew when something has worked', async (t) => {
  const backoff = new Backoff({ firstMs: 2000, maxMs: 60_000, jitter: 0 });
  t.strictSame(
    Array.from({ length: 7 }, () => backoff.next()),
    [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000],
  );
  backoff.reset();
  t.equal(backoff.next(), 2000);
});

t.test('the random part keeps many from trying at the same moment', async (t) => {
  const options = { firstMs: 1000, maxMs: 8000, jitter: 0.25 };
  t.equal(backoffMs(1, { ...options, random: () => 0 }), 1000);
  t.equal(backoffMs(2, { ...options, random: () => 0.5 }), 2250);
  t.equal(backoffMs(99_999, { ...options, random: () => 0.999_999 }), 10_000, 'also after very many');
  const drawn = backoffMs(1, options);
  t.ok(drawn >= 1000 && drawn <= 1250);
});
