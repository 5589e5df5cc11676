import t from 'tap';
import { TokenBuckets } from '../../../../src/server/api/http/token-bucket.js';
import { ManualClock } from '../../../support/manual-clock.js';

const BURST = 20;
const WINDOW_MS = 2000;

function take(buckets: TokenBuckets, key = 'phone') {
  let result = { current: 0, ttl: 0 };
  buckets.incr(
    key,
    (_error, answer) => {
      result = answer;
    },
    WINDOW_MS,
    BURST,
  );
  return { granted: result.current <= BURST, ...result };
}

t.test('a burst passes, then what comes faster than the rate waits', async (t) => {
  const clock = new ManualClock();
  const buckets = new TokenBuckets(clock);
  const first = Array.from({ length: BURST }, () => take(buckets));
  t.ok(first.every(({ granted }) => granted));
  const refused = take(buckets);
  t.notOk(refused.granted);
  t.equal(refused.ttl, 100, 'the next one is free after a tenth of a second');
  await clock.advance(99);
  t.notOk(take(buckets).granted);
  await clock.advance(1);
  t.ok(take(buckets).granted);
  t.notOk(take(buckets).granted);
});

t.test('no moment lets two bursts through', async (t) => {
  const clock = new ManualClock();
  const buckets = new TokenBuckets(clock);
  await clock.advance(WINDOW_MS - 1);
  const before = Array.from({ length: BURST }, () => take(buckets).granted);
  await clock.advance(2);
  const after = Array.from({ length: BURST }, () => take(buckets).granted);
  t.equal([...before, ...after].filter(Boolean).length, BURST);
});

t.test('a bucket never holds more than its burst', async (t) => {
  const clock = new ManualClock();
  const buckets = new TokenBuckets(clock);
  take(buckets);
  await clock.advance(3_600_000);
  t.equal(Array.from({ length: 2 * BURST }, () => take(buckets).granted).filter(Boolean).length, BURST);
});

t.test('clients do not share a bucket', async (t) => {
  const buckets = new TokenBuckets(new ManualClock());
  for (let request = 0; request < BURST; request += 1) take(buckets, 'loud');
  t.notOk(take(buckets, 'loud').granted);
  t.ok(take(buckets, 'quiet').granted);
});

t.test('the memory is bounded: the client that was quiet longest is forgotten', async (t) => {
  const buckets = new TokenBuckets(new ManualClock(), 2);
  for (let request = 0; request < BURST; request += 1) take(buckets, 'first');
  take(buckets, 'second');
  take(buckets, 'third');
  t.ok(take(buckets, 'first').granted, 'as a new client');
});

t.test('all routes share one memory', async (t) => {
  const buckets = new TokenBuckets(new ManualClock());
  t.equal(buckets.child(), buckets);
});
