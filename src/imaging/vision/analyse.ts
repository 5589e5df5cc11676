import { measureFrame } from './measure.js';
import type { Picture } from './picture.js';
import type { RgbImage } from './pixels.js';
import type { CloseAnalysis, Detection, Detections, HeadFinding } from './types.js';

/** Networks that look at a frame. `findHead` gives null where no head model is installed. */
export interface Detectors {
  detect: (image: RgbImage) => Promise<Detections>;
  findHead: (image: RgbImage, pet: Detection) => Promise<HeadFinding | null>;
}

/** Detections taken for granted where no detector looks. */
const unseen = (pets: Detection[]): Detections => ({ pets, others: [], hint: null });

/**
 * Looks for pets in a frame and for the best one's head, and measures it. With `box` no pets are looked for: that is
 * where the pet is taken to be, or null for nowhere.
 *
 * @throws Fault when a model cannot be loaded.
 */
export async function analyseFrame(
  picture: Picture,
  { detect, findHead }: Detectors,
  box?: Detection | null,
): Promise<CloseAnalysis> {
  const { rgb } = picture;
  const { pets, others, hint } = box === undefined ? await detect(rgb) : unseen(box ? [box] : []);
  const pet = pets[0] ?? hint;
  const head = pet && (await findHead(rgb, pet));
  const features = measureFrame(picture, pet, head);
  return {
    width: rgb.width,
    height: rgb.height,
    pets,
    others,
    features: { ...features, looked: box === undefined ? 2 : 1 },
  };
}
