import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Fault } from '../errors.js';
import type { Manifest, ModelEntry } from '../vision/manifest.js';
import type { Session } from '../vision/session.js';
import type { Network } from './enlarge.js';

/** What a manifest entry with task `upscale` says in `options`. */
const UpscaleOptions = Type.Object(
  {
    scale: Type.Literal(2),
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

/**
 * The first tier that takes an image of this size.
 *
 * @throws Fault `model-missing` when none does.
 */
export function tierFor(tiers: readonly Tier[], width: number, height: number): Tier {
  const found = tiers.find(
    ({ options }) => width * height <= (options.maxPixels ?? Number.POSITIVE_INFINITY),
  );
  if (found) return found;
  throw new Fault(
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
