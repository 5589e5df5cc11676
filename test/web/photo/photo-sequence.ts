import t from 'tap';
import type { Photo } from '../../../src/web/api/types.js';
import { byNewest } from '../../../src/web/core/photo-order.js';
import { type ListBetween, PhotoSequence } from '../../../src/web/photo/photo-sequence.js';
import { makePhoto } from '../fixtures/photo.js';

/** Lists as the hub does, and counts how often. */
function makeHub(photos: Photo[]) {
  const hub = { photos: photos.toSorted(byNewest), calls: 0 };
  const list: ListBetween = async ({ from = 0, until = Number.POSITIVE_INFINITY, order, limit }) => {
    hub.calls += 1;
    const all = hub.photos.filter(({ takenAt }) => takenAt >= from && takenAt < until);
    if (order === 'asc') all.reverse();
    return { photos: all.slice(0, limit), next: all.length > limit ? 'more' : null };
  };
  return { hub, list };
}

const hour = 3_600_000;
const id = (photo: Photo | null) => photo?.id ?? null;

/** Walks from a photo in one direction to the end, and gives the ids passed. */
async function walk(run: PhotoSequence, from: number, direction: 'newer' | 'older'): Promise<number[]> {
  const passed: number[] = [];
  for (let at: number | null = from; at !== null; at = id((await run.around(at))[direction])) passed.push(at);
  return passed;
}

for (const [name, spacing] of [
  ['evenly', (at: number) => at * hour],
  ['in a rush after a long silence', (at: number) => (at < 5 ? at * 1000 : 900 * hour + at * 10)],
  ['at the same millisecond', () => 5 * hour],
  ['ever more rarely', (at: number) => 2 ** (at / 8) * 1000],
] as const) {
  t.test(`photos taken ${name} are all passed, in order, both ways`, async (t) => {
    const count = name.startsWith('at the same') ? 25 : 200;
    const { hub, list } = makeHub(Array.from({ length: count }, (_, at) => makePhoto(at + 1, spacing(at))));
    const newestFirst = hub.photos.map((photo) => photo.id);
    const oldest = hub.photos.at(-1);
    const newest = hub.photos[0];
    if (!oldest || !newest) throw new Error('no photos');
    t.same(await walk(new PhotoSequence(oldest, list), oldest.id, 'newer'), newestFirst.toReversed());
    t.ok(hub.calls <= count / 29 + 3, `${hub.calls} calls`);
    hub.calls = 0;
    t.same(await walk(new PhotoSequence(newest, list), newest.id, 'older'), newestFirst);
    t.ok(hub.calls <= count / 30 + 3, `${hub.calls} calls`);
  });
}

t.test('a photo alone has no neighbours', async (t) => {
  const photo = makePhoto(1, 5);
  const run = new PhotoSequence(photo, makeHub([photo]).list);
  t.same(await run.around(1), { newer: null, older: null });
  t.same(await run.around(2), { newer: null, older: null }, 'nor has one that is not in the run');
});

t.test('what is deleted is passed over, and what arrives is found after a look', async (t) => {
  const photos = [makePhoto(3, 3), makePhoto(2, 2), makePhoto(1, 1)];
  const { hub, list } = makeHub(photos);
  const run = new PhotoSequence(makePhoto(3, 3), list);
  t.equal(id((await run.around(3)).older), 2);
  run.remove(2);
  t.equal(id((await run.around(3)).older), 1);
  hub.photos.unshift(makePhoto(4, 4));
  t.equal((await run.around(3)).newer, null, 'the end was reached before');
  run.reopen(3);
  t.equal(id((await run.around(3)).newer), 4);
  run.replace(makePhoto(4, 4, { favourite: true }));
  t.equal(run.get(4)?.favourite, true);
});
