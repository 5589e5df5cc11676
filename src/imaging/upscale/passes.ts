import type { RgbImage } from '../vision/pixels.js';
import { halveRgb } from '../vision/resize.js';
import { enlarge, type Network, type Watch } from './enlarge.js';

/**
 * Enlarges by 2 or 4 with a network of either scale: by 4 with a network of 2 in two passes, by 2 with a network of 4
 * and a reduction. Memory as `enlarge`, and besides for the picture between the two passes, a quarter of the result.
 *
 * @throws as `enlarge`.
 */
export async function enlargeTo(
  image: RgbImage,
  scale: 2 | 4,
  network: Network,
  watch: Watch = {},
): Promise<RgbImage> {
  if (network.scale === scale) return enlarge(image, network, watch);
  if (network.scale > scale) return halveRgb(await enlarge(image, network, watch));
  const first = 1 / (1 + network.scale ** 2);
  const twice = await enlarge(image, network, partOf(watch, 0, first));
  return enlarge(twice, network, partOf(watch, first, 1));
}

/** Progress of a pass that is a part of the whole. */
function partOf({ signal, onProgress }: Watch, from: number, to: number): Watch {
  const tell = (done: number) => onProgress?.(from + done * (to - from));
  return { ...(signal && { signal }), onProgress: tell };
}

/** Large enough for the network to be busy, small enough for nobody to wait. */
const SAMPLE_SIDE = 192;

/** Milliseconds for a million pixels that go into the network, on this machine now. The first run warms it up. */
export async function measurePace(network: Network): Promise<number> {
  const data = new Uint8Array(SAMPLE_SIDE ** 2 * 3).map((_, i) => (i * 7919) & 255);
  const sample = { data, width: SAMPLE_SIDE, height: SAMPLE_SIDE };
  await enlarge(sample, network);
  const began = performance.now();
  await enlarge(sample, network);
  return (performance.now() - began) / (SAMPLE_SIDE ** 2 / 1e6);
}
