import { createHash } from 'node:crypto';
import { freeAllBuffers } from '../../core/collect-garbage.js';
import { type ExifFields, shortField, TAGS, textField, writeExif } from '../../core/exif.js';
import { IMAGE_LIMITS, type ImageLimits } from '../vision/image-limits.js';
import type { Manifest } from '../vision/manifest.js';
import type { ModelEntry } from '../vision/model-entry.js';
import { decodeAtMost, encodeJpeg, exifOf } from '../vision/pixels.js';
import type { Session } from '../vision/session.js';
import type { VisionTasks } from '../vision/types.js';
import type { Network, Watch } from './enlarge.js';
import { enlargeTo, measurePace } from './passes.js';
import { networkOf, type Preference, type Tier, tierFor, tiersOf } from './tiers.js';

/** The largest result. Its pixels, a quarter as many of the original, and the file keep the process below 700 MB. */
const MOST_RESULT_PIXELS = 96_000_000;

/** Limits of what may be enlarged at all: what phones make. */
const LIMITS: ImageLimits = { ...IMAGE_LIMITS, maxPlainJpegPixels: 50_000_000 };

/** A result of more pixels is encoded without the network's working memory, some 100 MB, which is soon there again. */
const MOST_PIXELS_BESIDE_NETWORK = 24_000_000;

const QUALITY = 90;

type Request = VisionTasks['upscale']['request'];
type Response = VisionTasks['upscale']['response'];

/**
 * Makes the `upscale` task. The manifest's upscale entries are tiers, best first: an image goes to the first that
 * takes its size, and on a slow hub to one that is fast enough. `open` is called once for each tier that is used, and again after a large photo. The JPEG that comes out is upright sRGB;
 * its Exif says what made it, from which original, and otherwise what the original's does of camera and time. Where the result would have more than 96 megapixels it is enlarged
 * by less, and the response says by how much.
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

  async function close({ entry }: Tier): Promise<void> {
    const session = sessions.get(entry.name);
    sessions.delete(entry.name);
    await session?.release();
  }

  /** Measured once in the life of the process. */
  async function paceOf(tier: Tier): Promise<number> {
    const pace = paces.get(tier.entry.name) ?? (await measurePace(await networkFor(tier)));
    paces.set(tier.entry.name, pace);
    return pace;
  }

  async function enlarged({ bytes, scale }: Request, watch: Watch) {
    const { image, factor } = await decodeAtMost(bytes, LIMITS, MOST_RESULT_PIXELS / 4);
    const { width, height } = image;
    const by = width * height * scale ** 2 <= MOST_RESULT_PIXELS ? scale : 2;
    const tier = await tierFor(tiers, { width, height, scale: by }, preference, paceOf);
    const network = await networkFor(tier);
    const large = await enlargeTo(image, by, network, watch);
    if (large.width * large.height > MOST_PIXELS_BESIDE_NETWORK) await close(tier);
    return { large, model: network.name, scale: Math.round(by * factor * 100) / 100 };
  }

  /** What was enlarged is no longer held when this is over, and what it was made of not even while it is encoded. */
  async function enlargedJpeg(request: Request, watch: Watch): Promise<Response> {
    const { large, model, scale } = await enlarged(request, watch);
    watch.signal?.throwIfAborted();
    freeAllBuffers();
    return { image: await encodeJpeg(large, { quality: QUALITY }), model, scale };
  }

  return async (request, watch) => {
    const { image, model, scale } = await enlargedJpeg(request, watch);
    freeAllBuffers();
    const exif = enlargedExif(await exifOf(request.bytes), describe(model, scale, request.bytes));
    return { image: { ...image, bytes: writeExif(image.bytes, exif) }, model, scale };
  };
}

/** The picture is upright now, and its place, serial numbers and preview have stayed behind (`core/exif.ts`). */
function enlargedExif({ main, detail }: ExifFields, description: string): ExifFields {
  const mine = [
    textField(TAGS.description, description),
    textField(TAGS.software, 'PetCam hub'),
    shortField(TAGS.orientation, 1),
  ];
  const others = main.filter(([tag]) => !mine.some(([own]) => own === tag));
  return { main: [...others, ...mine], detail };
}

function describe(model: string, scale: number, original: Uint8Array): string {
  const sha256 = createHash('sha256').update(original).digest('hex');
  return `Enlarged x${scale} by ${model}; the original's SHA-256 is ${sha256}`;
}
