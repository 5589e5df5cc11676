import t from 'tap';
import { BLUR_LARGE, BLUR_SMALL, blur, type Plane } from '../../../src/imaging/vision/measure-plane.js';
import { detailOf } from '../../../src/imaging/vision/measure-sharpness.js';

const SIDE = 64;

function plane(level: (x: number, y: number) => number): Plane {
  const data = Float32Array.from({ length: SIDE * SIDE }, (_, i) => level(i % SIDE, Math.floor(i / SIDE)));
  return { data, width: SIDE, height: SIDE };
}

/** Blobs of about three pixels, the same every time. */
const fur = blur(
  plane((x, y) => 128 + 110 * Math.sin(x * 12.9898 + y * 78.233 + Math.sin(x * y))),
  BLUR_SMALL,
);

/** Averages `length` pixels along the rows, as a pet that runs past. */
function smeared(region: Plane, length: number): Plane {
  return plane((x, y) => {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += region.data[y * SIDE + Math.min(SIDE - 1, x + k)] as number;
    return sum / length;
  });
}

t.test('defocus takes detail in every direction', async (t) => {
  const sharp = detailOf(fur);
  const soft = detailOf(blur(fur, BLUR_LARGE));
  t.ok(soft.least < sharp.least / 4);
  t.ok(soft.most < sharp.most / 4);
  t.ok(soft.fine / soft.coarse < sharp.fine / sharp.coarse / 2);
});

t.test('motion takes it in one direction, and sharpening afterwards does not hide that', async (t) => {
  const sharp = detailOf(fur);
  const moved = smeared(fur, 13);
  const soft = blur(moved, BLUR_LARGE);
  const sharpened = plane((x, y) => {
    const i = y * SIDE + x;
    return 3 * (moved.data[i] as number) - 2 * (soft.data[i] as number);
  });
  const after = detailOf(sharpened);
  t.ok(after.least < sharp.least / 2, 'the worst direction tells');
  t.ok(after.least / after.most < sharp.least / sharp.most / 2, 'and so does the ratio');
});

t.test('the direction of the motion does not matter', async (t) => {
  const across = smeared(fur, 9);
  const down = plane((x, y) => across.data[x * SIDE + y] as number);
  const [a, b] = [detailOf(across), detailOf(down)];
  t.ok(Math.abs(a.least - b.least) < 0.02 * a.least);
});

t.test('a flat region has none', async (t) => {
  t.strictSame(detailOf(plane(() => 99)), { least: 0, most: 0, fine: 0, coarse: 0 });
});
