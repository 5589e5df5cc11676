import t from 'tap';
import { networkOf, tierFor, tiersOf } from '../../../src/imaging/upscale/tiers.js';
import { readManifest } from '../../../src/imaging/vision/manifest.js';
import type { ModelEntry } from '../../../src/imaging/vision/model-entry.js';
import { MODELS } from '../../support/upscalers.js';

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

const frame = (width: number, height: number, scale: 2 | 4 = 2) => ({ width, height, scale });
const never = async () => {
  throw new Error('nothing to measure where there is no choice');
};

t.test('an image goes to the first tier that takes its size', async (t) => {
  const tiers = tiersOf(manifestWith({ ...GOOD, maxPixels: 480_000 }, GOOD));
  t.equal((await tierFor(tiers, frame(800, 600), 'best', never)).entry.name, 'u0');
  t.equal((await tierFor(tiers, frame(801, 600), 'best', never)).entry.name, 'u1');
  t.equal((await tierFor(tiers, frame(801, 600), 'auto', never)).entry.name, 'u1');
  t.equal((await tierFor(tiers, frame(80, 60), 'fast', never)).entry.name, 'u1');
});

t.test('a slow hub goes on to a faster tier, when the best would keep people waiting', async (t) => {
  const tiers = tiersOf(manifestWith(GOOD, GOOD));
  const named = async (task: ReturnType<typeof frame>, pace: number) =>
    (await tierFor(tiers, task, 'auto', async () => pace)).entry.name;
  t.equal(await named(frame(800, 600), 2_000), 'u0', 'a second');
  t.equal(await named(frame(800, 600), 60_000), 'u1', 'half a minute');
  t.equal(await named(frame(1200, 1000), 5_000), 'u0');
  t.equal(await named(frame(1200, 1000, 4), 5_000), 'u1', 'by four the second pass is four times as large');
});

t.test('a single tier is taken without measuring it', async (t) => {
  const tiers = tiersOf(manifestWith(GOOD));
  for (const preference of ['auto', 'best', 'fast'] as const) {
    t.equal((await tierFor(tiers, frame(800, 600), preference, never)).entry.name, 'u0');
  }
});

t.test('without a tier for its size an image is refused with what to do', async (t) => {
  const tiers = tiersOf(manifestWith({ ...GOOD, maxPixels: 10 }));
  await t.rejects(tierFor(tiers, frame(4, 4), 'auto', never), {
    code: 'model-missing',
    message: /an image of 4x4/,
  });
  await t.rejects(tierFor([], frame(4, 4), 'auto', never), { code: 'model-missing' });
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
    t.ok(await tierFor(tiers, frame(width, height), 'auto', async () => 1e9));
  }
});
