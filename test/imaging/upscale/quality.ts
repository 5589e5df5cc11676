/** The shipped networks against classical enlargement, on photos that they never saw. */
import t from 'tap';
import { cameraFrame } from '../../../scripts/eval/camera.js';
import { type Plane, studioLuma } from '../../../scripts/eval/planes.js';
import { psnr, ssim } from '../../../scripts/eval/quality.js';
import { CUBIC, LANCZOS3, resample, resampleImage } from '../../../scripts/eval/resample.js';
import { enlarge, type Network } from '../../../src/imaging/upscale/enlarge.js';
import type { RgbImage } from '../../../src/imaging/vision/pixels.js';
import { PHOTOS, sharpPhoto, shippedUpscalers } from '../../support/upscalers.js';

interface Compared {
  gain: number;
  likeness: number;
}

/** What the network gains over a centre-aligned Lanczos-3: PSNR in dB and SSIM, on luma. */
async function compare(network: Network, photo: RgbImage, small: RgbImage): Promise<Compared> {
  const truth = studioLuma(photo);
  const ours = studioLuma(await enlarge(small, network));
  const lanczos = resample(studioLuma(small), photo.width, photo.height, LANCZOS3);
  const better = (measure: (a: Plane, b: Plane, shave: number) => number) =>
    measure(ours, truth, 2) - measure(lanczos, truth, 2);
  return { gain: better(psnr), likeness: better(ssim) };
}

t.test("a camera's frame is enlarged better than by Lanczos", async (t) => {
  for (const network of await shippedUpscalers(t)) {
    const gains: number[] = [];
    for (const [i, name] of PHOTOS.entries()) {
      const photo = await sharpPhoto(name);
      const { gain, likeness } = await compare(network, photo, cameraFrame(photo, 2, i + 1));
      t.ok(gain > 0.3, `${network.name}, ${name}: ${gain.toFixed(2)} dB better`);
      t.ok(likeness > 0, `${network.name}, ${name}: SSIM ${likeness.toFixed(4)} better`);
      gains.push(gain);
    }
    const mean = gains.reduce((a, b) => a + b, 0) / gains.length;
    t.ok(mean > 1, `${network.name}: ${mean.toFixed(2)} dB on average`);
  }
});

t.test('a clean photo is enlarged no worse than by Lanczos', async (t) => {
  for (const network of await shippedUpscalers(t)) {
    for (const name of PHOTOS) {
      const photo = await sharpPhoto(name);
      const small = resampleImage(photo, photo.width / 2, photo.height / 2, CUBIC);
      const { gain } = await compare(network, photo, small);
      t.ok(gain >= 0, `${network.name}, ${name}: ${gain.toFixed(2)} dB`);
    }
  }
});

t.test('the Lanczos that it is compared with is aligned: a ramp stays a ramp', async (t) => {
  const ramp = { data: Float32Array.from({ length: 24 }, (_, x) => 4 * x), width: 24, height: 1 };
  const large = resample(ramp, 48, 1, LANCZOS3).data;
  for (let x = 12; x < 36; x++) t.ok(Math.abs((large[x] as number) - 4 * ((x + 0.5) / 2 - 0.5)) < 0.25);
});
