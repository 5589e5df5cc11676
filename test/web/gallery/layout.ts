import t from 'tap';
import {
  boundsOf,
  layOut,
  monthAt,
  monthOf,
  spansBetween,
  tileGap,
  tilePosition,
} from '../../../src/web/gallery/layout.js';

const months = [
  { month: '2026-11', photos: 10 },
  { month: '2026-10', photos: 4000 },
  { month: '2026-09', photos: 1 },
];

t.test('a phone shows three columns that fill its width', async (t) => {
  const layout = layOut(months, 390);
  t.equal(layout.columns, 3);
  t.equal(Math.round(layout.tile * 3 + tileGap * 2), 390);
});

t.test('months follow each other without a gap', async (t) => {
  const layout = layOut(months, 1280);
  let top = 0;
  for (const box of layout.months) {
    t.equal(box.top, top);
    top += box.height;
  }
  t.equal(layout.height, top);
  t.ok(layout.columns > 3);
});

t.test('the month at a height', async (t) => {
  const layout = layOut(months, 390);
  const [newest, long, oldest] = layout.months;
  const at = (top: number) => monthAt(layout, top)?.month;
  t.strictSame([at(-90), at(0), at((newest?.height ?? 0) - 2)], ['2026-11', '2026-11', '2026-11']);
  t.strictSame([at(long?.top ?? 0), at((oldest?.top ?? 0) - 2)], ['2026-10', '2026-10']);
  t.strictSame([at(oldest?.top ?? 0), at(layout.height + 900)], ['2026-09', '2026-09']);
  t.equal(monthAt(layOut([], 390), 0), undefined);
});

t.test('what is drawn depends on the window and not on the number of photos', async (t) => {
  const many = Array.from({ length: 120 }, (_, at) => ({ month: `m${at}`, photos: 5000 }));
  const layout = layOut(many, 390);
  for (const top of [0, 12_345, layout.height / 2, layout.height - 844]) {
    const drawn = spansBetween(layout, top, top + 844).reduce(
      (sum, { from, until }) => sum + until - from,
      0,
    );
    t.ok(drawn <= 3 * (Math.ceil(844 / layout.tile) + 1), `${drawn} at ${top}`);
    t.ok(drawn > 0);
  }
});

t.test('every photo is drawn at some height, once', async (t) => {
  const layout = layOut(months, 390);
  const seen = new Set<string>();
  for (let top = 0; top < layout.height; top += 300) {
    for (const { month, from, until } of spansBetween(layout, top, top + 300)) {
      for (let at = from; at < until; at++) seen.add(`${month.month} ${at}`);
    }
  }
  t.equal(seen.size, 4011);
});

t.test('nothing is drawn above, below, or of nothing', async (t) => {
  const layout = layOut(months, 390);
  t.same(spansBetween(layout, layout.height + 1, layout.height + 900), []);
  t.same(spansBetween(layout, -900, -1), []);
  t.same(spansBetween(layOut([], 390), 0, 844), []);
});

t.test('tiles stand in rows', async (t) => {
  const layout = layOut(months, 390);
  const step = layout.tile + tileGap;
  t.same(tilePosition(layout, 0), { left: 0, top: 0 });
  t.same(tilePosition(layout, 4), { left: step, top: step });
});

t.test('a month begins where the one before ends', async (t) => {
  t.equal(boundsOf('2026-12').until, boundsOf('2027-01').from);
  t.equal(monthOf(boundsOf('2026-12').from), '2026-12');
  t.equal(monthOf(boundsOf('2026-12').until - 1), '2026-12');
});
