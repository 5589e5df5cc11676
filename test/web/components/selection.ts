import t from 'tap';
import { Selection } from '../../../src/web/components/selection.js';

const things = (...ids: number[]) => ids.map((id) => ({ id }));
const idsOf = (selection: Selection<{ id: number }>) => [...selection.picked.get().keys()];

t.test('things are picked and let go of', async (t) => {
  const selection = new Selection<{ id: number }>(10);
  let heard = 0;
  selection.picked.listen(() => {
    heard += 1;
  });
  t.ok(selection.toggle({ id: 3 }));
  t.ok(selection.add(things(3, 5, 4)));
  t.strictSame(idsOf(selection), [3, 5, 4], 'none twice');
  selection.toggle({ id: 5 });
  t.strictSame(idsOf(selection), [3, 4]);
  selection.add(things(3, 4));
  t.equal(heard, 3, 'nothing is said where nothing changed');
  selection.keepOnly(new Set([4, 9]));
  t.strictSame(idsOf(selection), [4]);
  selection.clear();
  t.strictSame(idsOf(selection), []);
});

t.test('a group is picked as a whole, and let go of once all of it is', async (t) => {
  const selection = new Selection<{ id: number }>(10);
  selection.toggle({ id: 2 });
  selection.toggleAll(things(1, 2, 3));
  t.strictSame(idsOf(selection), [2, 1, 3]);
  selection.toggleAll(things(1, 2));
  t.strictSame(idsOf(selection), [3]);
});

t.test('no more than there may be', async (t) => {
  const selection = new Selection<{ id: number }>(3);
  t.notOk(selection.add(things(1, 2, 3, 4)), 'one was left out');
  t.strictSame(idsOf(selection), [1, 2, 3]);
  t.notOk(selection.toggle({ id: 4 }));
  t.ok(selection.toggle({ id: 1 }), 'letting go always works');
  t.ok(selection.toggle({ id: 4 }));
});
