import { SURE_ALONE, SURE_PET } from '../vision/types.js';
import { type AnalysedFrame, feature } from './features.js';

/** In colour a single frame decides from this score on. */
const SURE_IN_COLOUR = 0.4;

/** Pictures whose channels differ by less than this in the mean, in levels, are grey (infra-red at night). */
const GREY = 1.5;
/** The same where an older analysis has only the chroma noise, which strong compression takes out of colour, too. */
const GREY_NOISE = 0.3;

/** Mean and 95th percentile of luma under which an 8-bit picture shows nothing. */
const BLACK_MEAN = 14;
const BLACK_HIGH = 40;
/** Mean of luma, or share of burnt-out pixels, above which it shows nothing. */
const WHITE_MEAN = 245;
const WHITE_SHARE = 0.9;

/** True when no frame has colour. */
export function isGrey(frames: readonly AnalysedFrame[]): boolean {
  return frames.every((frame) => {
    const colour = feature(frame, 'colour', -1);
    return colour < 0 ? feature(frame, 'chromaNoise') < GREY_NOISE : colour < GREY;
  });
}

/** True for a frame that is black from edge to edge. */
export function isBlack(frame: AnalysedFrame): boolean {
  return feature(frame, 'frameMean', 255) < BLACK_MEAN && feature(frame, 'frameHigh') < BLACK_HIGH;
}

/** True for a frame that is white from edge to edge. */
export function isWhite(frame: AnalysedFrame): boolean {
  return feature(frame, 'frameMean') > WHITE_MEAN || feature(frame, 'frameClipped') > WHITE_SHARE;
}

/**
 * True when a burst is believed to show a pet. One frame a hair over the detector's bar is not enough: either it is well
 * above, or another frame that the detector looked at agrees. Without colour an empty room looks like a cat in every
 * frame of a burst, so there agreement says nothing, and the bar is higher.
 */
export function isPetSure(frames: readonly AnalysedFrame[]): boolean {
  const seen = frames.filter((frame) => !isBlack(frame) && !isWhite(frame));
  const best = Math.max(0, ...seen.map((frame) => feature(frame, 'petScore')));
  if (isGrey(frames)) return best >= SURE_ALONE;
  if (best >= SURE_IN_COLOUR) return true;
  const agreeing = seen.filter(
    (frame) => feature(frame, 'looked', 2) === 2 && feature(frame, 'petScore') >= SURE_PET,
  );
  return agreeing.length >= 2;
}
