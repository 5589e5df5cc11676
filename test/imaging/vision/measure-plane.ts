import t from 'tap';
import {
  BLUR_LARGE,
  BLUR_SMALL,
  blur,
  energyBetween,
  lumaOf,
  type Plane,
  partOf,
  shrink,
} from '../../../src/imaging/vision/measure-plane.js';
import type { RgbImage } from '../../../src/imaging/vision/pixels.js';

/** Grey pixels of these levels. */
function grey(width: number, height: number, level: (i: number) => number): RgbImage {
  return { data: new Uint8Array(width * height * 3).map((_, i) => level(Math.floor(i / 3))), width, height };
}

const ramp = grey(12, 8, (i) => i);

function plane(width: number, height: number, level: (x: number, y: number) => number): Plane {
  const data = Float32Array.from({ length: width * height }, (_, i) =>
    level(i % width, Math.floor(i / width)),
  );
  return { data, width, height };
}

t.test('luma is that of Rec. 601', async (t) => {
  const image = { data: new Uint8Array([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30]), width: 2, height: 2 };
  const { data } = lumaOf(image, { x: 0, y: 0, width: 2, height: 2 });
  const wanted = [0.299 * 255, 0.587 * 255, 0.114 * 255, 18.15];
  t.ok(
    wanted.every((level, i) => Math.abs(level - (data[i] as number)) < 1e-3),
    `${data}`,
  );
});

t.test('reads a rectangle', async (t) => {
  const part = lumaOf(ramp, { x: 2, y: 3, width: 3, height: 2 }, 1, 1);
  t.strictSame([part.width, part.height, [...part.data]], [3, 2, [38, 39, 40, 50, 51, 52]]);
});

t.test(
  'a rectangle that is too small grows around its middle, one that reaches outside is clipped',
  async (t) => {
    const grown = lumaOf(ramp, { x: 5, y: 3, width: 0, height: 0 }, 1, 4);
    t.strictSame([grown.width, grown.height, grown.data[0]], [4, 4, 15]);
    const clipped = lumaOf(ramp, { x: -3, y: 6, width: 8, height: 8 }, 1, 2);
    t.strictSame([clipped.width, clipped.height, clipped.data[0]], [5, 2, 72]);
    const outside = lumaOf(ramp, { x: 400, y: -90, width: 5, height: 5 }, 1, 4);
    t.strictSame([outside.width, outside.height], [4, 4]);
  },
);

t.test('a part of a plane is the same as the rectangle read from the picture', async (t) => {
  const whole = lumaOf(ramp, { x: 0, y: 0, width: 12, height: 8 });
  for (const area of [
    { x: 2, y: 3, width: 3, height: 2 },
    { x: -3, y: 6, width: 8, height: 8 },
    { x: 400, y: -90, width: 5, height: 5 },
  ]) {
    const [found, wanted] = [partOf(whole, area, 2), lumaOf(ramp, area, 1, 2)];
    t.strictSame(
      [found.width, found.height, [...found.data]],
      [wanted.width, wanted.height, [...wanted.data]],
    );
  }
});

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
    const image = grey(64, 60, (i) => (i * 7919) & 255);
    const wanted = shrink(lumaOf(image, area), factor);
    const found = lumaOf(image, area, factor);
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

t.test('blurring again and again is blurring with a wider filter', async (t) => {
  const line = (level: (x: number) => number) => plane(21, 1, level);
  const dot = blur(
    line((x) => (x === 10 ? 256 : 0)),
    BLUR_LARGE,
  );
  t.strictSame([...dot.data.subarray(6, 15)], [1, 8, 28, 56, 70, 56, 28, 8, 1]);
  const edge = blur(
    line((x) => (x === 0 ? 16 : 0)),
    BLUR_SMALL,
  );
  t.strictSame([...edge.data.subarray(0, 3)], [12, 4, 0]);
});

t.test('the energy between two planes is the mean square of their difference', async (t) => {
  const level = (value: number) => plane(2, 2, (x) => (x === 0 ? value : 0));
  t.equal(energyBetween(level(5), level(2)), 4.5);
  const empty = { data: new Float32Array(), width: 0, height: 0 };
  t.equal(energyBetween(empty, empty), 0);
});
