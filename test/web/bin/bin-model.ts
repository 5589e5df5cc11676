import t from 'tap';
import type { BinPhoto, SelectionAction } from '../../../src/web/api/bin-calls.js';
import { BinModel } from '../../../src/web/bin/bin-model.js';
import { makePhoto } from '../fixtures/photo.js';

/** A hub with photos in its bin, in pages of three; the last deleted has the highest id. */
function makeHub(count: number) {
  let ids = Array.from({ length: count }, (_, at) => count - at);
  const asked: string[] = [];
  return {
    asked,
    ids: () => ids,
    add: (id: number) => {
      ids = [id, ...ids];
    },
    async list(_limit: number, cursor: string | null = null) {
      const after = cursor === null ? Number.POSITIVE_INFINITY : Number(cursor);
      const rest = ids.filter((id) => id < after);
      const photos = rest
        .slice(0, 3)
        .map((id): BinPhoto => ({ photo: makePhoto(id, id), deletedAt: id, until: id }));
      return { photos, count: ids.length, next: rest.length > 3 ? String(rest[2]) : null };
    },
    async change(photos: number[], action: SelectionAction) {
      asked.push(`${action} ${photos}`);
      const done = photos.filter((id) => ids.includes(id));
      ids = ids.filter((id) => !photos.includes(id));
      return done;
    },
  };
}

const shown = (model: BinModel) => model.state.get()?.photos.map(({ photo }) => photo.id);
const photoOf = (model: BinModel, id: number) =>
  model.state.get()?.photos.find(({ photo }) => photo.id === id)?.photo ?? makePhoto(id, id);

t.test('it is read page by page, and anew as far as it is shown', async (t) => {
  const hub = makeHub(8);
  const model = new BinModel(hub);
  await model.refresh();
  t.strictSame([shown(model), model.state.get()?.count], [[8, 7, 6], 8]);
  await model.extend();
  t.strictSame(shown(model), [8, 7, 6, 5, 4, 3]);
  hub.add(9);
  await model.refresh();
  t.strictSame(shown(model), [9, 8, 7, 6, 5, 4]);
  await model.extend();
  await model.extend();
  t.strictSame(shown(model), [9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

t.test('what is picked is put back, and one that is gone meanwhile is let go of', async (t) => {
  const hub = makeHub(3);
  const model = new BinModel(hub);
  await model.refresh();
  for (const id of [3, 1]) model.selection.toggle(photoOf(model, id));
  await hub.change([3], 'restore');
  await model.refresh();
  t.strictSame([...model.selection.picked.get().keys()], [1]);
  t.equal(await model.act('restore'), 1);
  t.strictSame([shown(model), model.selection.picked.get().size], [[2], 0]);
});

t.test('emptying takes what is there now, and not what comes meanwhile', async (t) => {
  const hub = makeHub(7);
  const model = new BinModel({
    ...hub,
    async change(photos, action) {
      if (photos.includes(7)) hub.add(50);
      return hub.change(photos, action);
    },
  });
  await model.refresh();
  t.equal(await model.empty(), 7);
  t.strictSame(hub.asked, ['delete-for-ever 7,6,5', 'delete-for-ever 4,3,2', 'delete-for-ever 1']);
  t.strictSame(shown(model), [50]);
});

t.test('a hub that is away leaves what is shown, and says so', async (t) => {
  const hub = makeHub(2);
  let away = false;
  const model = new BinModel({
    ...hub,
    list: (limit, cursor) => (away ? Promise.reject(new Error('away')) : hub.list(limit, cursor)),
  });
  await model.refresh();
  away = true;
  await model.refresh();
  t.match(model.fault.get(), { message: 'away' });
  t.strictSame(shown(model), [2, 1]);
  away = false;
  await model.refresh();
  t.equal(model.fault.get(), null);
});
