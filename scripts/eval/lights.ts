/** Lights in which a camera at home sees, drawn from photos: what the detector is tried in. */
import { decodeRgb, encodeJpeg, type RgbImage, rawImage, wrap } from '../../src/imaging/vision/pixels.js';
import { generator } from './bestcut-scores.js';
import { cameraFrame } from './camera.js';

/** As the photo is, grey as by infra-red, a third of the light, or as an OV2640 gives it. */
export const LIGHTS = ['colour', 'grey', 'dim', 'camera'] as const;
/** One of `LIGHTS`. */
export type Light = (typeof LIGHTS)[number];

/** Pixels of the longer side of a camera's frame. */
const LONGER_SIDE = 800;
/** Sides of a frame are multiples of this: those of a block of the JPEG with halved chroma. */
const BLOCK = 16;

const GREY = { gain: 1, noise: 3, quality: 70 };
const DIM = { gain: 0.33, noise: 6, quality: 60 };

/** Numbers from 0 to below 1. */
type Random = () => number;

/**
 * A burst of `count` frames of a photo: cut by up to 6% at each side, a little lighter or darker, in a light. The same
 * seed gives the same frames.
 */
export async function shakenBurst(
  photo: RgbImage,
  light: Light,
  count: number,
  seed: number,
): Promise<RgbImage[]> {
  const random = generator(seed);
  const frames: RgbImage[] = [];
  for (let index = 0; index < count; index++)
    frames.push(await lit(await shaken(photo, random), light, random));
  return frames;
}

/** A frame that is taken as it is but for the light; colour and camera leave it alone, for a camera took it. */
export async function realFrame(frame: RgbImage, light: Light, seed: number): Promise<RgbImage> {
  return light === 'grey' || light === 'dim' ? lit(frame, light, generator(seed)) : frame;
}

async function shaken(photo: RgbImage, random: Random): Promise<RgbImage> {
  const cut = () => 0.06 * random();
  const [left, right, top, bottom] = [cut(), cut(), cut(), cut()];
  const region = {
    left: Math.round(left * photo.width),
    top: Math.round(top * photo.height),
    width: Math.max(BLOCK, Math.round((1 - left - right) * photo.width)),
    height: Math.max(BLOCK, Math.round((1 - top - bottom) * photo.height)),
  };
  const scale = Math.min(1, LONGER_SIDE / Math.max(region.width, region.height));
  const side = (length: number) => Math.max(2, Math.round((scale * length) / BLOCK)) * BLOCK;
  const gain = 0.95 + 0.1 * random();
  return rawImage(
    wrap(photo)
      .extract(region)
      .resize(side(region.width), side(region.height), { fit: 'fill' })
      .linear(gain, 0),
  );
}

async function lit(frame: RgbImage, light: Light, random: Random): Promise<RgbImage> {
  if (light === 'camera') return cameraFrame(frame, 1, Math.floor(2 ** 31 * random()));
  if (light === 'colour') return jpeg(frame, 80);
  const { gain, noise, quality } = light === 'grey' ? GREY : DIM;
  const normal = normalOf(random);
  const data = new Uint8Array(frame.data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [red, green, blue] = [
      frame.data[at] as number,
      frame.data[at + 1] as number,
      frame.data[at + 2] as number,
    ];
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    const grain = noise * normal();
    const level = (own: number, rest: number) =>
      Math.min(255, Math.max(0, Math.round(gain * (light === 'grey' ? luma : own) + grain + rest)));
    const colour = () => (light === 'grey' ? 0 : (noise / 2) * normal());
    data[at] = level(red, colour());
    data[at + 1] = level(green, colour());
    data[at + 2] = level(blue, colour());
  }
  return jpeg({ ...frame, data }, quality);
}

async function jpeg(frame: RgbImage, quality: number): Promise<RgbImage> {
  return decodeRgb((await encodeJpeg(frame, { quality })).bytes);
}

/** Normal deviates, by Box and Muller. */
function normalOf(random: Random): Random {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
