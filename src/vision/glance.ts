import { cellsOf } from './measure-glance.js';
import { decodeSmall, lumaOf } from './pixels.js';
import type { Glance } from './types.js';

/** Longest side of the small picture: an 800x600 JPEG is decoded at a quarter, in half the time. */
const SIDE = 200;

/**
 * A first look at one frame, for a tenth of what a model costs. All of its bytes are decoded, so a frame that passes
 * is a whole picture.
 *
 * @throws Refusal as `decodeRgb`.
 */
export async function glanceAt(bytes: Uint8Array): Promise<Glance> {
  const { image, width, height } = await decodeSmall(bytes, SIDE);
  const plane = { data: Float32Array.from(lumaOf(image)), width: image.width, height: image.height };
  return { width, height, ...cellsOf(plane) };
}
