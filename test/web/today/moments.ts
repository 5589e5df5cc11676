import t from 'tap';
import type { HubMoment } from '../../../src/web/api/moment-calls.js';
import { groupByDay } from '../../../src/web/today/moments.js';
import { makePhoto } from '../fixtures/photo.js';

const minute = 60_000;
const day = 86_400_000;
const startOfDay = (ms: number) => Math.floor(ms / day) * day;
const hubMoment = (photos: number[], more: Partial<HubMoment> = {}): HubMoment => ({
  id: photos.at(-1) ?? 0,
  camera: 'kitchen',
  from: 0,
  until: 0,
  stillSince: null,
  cover: photos[0] ?? 0,
  photos,
  ...more,
});

t.test('photos that the hub holds together are one moment, with its best photo in front', async (t) => {
  const photos = [
    makePhoto(4, 100 * minute, { score: 0.4 }),
    makePhoto(3, 90 * minute, { score: 0.9 }),
    makePhoto(2, 80 * minute, { score: 0.6 }),
    makePhoto(1, 50 * minute),
  ];
  const days = groupByDay(photos, [hubMoment([4, 3, 2]), hubMoment([1])], startOfDay);
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

t.test('a photo of which the hub has not spoken yet is alone', async (t) => {
  const photos = [makePhoto(3, 12 * minute), makePhoto(2, 11 * minute), makePhoto(1, 10 * minute)];
  const [only] = groupByDay(photos, [hubMoment([2, 1])], startOfDay);
  t.same(
    only?.moments.map(({ cover, others }) => [cover.id, others.length]),
    [
      [3, 0],
      [2, 1],
    ],
  );
});

t.test('a moment over midnight is of the day on which it ended', async (t) => {
  const photos = [makePhoto(2, day + minute), makePhoto(1, day - minute)];
  t.same(
    groupByDay(photos, [hubMoment([2, 1])], startOfDay).map(({ start, photos }) => [start, photos]),
    [[day, 2]],
  );
});

t.test('a pet that stays where it is has been there for a while', async (t) => {
  const photos = [makePhoto(2, 130 * minute), makePhoto(1, 0)];
  const [only] = groupByDay(photos, [hubMoment([2, 1], { stillSince: 0 })], startOfDay);
  t.equal(only?.moments[0]?.stillMs, 130 * minute);
});
t.test('a favourite comes before a pet, a pet before a score', async (t) => {
  const cover = (...photos: Parameters<typeof makePhoto>[2][]) =>
    groupByDay(
      photos.map((more, at) => makePhoto(9 - at, 9000 - at, more)),
      [hubMoment([9, 8])],
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
  t.equal(groupByDay(spread(2, 'cat'), [], startOfDay)[0]?.best, null);
  t.equal(groupByDay(spread(3, 'cat'), [], startOfDay)[0]?.best?.cover.id, 1);
  t.equal(groupByDay(spread(3, null), [], startOfDay)[0]?.best, null);
});
