/**
 * The OV2640 at its typical values, as `scripts/train/degrade.py` has it (there with its ranges, for training):
 * optics, half the size, the sensor's sharpening, noise after it, its JPEG.
 */
import type { RgbImage } from '../../src/imaging/vision/pixels.js';
import { gaussian } from './filters.js';
import { throughCameraJpeg } from './jpeg-loss.js';
import { channels, combine, interleave, type Plane, planeOf } from './planes.js';
import { CUBIC, resample } from './resample.js';

const OPTICS_SIGMA = 0.9;
const SHARPEN = { radius: 1.4, amount: 0.8 };
const LUMA_NOISE = { sigma: 0.8, grain: 1.3 };
const CHROMA_NOISE = { sigma: 1.5, grain: 2.7 };
const Q = 10;

/** A camera's frame of `photo`, 1/scale its size; the sides must divide by `scale`. Same seed, same frame. */
export function cameraFrame(photo: RgbImage, scale: number, seed: number): RgbImage {
  const random = normal(seed);
  const [width, height] = [photo.width / scale, photo.height / scale];
  const small = (plane: Plane) => resample(gaussian(plane, (OPTICS_SIGMA * scale) / 2), width, height, CUBIC);
  const [r, g, b] = channels(photo);
  const sharp = sharpened([small(r), small(g), small(b)]);
  return throughCameraJpeg(interleave(noisy(sharp, random)), Q);
}

type Rgb = readonly [Plane, Plane, Plane];

function lumaOf(rgb: Rgb): Plane {
  return combine(rgb, (r, g, b) => 0.299 * r + 0.587 * g + 0.114 * b);
}

function sharpened(rgb: Rgb): Rgb {
  const luma = lumaOf(rgb);
  const extra = combine([luma, gaussian(luma, SHARPEN.radius)], (y, soft) => SHARPEN.amount * (y - soft));
  return added(rgb, [extra, extra, extra]);
}

function noisy(rgb: Rgb, random: () => number): Rgb {
  const luma = lumaOf(rgb);
  const grain = ({ sigma, grain }: typeof LUMA_NOISE, share = 1) => {
    const white = planeOf(luma.width, luma.height, random);
    return combine(
      [gaussian(white, grain, 4), luma],
      (n, y) => n * strength(y) * sigma * share * gain(grain),
    );
  };
  const [y, cb, cr] = [grain(LUMA_NOISE), grain(CHROMA_NOISE), grain(CHROMA_NOISE, 0.7)];
  return added(rgb, [
    combine([y, cr], (l, v) => l + 1.402 * v),
    combine([y, cb, cr], (l, u, v) => l - 0.344136 * u - 0.714136 * v),
    combine([y, cb], (l, u) => l + 1.772 * u),
  ]);
}

/** What a blurred white noise must be multiplied with to have its deviation back. */
function gain(blur: number): number {
  return 2 * Math.sqrt(Math.PI) * blur;
}

/** Most noise in the mid-tones, none where the sensor clips. */
function strength(luma: number): number {
  const bump = 0.45 + 0.55 * Math.sin(Math.PI * clamp(luma / 220, 0, 1));
  return clamp(bump, 0, 1) * clamp((245 - luma) / 20, 0, 1);
}

function added(rgb: Rgb, extra: Rgb): Rgb {
  const sum = (i: 0 | 1 | 2) => combine([rgb[i], extra[i]], (a, b) => clamp(a + b, 0, 255));
  return [sum(0), sum(1), sum(2)];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Normal deviates from a seed: mulberry32 and Box-Muller. */
function normal(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
