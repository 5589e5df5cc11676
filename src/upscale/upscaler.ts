import { createHash } from 'node:crypto';
import type { Manifest, ModelEntry } from '../vision/manifest.js';
import { decodeRgb, encodeJpeg, type PixelLimits } from '../vision/pixels.js';
import type { Session } from '../vision/session.js';
import type { VisionTasks } from '../vision/types.js';
import { enlarge, type Network, type Watch } from './enlarge.js';
import { networkOf, tierFor, tiersOf } from './tiers.js';

/** What may be enlarged at all: the result has four times the pixels, and the JPEG encoder needs them at once. */
export const UPSCALE_LIMITS: PixelLimits = { maxBytes: 50_000_000, maxPixels: 6_000_000 };

const QUALITY = 90;

type Request = VisionTasks['upscale']['request'];
type Response = VisionTasks['upscale']['response'];

/**
 * Makes the `upscale` task. The manifest's upscale entries are tiers, best first: an image goes to the first that
 * takes its size. `open` is called once for each tier that is used. The JPEG that comes out is upright sRGB and
 * its EXIF says what made it, from which original.
 *
 * The task throws a Refusal as `decodeRgb`, the signal's reason when it is aborted, a Fault as `open`, and a Fault
 * `model-missing` when no tier takes an image of this size.
 *
 * @throws Fault `model-manifest` when an entry's options are not those of an upscaler.
 */
export function createUpscaler(
  manifest: Manifest,
  open: (entry: ModelEntry) => Promise<Session>,
): (request: Request, watch: Watch) => Promise<Response> {
  const tiers = tiersOf(manifest);
  const sessions = new Map<string, Session>();

  async function networkFor(width: number, height: number): Promise<Network> {
    const tier = tierFor(tiers, width, height);
    const session = sessions.get(tier.entry.name) ?? (await open(tier.entry));
    sessions.set(tier.entry.name, session);
    return networkOf(tier, session);
  }

  return async ({ bytes }, watch) => {
    const image = await decodeRgb(bytes, UPSCALE_LIMITS);
    const network = await networkFor(image.width, image.height);
    const large = await enlarge(image, network, watch);
    watch.signal?.throwIfAborted();
    const exif = { IFD0: { Software: 'PetCam hub', ImageDescription: describe(network, bytes) } };
    return { image: await encodeJpeg(large, { quality: QUALITY, exif }), model: network.name };
  };
}

function describe({ name, scale }: Network, original: Uint8Array): string {
  const sha256 = createHash('sha256').update(original).digest('hex');
  return `Enlarged x${scale} by ${name}; the original's SHA-256 is ${sha256}`;
}
