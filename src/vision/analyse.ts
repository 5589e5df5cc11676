import type { Sighting } from './detect.js';
import { measureFrame } from './measure.js';
import { decodeRgb, lumaOf, type RgbImage } from './pixels.js';
import type { Detection, FrameAnalysis, HeadFinding } from './types.js';

/** What looks at a frame. `findHead` gives null where no head model is installed. */
export interface Looks {
  detect: (image: RgbImage) => Promise<Sighting>;
  findHead: (image: RgbImage, pet: Detection) => Promise<HeadFinding | null>;
}

/**
 * Decodes one frame, looks for pets and for the best one's head, and measures it. With `place` no pets are looked for:
 * that is where the frames around it show the pet.
 *
 * @throws Refusal as `decodeRgb`; Fault when a model cannot be loaded.
 */
export async function analyseFrame(
  bytes: Uint8Array,
  { detect, findHead }: Looks,
  place?: Detection,
): Promise<FrameAnalysis> {
  const image = await decodeRgb(bytes);
  const { pets, others, hint } = place ? { pets: [place], others: [], hint: null } : await detect(image);
  const pet = pets[0] ?? hint;
  const head = pet && (await findHead(image, pet));
  const { width, height, data: rgb } = image;
  const features = measureFrame({ luma: lumaOf(image), rgb, width, height }, pet, head);
  return { width, height, pets, others, features: { ...features, looked: place ? 1 : 2 } };
}
