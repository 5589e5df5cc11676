import fc from 'fast-check';
import t from 'tap';
import { imageOf, type PixelFormat, tensorOf } from '../../../src/imaging/vision/planes.js';

const picture = { data: Uint8Array.from([255, 0, 51, 10, 20, 30]), width: 2, height: 1 };

t.test('without a format a network gets the bytes themselves', async (t) => {
  t.strictSame(tensorOf(picture, undefined), { type: 'uint8', data: picture.data, dims: [1, 1, 2, 3] });
  t.strictSame(imageOf(tensorOf(picture, undefined), 2, 1, undefined), picture);
});

t.test('planes of 0 to 1, as most networks from elsewhere take them', async (t) => {
  const deviation: [number, number, number] = [255, 255, 255];
  const { dims, data } = tensorOf(picture, { layout: 'nchw', order: 'rgb', deviation });
  t.strictSame(dims, [1, 3, 1, 2]);
  const wanted = [255, 10, 0, 20, 51, 30].map((level) => Math.fround(level / 255));
  t.strictSame([...data], wanted);
});

t.test('blue first, with a mean of its own for every channel', async (t) => {
  const format: PixelFormat = { layout: 'nhwc', order: 'bgr', mean: [51, 0, 5], deviation: [1, 2, 10] };
  const { dims, data } = tensorOf(picture, format);
  t.strictSame(dims, [1, 1, 2, 3]);
  t.strictSame([...data], [0, 0, 25, -21, 10, 0.5]);
});

t.test('what comes out is rounded and clamped', async (t) => {
  const out = { type: 'float32', data: Float32Array.from([1.2, -0.5, 0.5]), dims: [1, 3, 1, 1] } as const;
  const format: PixelFormat = { layout: 'nchw', order: 'rgb', deviation: [255, 255, 255] };
  t.strictSame([...(imageOf(out, 1, 1, format)?.data ?? [])], [255, 0, 128]);
});

t.test('a tensor of another type or size is no picture', async (t) => {
  const floats = { type: 'float32', data: new Float32Array(3), dims: [3] } as const;
  t.equal(imageOf(floats, 1, 1, undefined), null);
  t.equal(imageOf(floats, 2, 1, { layout: 'nchw', order: 'rgb' }), null);
  t.equal(imageOf(undefined, 1, 1, undefined), null);
});

t.test('every picture comes back from every form', async () => {
  const format = fc.record({
    layout: fc.constantFrom('nchw' as const, 'nhwc' as const),
    order: fc.constantFrom('rgb' as const, 'bgr' as const),
    mean: fc.constantFrom([0, 0, 0] as [number, number, number], [103.53, 116.28, 123.675]),
    deviation: fc.constantFrom([255, 255, 255] as [number, number, number], [57.375, 57.12, 58.395]),
  });
  const size = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(size, size, fc.nat(255), format, (width, height, seed, how) => {
      const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 31 + seed) & 255);
      const back = imageOf(tensorOf({ data, width, height }, how), width, height, how);
      return back?.data.every((level, i) => level === data[i]) === true;
    }),
  );
});
