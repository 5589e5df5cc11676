import t from 'tap';
import { mostPicked, Picking } from '../../../src/web/gallery/picking.js';
import { makePhoto } from '../fixtures/photo.js';

/** Three months; ids count down from 1000 as places count up, month by month. */
function makePicking(counts = [4, 3, 5], isKnown: (id: number) => boolean = () => true) {
  const months = counts.map((photos, at) => ({ month: `2026-0${9 - at}`, photos }));
  const startOf = (month: string) =>
    months
      .slice(
        0,
        months.findIndex((each) => each.month === month),
      )
      .reduce((sum, { photos }) => sum + photos, 0);
  const picking = new Picking({
    months: () => months,
    at(month, index) {
      const id = 1000 - startOf(month) - index;
      return isKnown(id) ? makePhoto(id, id) : undefined;
    },
  });
  return { picking, ids: () => [...picking.selection.picked.get().keys()] };
}

t.test('one by one, and with the shift key all from the last one on', async (t) => {
  const { picking, ids } = makePicking();
  picking.pick({ month: '2026-09', index: 2 }, false);
  t.strictSame(ids(), [998]);
  picking.pick({ month: '2026-07', index: 1 }, true);
  t.strictSame(ids(), [998, 997, 996, 995, 994, 993, 992], 'across a whole month');
  picking.pick({ month: '2026-08', index: 0 }, false);
  t.notOk(ids().includes(996), 'and let go of');
  picking.pick({ month: '2026-09', index: 0 }, true);
  t.ok(ids().includes(1000) && ids().includes(996), 'backwards, too');
});

t.test('a finger that sweeps on picks what is between, and lets go of it on its way back', async (t) => {
  const { picking, ids } = makePicking();
  picking.pick({ month: '2026-07', index: 4 }, false);
  picking.hold({ month: '2026-09', index: 1 });
  picking.sweep({ month: '2026-08', index: 1 });
  t.strictSame(ids(), [989, 999, 998, 997, 996, 995]);
  picking.sweep({ month: '2026-09', index: 2 });
  t.strictSame(ids(), [989, 999, 998]);
  picking.sweep({ month: '2026-09', index: 0 });
  t.strictSame(ids(), [989, 1000, 999]);
});

t.test('what is not known is left out, and what is too much is said', async (t) => {
  const some = makePicking([4, 3, 5], (id) => id !== 999);
  some.picking.pick({ month: '2026-09', index: 1 }, false);
  t.strictSame(some.ids(), []);
  some.picking.pick({ month: '2026-09', index: 0 }, false);
  some.picking.pick({ month: '2026-09', index: 2 }, true);
  t.strictSame(some.ids(), [1000, 998]);
  const many = makePicking([mostPicked + 5]);
  many.picking.hold({ month: '2026-09', index: 0 });
  t.equal(many.picking.refused.get(), 0);
  many.picking.sweep({ month: '2026-09', index: mostPicked + 4 });
  t.strictSame([many.ids().length, many.picking.refused.get()], [mostPicked, 1]);
});
