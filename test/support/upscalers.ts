/** The shipped upscalers, and photos to try them on. */
import { readFile } from 'node:fs/promises';
import type { Network } from '../../src/imaging/upscale/enlarge.js';
import { networkOf, tiersOf } from '../../src/imaging/upscale/tiers.js';
import { readManifest } from '../../src/imaging/vision/manifest.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import { decodeRgb, type RgbImage } from '../../src/imaging/vision/pixels.js';

export const MODELS = new URL('../../models', import.meta.url).pathname;
const FIXTURES = new URL('../fixtures/', import.meta.url);

/** Opens every upscaler of models/; they are released when the test ends. */
export async function shippedUpscalers(t: { teardown(end: () => void): void }): Promise<Network[]> {
  const manifest = await readManifest(MODELS);
  return Promise.all(
    tiersOf(manifest).map(async (tier) => {
      const session = await openModel(manifest, tier.entry, 1);
      t.teardown(() => session.release());
      return networkOf(tier, session);
    }),
  );
}

export const PHOTOS = ['cat', 'cup', 'suit'];

/** One of PHOTOS: sharp, 256x192. */
export async function sharpPhoto(name: string): Promise<RgbImage> {
  return decodeRgb(await readFile(new URL(`photos/${name}.png`, FIXTURES)));
}

/** A frame of the shipped bursts, as the camera's JPEG: 800x600. */
export async function cameraJpeg(file: string): Promise<Uint8Array> {
  return readFile(new URL(`bursts/${file}`, FIXTURES));
}
