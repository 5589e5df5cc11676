import { readFile } from 'node:fs/promises';
import { enlarge, type Network } from '../../src/imaging/upscale/enlarge.js';
import { enlargeTo } from '../../src/imaging/upscale/passes.js';
import { networkOf, tiersOf } from '../../src/imaging/upscale/tiers.js';
import { readManifest } from '../../src/imaging/vision/manifest.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import type { RgbImage } from '../../src/imaging/vision/pixels.js';
import { openSession } from '../../src/imaging/vision/session.js';

/** A network under measurement; it keeps the time of everything it enlarged. */
export interface Measured {
  name: string;
  network: Network;
  milliseconds: number;
  megapixels: number;
}

/** Every upscaling model of a models folder, on one thread. */
export async function openTiers(folder: string): Promise<Measured[]> {
  const manifest = await readManifest(folder);
  const networks = tiersOf(manifest).map(async (tier) =>
    networkOf(tier, await openModel(manifest, tier.entry, 1)),
  );
  return (await Promise.all(networks)).map(measured);
}

/** Another graph with the same inputs and outputs as ours, run with the same tiles. */
export async function openOther(name: string, file: string, like: Network): Promise<Measured> {
  const bytes = await readFile(file);
  const inputs = [{ name: 'image', type: 'uint8', shape: [1, 'height', 'width', 3] }] as const;
  const outputs = [{ name: 'enlarged', type: 'uint8', shape: [1, 'height2', 'width2', 3] }] as const;
  const session = await openSession({ name, bytes, inputs, outputs }, 1);
  return measured({ ...like, name, session, input: 'image', output: 'enlarged' });
}

/** Enlarges as the hub does, and adds the time to the network's account. */
export async function enlargeBy(image: RgbImage, scale: 2 | 4, of: Measured): Promise<RgbImage> {
  const began = performance.now();
  const large = await enlargeTo(image, scale, of.network);
  of.milliseconds += performance.now() - began;
  of.megapixels += (image.width * image.height) / 1e6;
  return large;
}

/** Milliseconds for a million pixels of the small image. */
export function msPerMegapixel({ milliseconds, megapixels }: Measured): number {
  return milliseconds / megapixels;
}

/**
 * How many times less `ours` takes than `other` for a frame of 800x600: the fastest of `rounds` each, in turn, so that
 * other work on the machine hits both.
 */
export async function timesFaster(ours: Measured, other: Measured, rounds = 5): Promise<number> {
  const frame = {
    data: new Uint8Array(800 * 600 * 3).map((_, i) => (i * 7919) & 255),
    width: 800,
    height: 600,
  };
  const fastest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < rounds; round++) {
    for (const [i, { network }] of [ours, other].entries()) {
      const began = performance.now();
      await enlarge(frame, network);
      fastest[i] = Math.min(fastest[i] as number, performance.now() - began);
    }
  }
  return (fastest[1] as number) / (fastest[0] as number);
}

function measured(network: Network): Measured {
  return { name: network.name, network, milliseconds: 0, megapixels: 0 };
}
