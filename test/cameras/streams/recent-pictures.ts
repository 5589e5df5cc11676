import t from 'tap';
import { RecentPictures, type TakenPicture } from '../../../src/cameras/streams/recent-pictures.js';

/** Pictures of so many bytes at these times, in ms. */
function kept(times: readonly number[], length = 10): RecentPictures {
  const recent = new RecentPictures();
  for (const at of times) recent.add({ bytes: new Uint8Array(length), at });
  return recent;
}

const timesOf = (recent: RecentPictures, at: number, count: number, apartMs: number) =>
  recent.before(at, count, apartMs).map((picture) => picture.at);

/** Times of a stream that sends so often, from 0 to `end`. */
const every = (ms: number, end: number) => Array.from({ length: Math.floor(end / ms) + 1 }, (_, n) => n * ms);

t.test('the pictures before a trigger are as far apart as those after it', async (t) => {
  const recent = kept(every(200, 2000));
  t.same(timesOf(recent, 2000, 2, 400), [1200, 1600]);
  t.same(timesOf(recent, 2000, 3, 200), [1400, 1600, 1800]);
  t.same(timesOf(recent, 2000, 9, 1000), [0, 1000], 'no more than there are');
  t.same(timesOf(recent, 200, 2, 400), [], 'none that is too close');
});

t.test('of a fast stream a few a second are kept, of a slow one each', async (t) => {
  t.same(timesOf(kept(every(40, 1000)), 1000, 99, 0), [0, 200, 400, 600, 800, 1000]);
  t.same(timesOf(kept([0, 900, 1800]), 1800, 99, 0), [0, 900, 1800]);
});

t.test('what is kept has an end in time, number and bytes, and the latest one always stays', async (t) => {
  t.same(timesOf(kept([0, 1000, 2600]), 2600, 99, 0), [1000, 2600]);
  t.equal(kept(every(180, 5000)).before(5000, 99, 0).length, 12);
  const large = kept([0, 500, 1000], 3 * 1024 * 1024);
  t.same(timesOf(large, 1000, 99, 0), [1000]);
  t.same(timesOf(kept([0], 9 * 1024 * 1024), 0, 99, 0), [0]);
});

t.test('nothing of a connection that was lost is part of a burst', async (t) => {
  const recent = kept(every(200, 1000));
  recent.clear();
  t.same(recent.before(1000, 9, 0), []);
});

t.test(
  'a picture of a burst stays as it was while others come, and what came before takes no more room',
  async (t) => {
    const recent = new RecentPictures();
    const picture = new Uint8Array(100_000);
    let burst: TakenPicture[] = [];
    const { arrayBuffers: before } = process.memoryUsage();
    for (let n = 0; n < 1000; n += 1) {
      picture.fill(n);
      recent.add({ bytes: picture.subarray(0, 99_000 + n), at: n * 200 });
      if (n === 500) burst = recent.before(n * 200, 2, 400);
    }
    t.ok(process.memoryUsage().arrayBuffers - before < 8_000_000, 'of 100 MB');
    t.same(
      burst.map(({ bytes, at }) => [bytes.length, bytes[0], at]),
      [496, 498].map((n) => [99_000 + n, n & 0xff, n * 200]),
    );
  },
);
