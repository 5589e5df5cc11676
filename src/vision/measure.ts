import { exposureOf } from './measure-exposure.js';
import { framingOf } from './measure-framing.js';
import { noiseOf } from './measure-noise.js';
import { type Area, lumaOf, type Plane, partOf } from './measure-plane.js';
import { detailOf } from './measure-sharpness.js';
import { signatureOf } from './measure-signature.js';
import type { Picture } from './picture.js';
import type { RgbImage } from './pixels.js';
import type { Detection, HeadFinding } from './types.js';

/** Frames larger than this on the longer side are measured on averaged pixels. */
const FULL_SIDE = 1600;

/**
 * Every number that the ranking reads of one frame; all are finite. `pet` is the best one's box in pixels of the
 * picture, `head` what was found in it. The frame and the pet's box (`subject`) tell the light and what is there, from
 * afar; the head, pixel by pixel, how sharp it is. Without a pet the frame stands for both. Names and units:
 * select/features.ts.
 */
export function measureFrame(
  picture: Picture,
  pet: Detection | null,
  head: HeadFinding | null,
): Record<string, number> {
  const { rgb, coarse, factor } = picture;
  const frame: Area = { x: 0, y: 0, width: rgb.width, height: rgb.height };
  const subject = pet ? partOf(coarse, shrunk(pet, factor)) : coarse;
  const close = head ?? pet ?? frame;
  const longest = Math.max(rgb.width, rgb.height);
  return {
    ...frameFeatures(picture),
    ...regionFeatures('frame', coarse, sideOf(frame) / longest),
    ...regionFeatures('subject', subject, sideOf(pet ?? frame) / longest),
    ...regionFeatures('head', lumaOf(rgb, close, closeFactor(rgb)), sideOf(close) / longest),
    ...petFeatures(rgb, pet),
    ...(head ? { face: head.face, headConfidence: head.confidence } : {}),
  };
}

function frameFeatures({ rgb, coarse }: Picture): Record<string, number> {
  const noise = noiseOf(rgb.data, rgb.width, rgb.height, 2 * closeFactor(rgb));
  const signature = signatureOf(coarse).map((word, i) => [`signature${i}`, word] as const);
  return { lumaNoise: noise.luma, chromaNoise: noise.chroma, ...Object.fromEntries(signature) };
}

function regionFeatures(
  name: 'frame' | 'subject' | 'head',
  region: Plane,
  side: number,
): Record<string, number> {
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
    [`${name}Side`]: side,
  };
}

function petFeatures({ width, height }: RgbImage, pet: Detection | null): Record<string, number> {
  if (!pet) return { petScore: 0, petArea: 0, petEdges: 0, petOffset: 0 };
  const { area, edges, offset } = framingOf(pet, width, height);
  return { petScore: pet.score, petArea: area, petEdges: edges, petOffset: offset };
}

function shrunk({ x, y, width, height }: Area, factor: number): Area {
  return { x: x / factor, y: y / factor, width: width / factor, height: height / factor };
}

/** The side of the square of the same size. */
function sideOf({ width, height }: Area): number {
  return Math.sqrt(width * height);
}

function closeFactor({ width, height }: RgbImage): number {
  return Math.max(1, Math.round(Math.max(width, height) / FULL_SIDE));
}
