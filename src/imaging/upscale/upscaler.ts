import { createHash } from 'node:crypto';
import { IMAGE_LIMITS, type ImageLimits } from '../vision/image-limits.js';
import type { Manifest, ModelEntry } from '../vision/manifest.js';
import { decodeRgb, encodeJpeg } from '../vision/pixels.js';
import type { Session } from '../vision/session.js';
import type { VisionTasks } from '../vision/types.js';
import type { Network, Watch } from './enlarge.js';
import { enlargeTo, measurePace } from './passes.js';
import { networkOf, type Preference, type Tier, tierFor, tiersOf } from './tiers.js';

/** The largest result: the JPEG encoder needs all of its pixels at once, three bytes each. */
const MOST_PIXELS = 24_000_000;

/** Limits of what may be enlarged at all: 6 megapixels twice, 1.5 megapixels four times. */
export function limitsFor(scale: 2 | 4): ImageLimits {
  return { ...IMAGE_LIMITS, maxPixels: MOST_PIXELS / scale ** 2 };
}

const QUALITY = 90;

type Request = VisionTasks['upscale']['request'];
type Response = VisionTasks['upscale']['response'];

/**
 * Makes the `upscale` task. The manifest's upscale entries are tiers, best first: an image goes to the first that
 * takes its size, and on a slow hub to one that is fast enough. `open` is called once for each tier that is used. The JPEG that comes out is upright sRGB and
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
  preference: Preference = 'auto',
): (request: Request, watch: Watch) => Promise<Response> {
  const tiers = tiersOf(manifest);
  const sessions = new Map<string, Session>();
  const paces = new Map<string, number>();

  async function networkFor(tier: Tier): Promise<Network> {
    const session = sessions.get(tier.entry.name) ?? (await open(tier.entry));
    sessions.set(tier.entry.name, session);
    return networkOf(tier, session);
  }

  /** Measured once in the life of the process. */
  async function paceOf(tier: Tier): Promise<number> {
    const pace = paces.get(tier.entry.name) ?? (await measurePace(await networkFor(tier)));
    paces.set(tier.entry.name, pace);
    return pace;
  }

  return async ({ bytes, scale }, watch) => {
    const image = await decodeRgb(bytes, limitsFor(scale));
    const tier = await tierFor(
      tiers,
      { width: image.width, height: image.height, scale },
      preference,
      paceOf,
    );
    const network = await networkFor(tier);
    const large = await enlargeTo(image, scale, network, watch);
    watch.signal?.throwIfAborted();
    const exif = { IFD0: { Software: 'PetCam hub', ImageDescription: describe(network, scale, bytes) } };
    return { image: await encodeJpeg(large, { quality: QUALITY, exif }), model: network.name };
  };
}

function describe({ name }: Network, scale: number, original: Uint8Array): string {
  const sha256 = createHash('sha256').update(original).digest('hex');
  return `Enlarged x${scale} by ${name}; the original's SHA-256 is ${sha256}`;
}
