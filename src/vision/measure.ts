import { exposureOf } from './measure-exposure.js';
import { framingOf } from './measure-framing.js';
import { noiseOf } from './measure-noise.js';
import { type Area, cut } from './measure-plane.js';
import { detailOf } from './measure-sharpness.js';
import { signatureOf } from './measure-signature.js';
import type { Detection, HeadFinding } from './types.js';

/** A decoded, upright frame: `luma` one byte a pixel, `rgb` three, both row by row without padding. */
export interface DecodedFrame {
  luma: Uint8Array;
  rgb: Uint8Array;
  width: number;
  height: number;
}

/** Frames larger than this on the longer side are measured on averaged pixels. */
const FULL_SIDE = 1600;
/** The frame and the whole pet tell the light and what is there, the head, pixel by pixel, how sharp it is. */
const COARSER = { frame: 4, subject: 4, head: 1 };

/**
 * Every number that the ranking reads of one frame; all are finite. `pet` is the best one's box in pixels of
 * `image`, `head` what was found in it. Measured on that head, on the pet's box (`subject`) and on the frame;
 * without a pet the frame stands for both. Names and units: select/features.ts.
 */
export function measureFrame(
  image: DecodedFrame,
  pet: Detection | null,
  head: HeadFinding | null,
): Record<string, number> {
  const { width, height } = image;
  const frame: Area = { x: 0, y: 0, width, height };
  return {
    ...frameFeatures(image),
    ...regionFeatures('frame', image, frame),
    ...regionFeatures('subject', image, pet ?? frame),
    ...regionFeatures('head', image, head ?? pet ?? frame),
    ...petFeatures(image, pet),
    ...(head ? { face: head.face, headConfidence: head.confidence } : {}),
  };
}

function frameFeatures({ luma, rgb, width, height }: DecodedFrame): Record<string, number> {
  const noise = noiseOf(rgb, width, height, 2 * factorFor(width, height));
  const signature = signatureOf(luma, width, height).map((word, i) => [`signature${i}`, word] as const);
  return { lumaNoise: noise.luma, chromaNoise: noise.chroma, ...Object.fromEntries(signature) };
}

function regionFeatures(
  name: 'frame' | 'subject' | 'head',
  { luma, width, height }: DecodedFrame,
  area: Area,
): Record<string, number> {
  const coarser = factorFor(width, height) * COARSER[name];
  const region = cut(luma, width, height, area, coarser);
  const detail = detailOf(region);
  const exposure = exposureOf(region);
  return {
    [`${name}Detail`]: detail.least,
    [`${name}DetailMost`]: detail.most,
    [`${name}Fine`]: detail.fine,
    [`${name}Coarse`]: detail.coarse,
    [`${name}Mean`]: exposure.mean,
    [`${name}Contrast`]: exposure.contrast,
    [`${name}Clipped`]: exposure.clipped,
    [`${name}Black`]: exposure.black,
    [`${name}High`]: exposure.high,
    [`${name}Side`]: Math.sqrt(area.width * area.height) / Math.max(width, height),
  };
}

function petFeatures({ width, height }: DecodedFrame, pet: Detection | null): Record<string, number> {
  if (!pet) return { petScore: 0, petArea: 0, petEdges: 0, petOffset: 0 };
  const { area, edges, offset } = framingOf(pet, width, height);
  return { petScore: pet.score, petArea: area, petEdges: edges, petOffset: offset };
}

function factorFor(width: number, height: number): number {
  return Math.max(1, Math.round(Math.max(width, height) / FULL_SIDE));
}
