import type { Measures } from './features.js';
import { exposureOf } from './measure-exposure.js';
import { framingOf } from './measure-framing.js';
import { noiseOf } from './measure-noise.js';
import { type Area, lumaOf, type Plane, partOf } from './measure-plane.js';
import { detailOf } from './measure-sharpness.js';
import type { Picture } from './picture.js';
import type { RgbImage } from './pixels.js';
import { type Detection, type HeadFinding, SURE_ALONE } from './types.js';

type Region = 'frame' | 'subject' | 'head';

/** Frames larger than this on the longer side are measured on averaged pixels. */
const FULL_SIDE = 1600;

/**
 * Every number that the ranking reads of one frame; all are finite. `pet` is the best one's box in pixels of the
 * picture, `head` what was found in it. The frame and the pet's box (`subject`) tell the light, from afar; the head,
 * pixel by pixel, how sharp it is. Without a pet the frame stands for both. How sharp the frame is from afar is measured
 * only where the pet is not sure, because nobody asks otherwise. Names and units: features.ts.
 */
export function measureFrame(picture: Picture, pet: Detection | null, head: HeadFinding | null): Measures {
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
    ...(pet && pet.score >= SURE_ALONE ? {} : detailFeatures('frame', coarse)),
    ...petFeatures(rgb, pet),
    ...(head ? headFeatures(head) : {}),
    ...(damage.grade > 0 ? { damage: damage.grade, missing: damage.missing } : {}),
  };
}

function noiseFeatures(rgb: RgbImage) {
  const noise = noiseOf(rgb.data, rgb.width, rgb.height, 2 * closeFactor(rgb));
  return { lumaNoise: noise.luma, chromaNoise: noise.chroma, colour: colourOf(rgb) };
}

/** Every so many pixels one tells the colour of a picture. */
const COLOUR_STEP = 17;

/** Mean difference between the largest and the smallest channel of a pixel, 0..255. */
function colourOf({ data }: RgbImage): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i + 2 < data.length; i += 3 * COLOUR_STEP) {
    const [red, green, blue] = [data[i] as number, data[i + 1] as number, data[i + 2] as number];
    sum += Math.max(red, green, blue) - Math.min(red, green, blue);
    count++;
  }
  return sum / count;
}

function lightFeatures<R extends Region>(region: R, plane: Plane, side: number) {
  const { mean, contrast, clipped, black, high } = exposureOf(plane);
  return named(region, {
    Mean: mean,
    Contrast: contrast,
    Clipped: clipped,
    Black: black,
    High: high,
    Side: side,
  });
}

function detailFeatures<R extends Region>(region: R, plane: Plane) {
  const { least, most, fine, coarse } = detailOf(plane);
  return named(region, { Detail: least, DetailMost: most, Fine: fine, Coarse: coarse });
}

/** Measures of a region under the names that they have as features. */
function named<R extends Region, N extends string>(
  region: R,
  measures: Record<N, number>,
): Record<`${R}${N}`, number> {
  const entries = Object.entries(measures).map(([name, value]) => [`${region}${name}`, value]);
  return Object.fromEntries(entries);
}

function petFeatures({ width, height }: RgbImage, pet: Detection | null) {
  if (!pet) return { petScore: 0, petArea: 0, petEdges: 0, petOffset: 0 };
  const { area, edges, offset } = framingOf(pet, width, height);
  return { petScore: pet.score, petArea: area, petEdges: edges, petOffset: offset };
}

function headFeatures({ face, confidence, dog }: HeadFinding) {
  return { face, headConfidence: confidence, ...(dog === null ? {} : { dog }) };
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
