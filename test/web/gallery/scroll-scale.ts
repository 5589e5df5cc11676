import fc from 'fast-check';
import t from 'tap';
import {
  follow,
  isAstray,
  isAtEnd,
  mostHeight,
  type Place,
  scaleOf,
  toElement,
  toLayout,
} from '../../../src/web/gallery/scroll-scale.js';

const tall = scaleOf(100_000_000, 800);

t.test('what browsers can lay out is scrolled as it is', (t) => {
  const scale = scaleOf(2_000_000, 800);
  t.equal(scale.element, 2_000_000);
  for (const at of [-60, 0, 12.5, 1_999_999]) {
    t.strictSame(follow({ at: 5, top: 5 }, at, scale), { at, top: at });
    t.notOk(isAstray({ at, top: at }, scale));
  }
  t.end();
});

t.test('a taller layout: both ends, and every part between', (t) => {
  t.equal(tall.element, mostHeight);
  t.equal(toLayout(-60, tall), -60, 'the heading above');
  t.equal(toLayout(0, tall), 0);
  t.equal(toLayout(mostHeight - 800, tall), 100_000_000 - 800);
  t.equal(toLayout(mostHeight - 700, tall), 100_000_000 - 700, 'the room below');
  fc.assert(
    fc.property(fc.double({ min: -100, max: 100_000_000, noNaN: true }), (top) => {
      const at = toElement(top, tall);
      return at <= mostHeight && Math.abs(toLayout(at, tall) - top) < 0.01;
    }),
  );
  t.end();
});

t.test('a small step moves the layout by as much, a long one goes to the same part', (t) => {
  const middle: Place = { at: 7_000_000, top: toLayout(7_000_000, tall) };
  t.equal(follow(middle, 7_000_120, tall).top, middle.top + 120);
  t.equal(follow(middle, 3_000_000, tall).top, toLayout(3_000_000, tall));
  t.equal(follow(null, 3_000_000, tall).top, toLayout(3_000_000, tall), 'the first look');
  t.end();
});

t.test('small steps from anywhere end at the first and the last photo', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60_000 }), fc.boolean(), (from, up) => {
      let place: Place = { at: from, top: toLayout(from, tall) };
      if (!up) place = { at: mostHeight - 800 - from, top: toLayout(mostHeight - 800 - from, tall) };
      const end = up ? 0 : mostHeight - 800;
      for (let step = 0; step < 5_000; step += 1) {
        const at = Math.min(mostHeight - 800, Math.max(0, place.at + (up ? -700 : 700)));
        place = follow(place, at, tall);
        if (isAstray(place, tall) && isAtEnd(place, tall))
          place = { at: toElement(place.top, tall), top: place.top };
        if (place.at === end && !isAstray(place, tall)) break;
      }
      const wanted = up ? 0 : 100_000_000 - 800;
      return Math.abs(place.top - wanted) < 10;
    }),
    { numRuns: 50 },
  );
  t.end();
});
