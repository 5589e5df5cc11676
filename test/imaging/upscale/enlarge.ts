import t from 'tap';
import { enlarge, type Network } from '../../../src/imaging/upscale/enlarge.js';
import { decodeRgb, type RgbImage } from '../../../src/imaging/vision/pixels.js';
import type { Session } from '../../../src/imaging/vision/session.js';
import { cameraJpeg, sharpPhoto, shippedUpscalers } from '../../support/upscalers.js';

/** A session that answers every pixel twice in both directions. */
const doubling: Session = {
  run: async ({ image }) => {
    const [, height = 0, width = 0] = image?.dims ?? [];
    const data = new Uint8Array(width * height * 12);
    for (let i = 0; i < data.length; i++) {
      const [c, x, y] = [i % 3, (Math.floor(i / 3) % (2 * width)) >> 1, Math.floor(i / (6 * width)) >> 1];
      data[i] = image?.data[(y * width + x) * 3 + c] as number;
    }
    return { enlarged: { type: 'uint8', data, dims: [1, 2 * height, 2 * width, 3] } };
  },
  release: async () => undefined,
};

const toy: Network = {
  name: 'toy',
  session: doubling,
  input: 'image',
  output: 'enlarged',
  scale: 2,
  tile: { side: 48, overlap: 8, align: 8 },
};

function noise(width: number, height: number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + (i >> 3)) & 255);
  return { data, width, height };
}

/** Runs the network on the whole image at once. */
function whole(network: Network): Network {
  return { ...network, tile: { ...network.tile, side: 4096 } };
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

t.test('every pixel of every tile lands in its place', async (t) => {
  for (const [width, height] of [
    [101, 77],
    [48, 48],
    [49, 130],
    [1, 1],
    [200, 3],
  ] as const) {
    const image = noise(width, height);
    const tiled = await enlarge(image, toy);
    const untiled = await enlarge(image, whole(toy));
    t.strictSame([tiled.width, tiled.height], [2 * width, 2 * height]);
    t.strictSame(tiled.data, untiled.data, `${width}x${height}`);
  }
});

t.test('the shipped networks show no seam: tiled is untiled but for one level', async (t) => {
  const frame = await decodeRgb(await cameraJpeg('cat-looks-out/03.jpg'));
  const clean = await sharpPhoto('suit');
  for (const network of await shippedUpscalers(t)) {
    const { overlap } = network.tile;
    const small = { ...network, tile: { ...network.tile, side: 2 * overlap + 120 } };
    for (const image of [frame, clean]) {
      const [tiled, untiled] = [await enlarge(image, small), await enlarge(image, whole(network))];
      const most = largestDifference(tiled.data, untiled.data);
      t.ok(most <= 1, `${network.name}, ${image.width}x${image.height}: ${most} levels apart`);
    }
  }
});

t.test('the shipped networks take any size, down to one pixel', async (t) => {
  for (const network of await shippedUpscalers(t)) {
    for (const [width, height] of [
      [1, 1],
      [7, 3],
      [9, 17],
      [64, 31],
    ] as const) {
      const grey = { data: new Uint8Array(width * height * 3).fill(120), width, height };
      const large = await enlarge(grey, network);
      t.strictSame(
        [large.width, large.height, large.data.length],
        [2 * width, 2 * height, width * height * 12],
      );
      t.ok(
        large.data.every((value) => Math.abs(value - 120) <= 2),
        `a grey ${width}x${height} stays grey`,
      );
    }
  }
});

t.test('progress rises to 1, once a tile', async (t) => {
  const seen: number[] = [];
  await enlarge(noise(70, 40), toy, { onProgress: (done) => seen.push(done) });
  t.strictSame(seen, [0.5, 1]);
});

t.test('it stops at the next tile when it is cancelled', async (t) => {
  const stop = new AbortController();
  let tiles = 0;
  const onProgress = () => {
    tiles++;
    stop.abort(new Error('nobody wants it any more'));
  };
  const working = enlarge(noise(400, 400), toy, { signal: stop.signal, onProgress });
  await t.rejects(working, { message: 'nobody wants it any more' });
  t.equal(tiles, 1);
});

t.test('a network of another scale than declared is refused', async (t) => {
  const image = noise(20, 20);
  await t.rejects(enlarge(image, { ...toy, scale: 3 }), {
    code: 'model-shape',
    message: 'model toy answers 1,40,40,3 for a tile of 20x20, not 3 times it',
  });
  await t.rejects(enlarge(image, { ...toy, output: 'other' }), { code: 'model-shape' });
});
