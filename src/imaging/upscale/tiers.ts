import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Fault } from '../../core/errors.js';
import type { Manifest } from '../vision/manifest.js';
import type { ModelEntry } from '../vision/model-entry.js';
import { PixelFormat } from '../vision/planes.js';
import type { Session } from '../vision/session.js';
import type { Network } from './enlarge.js';

/** Options of a manifest entry with task `upscale`. */
const UpscaleOptions = Type.Object(
  {
    scale: Type.Union([Type.Literal(2), Type.Literal(4)]),
    /** Format of input and output, where it is not bytes. */
    pixels: Type.Optional(PixelFormat),
    /** How far the network looks, and the grid that its tiles begin on, in pixels of the small image. */
    overlap: Type.Integer({ minimum: 0, maximum: 128 }),
    align: Type.Integer({ minimum: 1, maximum: 64 }),
    /** Larger images go to the next entry; without it any size is taken. */
    maxPixels: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);

/** One upscaling model of the manifest with its checked options. */
export interface Tier {
  entry: ModelEntry;
  options: Static<typeof UpscaleOptions>;
}

/** A tile's longest side: bounds what one inference needs, at a fifth more work than without tiles. */
const TILE_SIDE = 512;

/**
 * The manifest's upscaling models, best first.
 *
 * @throws Fault `model-manifest` when an entry's options are not those of an upscaler.
 */
export function tiersOf(manifest: Manifest): Tier[] {
  return manifest.models.filter(({ task }) => task === 'upscale').map(checked);
}

/** Which tier an owner wants: the best, the fastest, or the best that does not keep anybody waiting. */
export type Preference = 'auto' | 'best' | 'fast';

/** Time in ms that an enlargement may take before `auto` goes on to a faster tier. */
export const MOST_MS = 20_000;

/** Pixels of the small image, and the factor of the enlargement. */
export interface Task {
  width: number;
  height: number;
  scale: 2 | 4;
}

/**
 * The tier for an image: of those that take its size the first, with `fast` the last, with `auto` the first that this
 * machine is expected to finish in time. `paceOf` measures a tier, in milliseconds for a million pixels that go in; it
 * is asked only where there is a choice.
 *
 * @throws Fault `model-missing` when no tier takes an image of this size.
 */
export async function tierFor(
  tiers: readonly Tier[],
  task: Task,
  preference: Preference,
  paceOf: (tier: Tier) => Promise<number>,
): Promise<Tier> {
  const pixels = task.width * task.height;
  const taking = tiers.filter(({ options }) => pixels <= (options.maxPixels ?? Number.POSITIVE_INFINITY));
  const [best, last] = [taking[0], taking.at(-1)];
  if (!best || !last) throw noTier(task);
  if (preference !== 'auto') return preference === 'best' ? best : last;
  for (const tier of taking.slice(0, -1)) {
    const milliseconds = (await paceOf(tier)) * work(tier, task);
    if (milliseconds <= MOST_MS) return tier;
  }
  return last;
}

/** Million pixels that go through the network, in one pass or in two. */
function work({ options }: Tier, { width, height, scale }: Task): number {
  const passes = options.scale < scale ? 1 + options.scale ** 2 : 1;
  return (passes * width * height) / 1e6;
}

function noTier({ width, height }: Task): Fault {
  return new Fault(
    'model-missing',
    `models/manifest.json has no upscaler for an image of ${width}x${height}`,
    'put back the models folder that came with the hub, or add an entry without maxPixels',
  );
}

/** The tier's network, ready to enlarge; `session` is its model. */
export function networkOf({ entry, options }: Tier, session: Session): Network {
  const { overlap, align, scale } = options;
  const tile = { side: TILE_SIDE, overlap, align };
  return {
    name: entry.name,
    session,
    input: nameOf(entry.inputs),
    output: nameOf(entry.outputs),
    scale,
    tile,
    pixels: options.pixels,
  };
}

/** The manifest's schema demands at least one. */
function nameOf([first]: readonly { name: string }[]): string {
  return (first as { name: string }).name;
}

function checked(entry: ModelEntry): Tier {
  const { options } = entry;
  if (!Value.Check(UpscaleOptions, options)) {
    const errors = Value.Errors(UpscaleOptions, options);
    throw invalid(entry, errors.map((error) => `${error.instancePath} ${error.message}`).join('; '));
  }
  if (options.overlap % options.align !== 0) throw invalid(entry, 'overlap is no multiple of align');
  return { entry, options };
}

function invalid(entry: ModelEntry, what: string): Fault {
  return new Fault(
    'model-manifest',
    `the options of model ${entry.name} are not valid: ${what}`,
    'correct the entry in models/manifest.json; the upscalers that came with the hub show the fields',
  );
}
