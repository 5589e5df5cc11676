import type { Sighting } from './detect.js';
import { measureFrame } from './measure.js';
import { decodeRgb, lumaOf, type RgbImage } from './pixels.js';
import type { FrameAnalysis } from './types.js';

/**
 * Decodes one frame, looks for pets, and measures it.
 *
 * @throws Refusal as `decodeRgb`; Fault when the detector cannot be loaded.
 */
export async function analyseFrame(
  bytes: Uint8Array,
  detect: (image: RgbImage) => Promise<Sighting>,
): Promise<FrameAnalysis> {
  const image = await decodeRgb(bytes);
  const { pets, others } = await detect(image);
  const { width, height, data: rgb } = image;
  const features = measureFrame({ luma: await lumaOf(image), rgb, width, height }, pets);
  return { width, height, pets, others, features };
}
