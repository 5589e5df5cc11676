import { exposureOf } from './measure-exposure.js';
import { framingOf } from './measure-framing.js';
import { noiseOf } from './measure-noise.js';
import { type Area, lumaOf, type Plane, partOf } from './measure-plane.js';
import { detailOf } from './measure-sharpness.js';
import type { Picture } from './picture.js';
import type { RgbImage } from './pixels.js';
import { type Detection, type HeadFinding, SURE_PET } from './types.js';

/** Frames larger than this on the longer side are measured on averaged pixels. */
const FULL_SIDE = 1600;

/**
 * Every number that the ranking reads of one frame; all are finite. `pet` is the best one's box in pixels of the
 * picture, `head` what was found in it. The frame and the pet's box (`subject`) tell the light, from afar; the head,
 * pixel by pixel, how sharp it is. Without a pet the frame stands for both. How sharp the frame is from afar is measured
 * only where the pet is not sure, because nobody asks otherwise. Names and units: select/features.ts.
 */
export function measureFrame(
  picture: Picture,
  pet: Detection | null,
  head: HeadFinding | null,
): Record<string, number> {
  const { rgb, coarse, factor, damage } = picture;
  const frame: Area = { x: 0, y: 0, width: rgb.width, height: rgb.height };
  const subject = pet ? partOf(coarse, shrunk(pet, factor)) : coarse;
  const close = head ?? pet ?? frame;
  const closeUp = lumaOf(rgb, close, closeFactor(rgb));
  const longest = Math.max(rgb.width, rgb.height);
  return {
    ...noiseFeatures(rgb),
    ...lightFeatures('frame', coarse, sideOf(frame) / longest),
    ...lightFeatures('subject', subject, sideOf(pet ?? frame) / longest),
    ...lightFeatures('head', closeUp, sideOf(close) / longest),
    ...detailFeatures('head', closeUp),
    ...(pet && pet.score >= SURE_PET ? {} : detailFeatures('frame', coarse)),
    ...petFeatures(rgb, pet),
    ...(head ? { face: head.face, headConfidence: head.confidence } : {}),
    ...(damage.grade > 0 ? { damage: damage.grade, missing: damage.missing } : {}),
  };
}

function noiseFeatures(rgb: RgbImage): Record<string, number> {
  const noise = noiseOf(rgb.data, rgb.width, rgb.height, 2 * closeFactor(rgb));
  return { lumaNoise: noise.luma, chromaNoise: noise.chroma };
}

function lightFeatures(
  name: 'frame' | 'subject' | 'head',
  region: Plane,
  side: number,
): Record<string, number> {
  const exposure = exposureOf(region);
  return {
    [`${name}Mean`]: exposure.mean,
    [`${name}Contrast`]: exposure.contrast,
    [`${name}Clipped`]: exposure.clipped,
    [`${name}Black`]: exposure.black,
    [`${name}High`]: exposure.high,
    [`${name}Side`]: side,
  };
}

function detailFeatures(name: 'frame' | 'head', region: Plane): Record<string, number> {
  const detail = detailOf(region);
  return {
    [`${name}Detail`]: detail.least,
    [`${name}DetailMost`]: detail.most,
    [`${name}Fine`]: detail.fine,
    [`${name}Coarse`]: detail.coarse,
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
