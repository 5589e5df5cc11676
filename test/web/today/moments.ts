import t from 'tap';
import { groupByDay } from '../../../src/web/today/moments.js';
import { makePhoto } from '../fixtures/photo.js';

const minute = 60_000;
const day = 86_400_000;
const startOfDay = (ms: number) => Math.floor(ms / day) * day;

t.test('photos close together are one moment, with its best photo in front', async (t) => {
  const days = groupByDay(
    [
      makePhoto(4, 100 * minute, { score: 0.4 }),
      makePhoto(3, 90 * minute, { score: 0.9 }),
      makePhoto(2, 80 * minute, { score: 0.6 }),
      makePhoto(1, 50 * minute),
    ],
    startOfDay,
  );
  t.equal(days.length, 1);
  t.equal(days[0]?.photos, 4);
  const [late, early] = days[0]?.moments ?? [];
  t.equal(late?.cover.id, 3);
  t.same(
    late?.others.map(({ id }) => id),
    [4, 2],
  );
  t.equal(late?.from, 80 * minute);
  t.equal(late?.until, 100 * minute);
  t.equal(early?.cover.id, 1);
});

t.test('cameras have moments of their own', async (t) => {
  const days = groupByDay(
    [makePhoto(3, 12 * minute), makePhoto(2, 11 * minute, { camera: 'garden' }), makePhoto(1, 10 * minute)],
    startOfDay,
  );
  t.same(
    days[0]?.moments.map(({ cover, others }) => [cover.camera, others.length]),
    [
      ['kitchen', 1],
      ['garden', 0],
    ],
  );
});

t.test('midnight ends a moment', async (t) => {
  const days = groupByDay([makePhoto(2, day + minute), makePhoto(1, day - minute)], startOfDay);
  t.same(
    days.map(({ start }) => start),
    [day, 0],
  );
});

t.test('a favourite comes before a pet, a pet before a score', async (t) => {
  const cover = (...photos: Parameters<typeof makePhoto>[2][]) =>
    groupByDay(
      photos.map((more, at) => makePhoto(9 - at, 9000 - at, more)),
      startOfDay,
    )[0]?.moments[0]?.cover.id;
  t.equal(cover({ score: 0.9, pet: null }, { score: 0.2 }), 8);
  t.equal(cover({ score: 0.2 }, { score: 0.9, pet: null }), 9);
  t.equal(cover({ score: 0.9 }, { score: 0.2, pet: null, favourite: true }), 8);
});

t.test('the day has a best moment only when there is a choice, and only of a pet', async (t) => {
  const spread = (count: number, pet: 'cat' | null) =>
    Array.from({ length: count }, (_, at) =>
      makePhoto(count - at, (count - at) * 60 * minute, { pet, score: at / 10 }),
    );
  t.equal(groupByDay(spread(2, 'cat'), startOfDay)[0]?.best, null);
  t.equal(groupByDay(spread(3, 'cat'), startOfDay)[0]?.best?.cover.id, 1);
  t.equal(groupByDay(spread(3, null), startOfDay)[0]?.best, null);
});
