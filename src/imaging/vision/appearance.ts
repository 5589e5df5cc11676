import { coatOf } from './coat.js';
import { FOREGROUND_CELLS, foregroundOf } from './foreground.js';
import type { ModelEntry } from './model-entry.js';
import { cropOf, fitOf, squareAround } from './pet-square.js';
import type { RgbImage } from './pixels.js';
import type { Session, Tensor } from './session.js';
import type { PetBox } from './types.js';

/** Side of the square crop, as a multiple of the pet box's longer side. */
const MARGIN = 1.1;

/** Says what a pet looks like, by numbers that are near for the same animal: never its background, as far as that is told. */
export type ReadAppearance = (image: RgbImage, pet: PetBox) => Promise<number[]>;

/**
 * Reads appearances by a model whose manifest entry has task `appearance`: a crop, how much of each of its cells is pet,
 * and a description of the coat in; one row of numbers out.
 */
export function createAppearanceReader(entry: ModelEntry, session: Session): ReadAppearance {
  const side = entry.inputs.find(({ name }) => name === 'image')?.shape[1] as number;
  const cells = entry.inputs.find(({ name }) => name === 'pet')?.shape[1] as number;
  return async (image, pet) => {
    const { appearance } = await session.run(await appearanceFeeds(image, pet, side, cells));
    return Array.from(appearance?.data as Float32Array);
  };
}

/** Inputs of an appearance model for one pet: the crop of `side` pixels, and the pet in `cells` by `cells`. */
export async function appearanceFeeds(
  image: RgbImage,
  pet: PetBox,
  side: number,
  cells: number,
): Promise<Record<'image' | 'pet' | 'coat', Tensor>> {
  const square = squareAround(pet, MARGIN);
  const crop = { data: await cropOf(image, square, side), width: side, height: side };
  const { inside } = fitOf(image, square, side);
  const box = {
    x: (pet.x - square.x) / square.side,
    y: (pet.y - square.y) / square.side,
    width: pet.width / square.side,
    height: pet.height / square.side,
  };
  return feedsOf(crop, foregroundOf(crop, { box, inside }), cells);
}

/** Inputs of an appearance model for a crop whose foreground is known. */
export function feedsOf(
  crop: RgbImage,
  foreground: Float32Array,
  cells: number,
): Record<'image' | 'pet' | 'coat', Tensor> {
  const coat = coatOf(crop, foreground);
  return {
    image: { type: 'uint8', data: crop.data, dims: [1, crop.height, crop.width, 3] },
    pet: { type: 'float32', data: shrunk(foreground, cells), dims: [1, cells, cells] },
    coat: { type: 'float32', data: coat, dims: [1, coat.length] },
  };
}

/** Means of blocks of cells, so that `cells` are left on a side. */
function shrunk(foreground: Float32Array, cells: number): Float32Array {
  const factor = FOREGROUND_CELLS / cells;
  const small = new Float32Array(cells * cells);
  for (const [at, share] of foreground.entries()) {
    const row = Math.floor(Math.floor(at / FOREGROUND_CELLS) / factor);
    const column = Math.floor((at % FOREGROUND_CELLS) / factor);
    const cell = row * cells + column;
    small[cell] = (small[cell] as number) + share / (factor * factor);
  }
  return small;
}
