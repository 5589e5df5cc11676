import { measureFrame } from './measure.js';
import { decodeRgb, lumaOf, type RgbImage } from './pixels.js';
import type { Detection, FrameAnalysis, HeadFinding, Sighting } from './types.js';

/** What looks at a frame. `findHead` gives null where no head model is installed. */
export interface Looks {
  detect: (image: RgbImage) => Promise<Sighting>;
  findHead: (image: RgbImage, pet: Detection) => Promise<HeadFinding | null>;
}

/** What is taken for seen where no detector looks. */
const unseen = (pets: Detection[]): Sighting => ({ pets, others: [], hint: null });

/**
 * Decodes one frame, looks for pets and for the best one's head, and measures it. With `place` no pets are looked for:
 * that is where the pet is taken to be, or null for nowhere.
 *
 * @throws Refusal as `decodeRgb`; Fault when a model cannot be loaded.
 */
export async function analyseFrame(
  bytes: Uint8Array,
  { detect, findHead }: Looks,
  place?: Detection | null,
): Promise<FrameAnalysis> {
  const image = await decodeRgb(bytes);
  const { pets, others, hint } = place === undefined ? await detect(image) : unseen(place ? [place] : []);
  const pet = pets[0] ?? hint;
  const head = pet && (await findHead(image, pet));
  const { width, height, data: rgb } = image;
  const features = measureFrame({ luma: lumaOf(image), rgb, width, height }, pet, head);
  return { width, height, pets, others, features: { ...features, looked: place === undefined ? 2 : 1 } };
}
