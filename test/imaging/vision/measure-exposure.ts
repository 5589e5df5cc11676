import t from 'tap';
import { exposureOf } from '../../../src/imaging/vision/measure-exposure.js';

const region = (levels: number[]) => ({ data: Float32Array.from(levels), width: levels.length, height: 1 });

t.test('reads brightness, contrast and what is lost at both ends', async (t) => {
  const { mean, contrast, clipped, black, high } = exposureOf(
    region([0, 0, 100, 100, 100, 100, 100, 100, 255, 255]),
  );
  t.equal(Math.round(mean), 111);
  t.ok(Math.abs(contrast - 82.5) < 1);
  t.ok(Math.abs(clipped - 0.2) < 1e-9);
  t.ok(Math.abs(black - 0.2) < 1e-9);
  t.equal(high, 255);
});

t.test('a flat region has no contrast; overshoot of a filter counts as the end of the scale', async (t) => {
  t.equal(exposureOf(region([90, 90, 90])).contrast, 0);
  const { clipped, black } = exposureOf(region([-12, 300]));
  t.strictSame([clipped, black], [0.5, 0.5]);
});
