import t from 'tap';
import { COAT_LENGTH, coatOf } from '../../../src/imaging/vision/coat.js';
import { FOREGROUND_CELLS } from '../../../src/imaging/vision/foreground.js';

const SIDE = 96;

/** A square of a colour, its right half of another. */
function halves(left: [number, number, number], right = left) {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let at = 0; at < SIDE * SIDE; at++) data.set(at % SIDE < SIDE / 2 ? left : right, 3 * at);
  return { data, width: SIDE, height: SIDE };
}

const everywhere = new Float32Array(FOREGROUND_CELLS ** 2).fill(1);
const left = everywhere.map((_, cell) => (cell % FOREGROUND_CELLS < FOREGROUND_CELLS / 2 ? 1 : 0));
const GINGER: [number, number, number] = [200, 130, 70];
const GREY: [number, number, number] = [120, 120, 120];

const distance = (a: Float32Array, b: Float32Array) =>
  Math.hypot(...Array.from(a, (value, at) => value - (b[at] ?? 0)));

t.test('describes the pet and not what is around it', async (t) => {
  const alone = coatOf(halves(GINGER), everywhere);
  t.equal(alone.length, COAT_LENGTH);
  t.ok(alone.every(Number.isFinite));
  t.ok(distance(coatOf(halves(GINGER, GREY), left), alone) < 0.05);
  t.ok(distance(coatOf(halves(GREY), everywhere), alone) > 0.5);
});

t.test('the second histogram hardly changes when less light falls on it', async (t) => {
  const dimmed = GINGER.map((level) => level * 0.6) as [number, number, number];
  const [bright, dim] = [coatOf(halves(GINGER), everywhere), coatOf(halves(dimmed), everywhere)];
  const half = (COAT_LENGTH - 11) / 2;
  const part = (coat: Float32Array, from: number) => coat.subarray(from, from + half);
  t.ok(distance(part(bright, half), part(dim, half)) < distance(part(bright, 0), part(dim, 0)));
});

t.test('a pet of which nothing is seen gives numbers all the same', async (t) => {
  const nothing = new Float32Array(FOREGROUND_CELLS ** 2);
  t.ok(coatOf(halves(GREY), nothing).every(Number.isFinite));
});
