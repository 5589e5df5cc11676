import t from 'tap';
import type { Network } from '../../../src/imaging/upscale/enlarge.js';
import { enlargeTo, measurePace } from '../../../src/imaging/upscale/passes.js';
import type { RgbImage } from '../../../src/imaging/vision/pixels.js';
import type { Session } from '../../../src/imaging/vision/session.js';

/** A network that repeats every pixel `scale` times in both directions. */
function repeating(scale: 2 | 4): Network {
  const session: Session = {
    run: async ({ image }) => {
      const [, height = 0, width = 0] = image?.dims ?? [];
      const data = new Uint8Array(width * height * 3 * scale ** 2);
      for (let i = 0; i < data.length; i++) {
        const pixel = Math.floor(i / 3);
        const [x, y] = [pixel % (scale * width), Math.floor(pixel / (scale * width))];
        data[i] = image?.data[
          (Math.floor(y / scale) * width + Math.floor(x / scale)) * 3 + (i % 3)
        ] as number;
      }
      return { enlarged: { type: 'uint8', data, dims: [1, scale * height, scale * width, 3] } };
    },
    release: async () => undefined,
  };
  const tile = { side: 64, overlap: 8, align: 8 };
  return { name: 'toy', session, input: 'image', output: 'enlarged', scale, tile };
}

const image: RgbImage = {
  data: Uint8Array.from({ length: 30 * 21 * 3 }, (_, i) => (i * 37) & 255),
  width: 30,
  height: 21,
};

t.test('by four it is two passes of a network of two, or one of four, with the same pixels', async (t) => {
  const [twice, once] = [await enlargeTo(image, 4, repeating(2)), await enlargeTo(image, 4, repeating(4))];
  t.strictSame([twice.width, twice.height], [120, 84]);
  t.strictSame(twice.data, once.data);
});

t.test('a network of four also enlarges by two', async (t) => {
  const { data, width, height } = await enlargeTo(
    { ...image, data: image.data.map(() => 90) },
    2,
    repeating(4),
  );
  t.strictSame([width, height], [60, 42]);
  t.ok(data.every((level) => level === 90));
});

t.test('progress rises over both passes, and a cancellation holds in each', async (t) => {
  const seen: number[] = [];
  await enlargeTo(image, 4, repeating(2), { onProgress: (done) => seen.push(done) });
  t.equal(seen[0], 0.2, 'the first pass is a fifth of the work');
  t.equal(seen.at(-1), 1);
  const stop = new AbortController();
  const onProgress = () => stop.abort(new Error('enough'));
  await t.rejects(enlargeTo(image, 4, repeating(2), { signal: stop.signal, onProgress }), {
    message: 'enough',
  });
});

t.test('a pace is a number of milliseconds', async (t) => {
  const pace = await measurePace(repeating(2));
  t.ok(Number.isFinite(pace) && pace > 0);
});
