import t from 'tap';
import { networkOf, tierFor, tiersOf } from '../../src/upscale/tiers.js';
import { type ModelEntry, readManifest } from '../../src/vision/manifest.js';
import { MODELS } from '../rig/upscalers.js';

const shipped = await readManifest(MODELS);
const [first] = shipped.models.filter(({ task }) => task === 'upscale') as [ModelEntry];
const session = { run: async () => ({}), release: async () => undefined };

/** A manifest with these options, one entry each, after a model for another task. */
function manifestWith(...options: unknown[]) {
  const detector = shipped.models.find(({ task }) => task === 'detect') as ModelEntry;
  const upscalers = options.map((value, i) => ({
    ...first,
    name: `u${i}`,
    options: value as Record<string, unknown>,
  }));
  return { folder: 'here', models: [detector, ...upscalers] };
}

const GOOD = { scale: 2, overlap: 16, align: 8 };

t.test('an image goes to the first tier that takes its size', async (t) => {
  const tiers = tiersOf(manifestWith({ ...GOOD, maxPixels: 480_000 }, GOOD));
  t.equal(tierFor(tiers, 800, 600).entry.name, 'u0');
  t.equal(tierFor(tiers, 801, 600).entry.name, 'u1');
});

t.test('without a tier for its size an image is refused with what to do', async (t) => {
  const tiers = tiersOf(manifestWith({ ...GOOD, maxPixels: 10 }));
  t.throws(() => tierFor(tiers, 4, 4), { code: 'model-missing', message: /an image of 4x4/ });
  t.throws(() => tierFor([], 4, 4), { code: 'model-missing' });
});

t.test('options that are not an upscaler are refused, saying which', async (t) => {
  for (const [options, message] of [
    [{ ...GOOD, scale: 3 }, /u0 are not valid: \/scale/],
    [{ ...GOOD, overlap: 20 }, /overlap is no multiple of align/],
    [undefined, /u0 are not valid/],
  ] as const) {
    t.throws(() => tiersOf(manifestWith(options)), { code: 'model-manifest', message });
  }
});

t.test('a network knows its tensors by the names in the manifest', async (t) => {
  const [tier] = tiersOf(manifestWith(GOOD));
  const network = networkOf(tier as never, session);
  t.match(network, {
    name: 'u0',
    input: 'image',
    output: 'enlarged',
    scale: 2,
    tile: { overlap: 16, align: 8 },
  });
});

t.test('the shipped manifest takes an image of any size', async (t) => {
  const tiers = tiersOf(shipped);
  for (const [width, height] of [
    [1, 1],
    [800, 600],
    [1600, 1200],
    [3000, 2000],
  ] as const) {
    t.ok(tierFor(tiers, width, height));
  }
});
