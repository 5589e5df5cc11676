import fc from 'fast-check';
import t from 'tap';
import { planTiles, type TileShape } from '../../../src/imaging/upscale/tiles.js';

const SHAPE: TileShape = { side: 96, overlap: 16, align: 8 };

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 700 }),
  height: fc.integer({ min: 1, max: 300 }),
});
const shapes = fc
  .record({
    align: fc.constantFrom(1, 2, 8),
    overlaps: fc.integer({ min: 0, max: 5 }),
    room: fc.integer({ min: 0, max: 90 }),
  })
  .map(({ align, overlaps, room }) => ({
    align,
    overlap: overlaps * align,
    side: 2 * overlaps * align + align + room,
  }));

t.test('the kept parts cover every pixel exactly once', async () => {
  fc.assert(
    fc.property(sizes, shapes, ({ width, height }, shape) => {
      const times = new Uint8Array(width * height);
      for (const { keep } of planTiles(width, height, shape)) {
        for (let y = keep.top; y < keep.top + keep.height; y++) {
          for (let x = keep.left; x < keep.left + keep.width; x++)
            times[y * width + x] = (times[y * width + x] as number) + 1;
        }
      }
      return times.every((n) => n === 1);
    }),
  );
});

t.test('no tile is longer than the side, and every one begins on the grid', async () => {
  fc.assert(
    fc.property(sizes, shapes, ({ width, height }, shape) =>
      planTiles(width, height, shape).every(
        ({ read }) =>
          read.width <= shape.side &&
          read.height <= shape.side &&
          read.left % shape.align === 0 &&
          read.top % shape.align === 0,
      ),
    ),
  );
});

t.test('what is read reaches the overlap beyond what is kept, or the border', async () => {
  fc.assert(
    fc.property(sizes, shapes, ({ width, height }, shape) =>
      planTiles(width, height, shape).every(({ keep, read }) => {
        const before = [keep.left - read.left, keep.top - read.top];
        const after = [
          read.left + read.width - keep.left - keep.width,
          read.top + read.height - keep.top - keep.height,
        ];
        const room = [keep.left, keep.top, width - keep.left - keep.width, height - keep.top - keep.height];
        return [...before, ...after].every(
          (reach, i) => reach === Math.min(shape.overlap, room[i] as number),
        );
      }),
    ),
  );
});

t.test('an image that fits one tile is one tile', async (t) => {
  const whole = { left: 0, top: 0, width: 95, height: 33 };
  t.strictSame(planTiles(95, 33, SHAPE), [{ keep: whole, read: whole }]);
});

t.test('an image is cut into equal tiles, not into full ones and a sliver', async (t) => {
  const widths = planTiles(160, 50, SHAPE).map(({ keep }) => keep.width);
  t.strictSame(widths, [80, 80]);
});

t.test('a side without room between its overlaps is refused', async (t) => {
  t.throws(() => planTiles(100, 100, { side: 39, overlap: 16, align: 8 }), RangeError);
  t.throws(() => planTiles(100, 100, { side: 96, overlap: 12, align: 8 }), RangeError);
});
