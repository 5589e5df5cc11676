import type { Region, RgbImage } from './pixels.js';

/** Cells on each side of what is told apart in a crop. */
export const FOREGROUND_CELLS = 48;

/** Where a pet's box lies in a crop, as parts of its side, and where the picture does, in its pixels. */
export interface CropPlace {
  box: { x: number; y: number; width: number; height: number };
  inside: Region;
}

/** Levels of a colour histogram in luma, and in each of two differences of colour. */
const LEVELS = { luma: 12, colour: 16 };
const BINS = LEVELS.luma * LEVELS.colour * LEVELS.colour;
/** Differences of colour beyond this many levels count as this. */
const COLOUR_REACH = 72;
const ROUNDS = 4;

/**
 * How much each of 48 by 48 cells of a square crop belongs to the pet, 0..1, row by row. What is in the middle of its box
 * is rather pet, what is outside is not; between them the colours decide, which are learned from both sides in a few
 * rounds, as GrabCut does (Rother 2004), with histograms and without its cuts.
 * @param crop square, its side a multiple of 48 pixels
 */
export function foregroundOf(crop: RgbImage, { box, inside }: CropPlace): Float32Array {
  const colours = cellColours(crop);
  const prior = priorOf(crop.width, box, inside);
  let pet: Float32Array = prior.slice();
  for (let round = 0; round < ROUNDS; round++) {
    const front = histogram(colours, pet, (share) => share);
    const behind = histogram(colours, pet, (share) => 1 - share);
    pet = smoothed(weighed(colours, prior, front, behind));
  }
  return pet.map((share, cell) => (prior[cell] === 0 ? 0 : share));
}

/** Histogram bin of each cell's mean colour. */
function cellColours({ data, width }: RgbImage): Uint16Array {
  const factor = width / FOREGROUND_CELLS;
  const bins = new Uint16Array(FOREGROUND_CELLS ** 2);
  for (let row = 0; row < FOREGROUND_CELLS; row++) {
    for (let column = 0; column < FOREGROUND_CELLS; column++) {
      const sums = [0, 0, 0];
      for (let y = row * factor; y < (row + 1) * factor; y++) {
        for (let x = column * factor; x < (column + 1) * factor; x++) {
          const at = 3 * (y * width + x);
          for (let channel = 0; channel < 3; channel++)
            sums[channel] = (sums[channel] as number) + (data[at + channel] as number);
        }
      }
      const [red, green, blue] = sums.map((sum) => sum / (factor * factor)) as [number, number, number];
      bins[row * FOREGROUND_CELLS + column] = binOf(red, green, blue);
    }
  }
  return bins;
}

function binOf(red: number, green: number, blue: number): number {
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  const level = (value: number, reach: number, levels: number) =>
    Math.min(levels - 1, Math.max(0, Math.floor(((value + reach) / (2 * reach)) * levels)));
  const light = Math.min(LEVELS.luma - 1, Math.floor((luma / 256) * LEVELS.luma));
  const warm = level(red - green, COLOUR_REACH, LEVELS.colour);
  const yellow = level((red + green) / 2 - blue, COLOUR_REACH, LEVELS.colour);
  return (light * LEVELS.colour + warm) * LEVELS.colour + yellow;
}

/** What is known before any colour is looked at. Cells outside the picture are 0. */
function priorOf(side: number, box: CropPlace['box'], inside: Region): Float32Array {
  const prior = new Float32Array(FOREGROUND_CELLS ** 2);
  const within = (from: number, length: number, at: number) => at >= from && at < from + length;
  for (let row = 0; row < FOREGROUND_CELLS; row++) {
    for (let column = 0; column < FOREGROUND_CELLS; column++) {
      const [x, y] = [(column + 0.5) / FOREGROUND_CELLS, (row + 0.5) / FOREGROUND_CELLS];
      if (!within(inside.left, inside.width, x * side) || !within(inside.top, inside.height, y * side))
        continue;
      const across = (x - box.x - box.width / 2) / (box.width / 2);
      const down = (y - box.y - box.height / 2) / (box.height / 2);
      const isInBox = Math.abs(across) <= 1 && Math.abs(down) <= 1;
      prior[row * FOREGROUND_CELLS + column] = isInBox
        ? 0.12 + 0.78 * Math.exp(-0.9 * (across * across + down * down))
        : 0.02;
    }
  }
  return prior;
}

/** Shares of the colours among cells by their weight, blurred so that colours next to each other help each other. */
function histogram(
  colours: Uint16Array,
  pet: Float32Array,
  weightOf: (share: number) => number,
): Float32Array {
  let counts: Float32Array = new Float32Array(BINS);
  let total = 0;
  for (const [cell, bin] of colours.entries()) {
    const weight = weightOf(pet[cell] as number);
    counts[bin] = (counts[bin] as number) + weight;
    total += weight;
  }
  for (const step of [1, LEVELS.colour, LEVELS.colour ** 2]) counts = blurred(counts, step);
  return counts.map((count) => count / total + 1e-6);
}

function blurred(counts: Float32Array, step: number): Float32Array {
  return counts.map(
    (count, bin) => 0.5 * count + 0.25 * ((counts[bin - step] ?? 0) + (counts[bin + step] ?? 0)),
  );
}

function weighed(
  colours: Uint16Array,
  prior: Float32Array,
  front: Float32Array,
  behind: Float32Array,
): Float32Array {
  return prior.map((before, cell) => {
    const bin = colours[cell] as number;
    const pet = before * (front[bin] as number);
    return pet / (pet + (1 - before) * (behind[bin] as number));
  });
}

/** Mean of each cell and the eight around it. */
function smoothed(values: Float32Array): Float32Array {
  const cells = FOREGROUND_CELLS;
  const along = (given: Float32Array, step: number, isEdge: (cell: number, way: number) => boolean) =>
    given.map((value, cell) => {
      const before = isEdge(cell, -1) ? value : (given[cell - step] as number);
      const after = isEdge(cell, 1) ? value : (given[cell + step] as number);
      return (before + value + after) / 3;
    });
  const rows = along(values, 1, (cell, way) => cell % cells === (way < 0 ? 0 : cells - 1));
  return along(rows, cells, (cell, way) => (way < 0 ? cell < cells : cell >= cells * (cells - 1)));
}
