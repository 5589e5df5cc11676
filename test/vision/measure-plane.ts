import t from 'tap';
import {
  BLUR_LARGE,
  BLUR_SMALL,
  blur,
  cut,
  energy,
  type Plane,
  shrink,
} from '../../src/vision/measure-plane.js';

const ramp = Uint8Array.from({ length: 12 * 8 }, (_, i) => i);

function plane(width: number, height: number, level: (x: number, y: number) => number): Plane {
  const data = Float32Array.from({ length: width * height }, (_, i) =>
    level(i % width, Math.floor(i / width)),
  );
  return { data, width, height };
}

t.test('cuts a rectangle out', async (t) => {
  const part = cut(ramp, 12, 8, { x: 2, y: 3, width: 3, height: 2 }, 1, 1);
  t.strictSame([part.width, part.height, [...part.data]], [3, 2, [38, 39, 40, 50, 51, 52]]);
});

t.test(
  'a rectangle that is too small grows around its middle, one that reaches outside is clipped',
  async (t) => {
    const grown = cut(ramp, 12, 8, { x: 5, y: 3, width: 0, height: 0 }, 1, 4);
    t.strictSame([grown.width, grown.height, grown.data[0]], [4, 4, 15]);
    const clipped = cut(ramp, 12, 8, { x: -3, y: 6, width: 8, height: 8 }, 1, 2);
    t.strictSame([clipped.width, clipped.height, clipped.data[0]], [5, 2, 72]);
    const outside = cut(ramp, 12, 8, { x: 400, y: -90, width: 5, height: 5 }, 1, 4);
    t.strictSame([outside.width, outside.height], [4, 4]);
  },
);

t.test('shrinking averages whole blocks', async (t) => {
  const half = shrink(
    plane(5, 4, (x, y) => x + 10 * y),
    2,
  );
  t.strictSame([half.width, half.height, [...half.data]], [2, 2, [5.5, 7.5, 25.5, 27.5]]);
  const dot = shrink(
    plane(2, 1, (x) => 4 * x),
    8,
  );
  t.strictSame([dot.width, dot.height, [...dot.data]], [1, 1, [2]]);
});

t.test('a coarse rectangle is the shrunk one', async (t) => {
  for (const [area, factor] of [
    [{ x: 3, y: 2, width: 40, height: 30 }, 1],
    [{ x: 3, y: 2, width: 41, height: 30 }, 4],
    [{ x: -9, y: 50, width: 40, height: 30 }, 3],
    [{ x: 0, y: 0, width: 5, height: 5 }, 32],
  ] as const) {
    const luma = Uint8Array.from({ length: 64 * 60 }, (_, i) => (i * 7919) & 255);
    const wanted = shrink(cut(luma, 64, 60, area), factor);
    const found = cut(luma, 64, 60, area, factor);
    t.strictSame([found.width, found.height], [wanted.width, wanted.height]);
    t.ok(found.data.every((level, i) => Math.abs(level - (wanted.data[i] as number)) < 1e-3));
  }
});

t.test('blurring keeps flat areas and brightness and takes detail', async (t) => {
  const flat = blur(
    plane(6, 5, () => 77),
    BLUR_LARGE,
  );
  t.ok(flat.data.every((value) => Math.abs(value - 77) < 1e-3));
  const dot = blur(
    plane(9, 9, (x, y) => (x === 4 && y === 4 ? 16 : 0)),
    BLUR_SMALL,
  );
  t.equal(dot.data[4 * 9 + 4], 4);
  t.equal(dot.data[4 * 9 + 3], 2);
  t.equal(dot.data[3 * 9 + 3], 1);
});

t.test('energy is the mean square', async (t) => {
  t.equal(energy(plane(2, 2, (x) => (x === 0 ? 3 : 1))), 5);
  t.equal(energy({ data: new Float32Array(), width: 0, height: 0 }), 0);
});
