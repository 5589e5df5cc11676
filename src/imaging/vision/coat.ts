import { FOREGROUND_CELLS } from './foreground.js';
import type { RgbImage } from './pixels.js';

/** Steps of one measure in a histogram: so many, from a value to a value; what is outside counts to the outermost. */
interface Steps {
  count: number;
  from: number;
  to: number;
}

const LIGHT: Steps = { count: 8, from: 0, to: 255 };
const RELATIVE_LIGHT: Steps = { count: 8, from: 0, to: 1.25 };
const WARM: Steps = { count: 5, from: -0.12, to: 0.36 };
const YELLOW: Steps = { count: 6, from: -0.2, to: 0.6 };

const BINS = LIGHT.count * WARM.count * YELLOW.count;
const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9];
const DETAIL_STEPS = [1, 2, 4];

/** Number of numbers that describe a coat. */
export const COAT_LENGTH = 2 * BINS + SHARES.length + 3 + DETAIL_STEPS.length;

/** A pixel of the pet: how much of it is pet, its light and two differences of colour against its light. */
interface CoatPixel {
  weight: number;
  light: number;
  warm: number;
  yellow: number;
}

/** Keeps the colour of dark pixels from being their noise. */
const DARK = 40;

/**
 * Describes the coat of a pet in a square crop: square roots of two histograms of colour, once as it is lit and once
 * against its own brightest parts, quantiles of light, mean colour, and how much detail the fur has at three sizes.
 * @param pet of `foregroundOf`: how much of each cell is pet
 */
export function coatOf(crop: RgbImage, pet: Float32Array): Float32Array {
  const pixels = pixelsOf(crop, pet);
  const brightest = Math.max(DARK, quantile(pixels, 0.95));
  const lit = histogram(pixels, LIGHT, ({ light }) => light);
  const relative = histogram(pixels, RELATIVE_LIGHT, ({ light }) => light / brightest);
  const total = pixels.reduce((sum, { weight }) => sum + weight, 0) + 1e-6;
  const mean = (of: (pixel: CoatPixel) => number) =>
    pixels.reduce((sum, pixel) => sum + pixel.weight * of(pixel), 0) / total;
  const described = new Float32Array(COAT_LENGTH);
  described.set(lit);
  described.set(relative, BINS);
  const rest = [
    ...SHARES.map((share) => quantile(pixels, share) / 255),
    mean(({ warm }) => warm),
    mean(({ yellow }) => yellow),
    mean(({ warm, yellow }) => Math.hypot(warm, yellow)),
    ...DETAIL_STEPS.map((step) => detailOf(crop, pet, step)),
  ];
  described.set(rest, 2 * BINS);
  return described;
}

/** Every second pixel in both directions, averaged with its neighbours, where there is any pet. */
function pixelsOf({ data, width }: RgbImage, pet: Float32Array): CoatPixel[] {
  const factor = width / FOREGROUND_CELLS;
  const pixels: CoatPixel[] = [];
  for (let y = 0; y + 1 < width; y += 2) {
    for (let x = 0; x + 1 < width; x += 2) {
      const weight = pet[Math.floor(y / factor) * FOREGROUND_CELLS + Math.floor(x / factor)] as number;
      if (weight < 0.1) continue;
      const corner = 3 * (y * width + x);
      const channel = (at: number) =>
        ((data[corner + at] as number) +
          (data[corner + at + 3] as number) +
          (data[corner + at + 3 * width] as number) +
          (data[corner + at + 3 * width + 3] as number)) /
        4;
      const [red, green, blue] = [channel(0), channel(1), channel(2)];
      const light = 0.299 * red + 0.587 * green + 0.114 * blue;
      const warm = (red - green) / (light + DARK);
      pixels.push({ weight, light, warm, yellow: ((red + green) / 2 - blue) / (light + DARK) });
    }
  }
  return pixels;
}

/** Each pixel counts to the eight bins that it lies between. */
function histogram(
  pixels: readonly CoatPixel[],
  lightSteps: Steps,
  lightOf: (pixel: CoatPixel) => number,
): Float32Array {
  const counts = new Float32Array(BINS);
  let total = 1e-6;
  for (const pixel of pixels) {
    total += pixel.weight;
    const light = placeIn(lightSteps, lightOf(pixel));
    const warm = placeIn(WARM, pixel.warm);
    const yellow = placeIn(YELLOW, pixel.yellow);
    for (let corner = 0; corner < 8; corner++) {
      const [up, aside, on] = [corner & 1, (corner >> 1) & 1, corner >> 2];
      const share = shareOf(light, up) * shareOf(warm, aside) * shareOf(yellow, on);
      const bin =
        ((Math.floor(light) + up) * WARM.count + Math.floor(warm) + aside) * YELLOW.count +
        Math.floor(yellow) +
        on;
      counts[bin] = (counts[bin] as number) + pixel.weight * share;
    }
  }
  return counts.map((count) => Math.sqrt(count / total));
}

/** Place of a value among the steps; below the last one, so that there is always one above. */
function placeIn({ count, from, to }: Steps, value: number): number {
  return Math.min(count - 1 - 1e-6, Math.max(0, ((value - from) / (to - from)) * (count - 1)));
}

/** Share of the step below a place, or of the one above. */
function shareOf(place: number, isAbove: number): number {
  const above = place - Math.floor(place);
  return isAbove === 1 ? above : 1 - above;
}

function quantile(pixels: readonly CoatPixel[], share: number): number {
  const counts = new Float32Array(256);
  let total = 0;
  for (const { weight, light } of pixels) {
    const level = Math.round(light);
    counts[level] = (counts[level] as number) + weight;
    total += weight;
  }
  let sum = 0;
  const found = counts.findIndex((count) => {
    sum += count;
    return sum >= share * total;
  });
  return Math.max(0, found);
}

/** Natural logarithm of the mean step of luma over `step` pixels, against the mean luma, within the pet. */
function detailOf({ data, width }: RgbImage, pet: Float32Array, step: number): number {
  const factor = width / FOREGROUND_CELLS;
  let [sum, light, total] = [0, 0, 1e-6];
  const isPet = (x: number, y: number) =>
    (pet[Math.floor(y / factor) * FOREGROUND_CELLS + Math.floor(x / factor)] as number) >= 0.5;
  const luma = (x: number, y: number) => {
    const at = 3 * (y * width + x);
    return 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  };
  for (let y = 0; y + step < width; y += 2) {
    for (let x = 0; x + step < width; x += 2) {
      // An edge of the pet is no detail of its fur.
      if (!isPet(x, y) || !isPet(x + step, y) || !isPet(x, y + step)) continue;
      const here = luma(x, y);
      sum += Math.abs(here - luma(x + step, y)) + Math.abs(here - luma(x, y + step));
      light += here;
      total += 1;
    }
  }
  return Math.log((sum / total + 0.5) / (light / total + DARK));
}
