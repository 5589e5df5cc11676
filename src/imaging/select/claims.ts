import type { PetLabel } from '../vision/types.js';
import { damageIn } from './features.js';
import type { BurstView, Signals } from './signals.js';

/**
 * Claims that a sentence may make of a photo. Each is made only as far as it was found to be true: `npm run eval:bestcut`
 * with `--claims` counts them against frames that were judged by looking.
 */
export interface Claims {
  /** The animal that it is said to be; null where there is none, or where it could be either. */
  pet: PetLabel | null;
  /** The whole animal is in the frame. */
  whole: boolean;
  /** A face is turned to the camera. */
  facing: boolean;
}

/** Logit of a face above which one is said to be turned to the camera. */
const FACING = 1.5;
/** Share of the frame's width or height that must lie between the pet and the edge: a cut animal's box ends there. */
const CLEAR = 0.015;
/** Share of the frame above which a box is that of an animal that is cut, wherever it ends. */
const MOST_AREA = 0.4;

/** Claims that may be made of one frame of a burst. */
export function claimsOf({ frame, pet, face }: Signals, view: BurstView): Claims {
  const kind = view.isKindSure ? view.pet : null;
  if (!view.hasPet || !pet) return { pet: kind, whole: false, facing: false };
  return { pet: kind, whole: isWhole(frame), facing: face > FACING };
}

function isWhole(frame: Signals['frame']): boolean {
  const { width, height, pets } = frame.analysis;
  const [box] = pets;
  if (!box || damageIn(frame).grade === 2) return false;
  const across = Math.min(box.x, width - box.x - box.width) / width;
  const down = Math.min(box.y, height - box.y - box.height) / height;
  const area = (box.width * box.height) / (width * height);
  return Math.min(across, down) > CLEAR && area < MOST_AREA;
}
