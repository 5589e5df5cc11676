import { Fault } from '../../core/errors.js';
import type { RgbImage } from '../vision/pixels.js';
import { imageOf, type PixelFormat, tensorOf } from '../vision/planes.js';
import type { Session } from '../vision/session.js';
import { planTiles, type Tile, type TileShape } from './tiles.js';

/**
 * A loaded network that takes and gives RGB pixels: `uint8 [1,h,w,3]` -> `uint8 [1,scale*h,scale*w,3]`, or floats in
 * the form that `pixels` describes.
 */
export interface Network {
  name: string;
  session: Session;
  input: string;
  output: string;
  scale: number;
  tile: TileShape;
  pixels?: PixelFormat | undefined;
}

/** Progress of an enlargement, and the signal that ends it. */
export interface Watch {
  signal?: AbortSignal;
  /** Takes 0..1, rising, ending with 1. */
  onProgress?: (done: number) => void;
}

/**
 * Enlarges by the network's scale, tile by tile: besides the result, memory for one tile. The result is the
 * same as of the whole image at once, but for rounding, as each tile's kept part lies beyond the network's reach
 * of its cuts.
 *
 * @throws the signal's reason between two tiles once it is aborted; Fault `model-shape` when the network answers
 * another size than it declares.
 */
export async function enlarge(image: RgbImage, network: Network, watch: Watch = {}): Promise<RgbImage> {
  const { scale } = network;
  const [width, height] = [image.width * scale, image.height * scale];
  const result = { data: new Uint8Array(width * height * 3), width, height };
  const tiles = planTiles(image.width, image.height, network.tile);
  for (const [i, tile] of tiles.entries()) {
    watch.signal?.throwIfAborted();
    placeKept(result, tile, await infer(network, cropped(image, tile)), scale);
    watch.onProgress?.((i + 1) / tiles.length);
  }
  return result;
}

function cropped(image: RgbImage, { read }: Tile): RgbImage {
  const { left, top, width, height } = read;
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * image.width + left) * 3;
    data.set(image.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { data, width, height };
}

async function infer(network: Network, tile: RgbImage): Promise<RgbImage> {
  const { width, height } = tile;
  const answer = (await network.session.run({ [network.input]: tensorOf(tile, network.pixels) }))[
    network.output
  ];
  const large = imageOf(answer, width * network.scale, height * network.scale, network.pixels);
  if (large) return large;
  throw new Fault(
    'model-shape',
    `model ${network.name} answers ${answer?.dims} for a tile of ${width}x${height}, not ${network.scale} times it`,
    'correct the scale in its options in models/manifest.json, or put back the model that came with the hub',
  );
}

function placeKept(result: RgbImage, { read, keep }: Tile, large: RgbImage, scale: number): void {
  const [skipX, skipY] = [(keep.left - read.left) * scale, (keep.top - read.top) * scale];
  const bytes = keep.width * scale * 3;
  for (let row = 0; row < keep.height * scale; row++) {
    const from = ((skipY + row) * large.width + skipX) * 3;
    const to = ((keep.top * scale + row) * result.width + keep.left * scale) * 3;
    result.data.set(large.data.subarray(from, from + bytes), to);
  }
}
