import { createHash } from 'node:crypto';
import sharp from 'sharp';
import t from 'tap';
import { readExif } from '../../../src/core/exif.js';
import { createUpscaler } from '../../../src/imaging/upscale/upscaler.js';
import { readManifest } from '../../../src/imaging/vision/manifest.js';
import type { ModelEntry } from '../../../src/imaging/vision/model-entry.js';
import { openModel } from '../../../src/imaging/vision/open-model.js';
import type { Session, Tensor } from '../../../src/imaging/vision/session.js';
import { cameraJpeg, MODELS } from '../../support/upscalers.js';

const manifest = await readManifest(MODELS);

/** The upscaler over the shipped models, and the names of those that it opened. */
function upscalerFor(t: { teardown(end: () => void): void }) {
  const opened: string[] = [];
  const open = async (entry: ModelEntry) => {
    opened.push(entry.name);
    const session = await openModel(manifest, entry, 1);
    t.teardown(() => session.release());
    return session;
  };
  return { upscale: createUpscaler(manifest, open), opened };
}

/** A small frame of the cat as JPEG, 200x150. */
async function smallFrame(exif: { orientation?: number } = {}): Promise<Uint8Array> {
  const image = sharp(await cameraJpeg('cat-looks-out/03.jpg')).resize(200, 150);
  return new Uint8Array(await image.withMetadata(exif).jpeg().toBuffer());
}

t.test("a camera's frame comes back twice the size, as a JPEG that says what it is", async (t) => {
  const { upscale } = upscalerFor(t);
  const bytes = await cameraJpeg('cat-looks-out/03.jpg');
  const seen: number[] = [];
  const { image, model, scale } = await upscale(
    { bytes, scale: 2 },
    { onProgress: (done) => seen.push(done) },
  );
  t.equal(scale, 2);
  t.match(image, { mime: 'image/jpeg', width: 1600, height: 1200 });
  const { width, height, format, exif } = await sharp(image.bytes).metadata();
  t.match({ width, height, format }, { width: 1600, height: 1200, format: 'jpeg' });
  const text = exif?.toString('latin1') ?? '';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  t.match(text, 'PetCam hub');
  t.match(text, `Enlarged x2 by ${model}; the original's SHA-256 is ${sha256}`);
  t.equal(seen.at(-1), 1);
});

t.test('what a photo says of camera and time is carried over, its place and its turn are not', async (t) => {
  const { upscale } = upscalerFor(t);
  const taken = sharp(await smallFrame())
    .withExif({
      IFD0: { Make: 'Samsung', Model: 'Galaxy S24', Software: 'a phone' },
      IFD2: { DateTimeOriginal: '2026:11:23 08:15:30', OffsetTimeOriginal: '+09:00', FNumber: '9/5' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 33/1 0/1' },
    })
    .withMetadata({ orientation: 6 });
  for (const photo of [await taken.clone().jpeg().toBuffer(), await taken.clone().webp().toBuffer()]) {
    const { image } = await upscale({ bytes: new Uint8Array(photo), scale: 2 }, {});
    t.match(image, { width: 300, height: 400 }, 'upright');
    const { exif, orientation } = await sharp(image.bytes).metadata();
    t.equal(orientation, 1);
    const text = exif?.toString('latin1') ?? '';
    for (const word of [
      'Samsung',
      'Galaxy S24',
      '2026:11:23 08:15:30',
      '+09:00',
      'Enlarged x2',
      'PetCam hub',
    ])
      t.match(text, word);
    t.notOk(readExif(image.bytes)?.main.some(([tag]) => tag === 0x8825));
    t.notMatch(text, /a phone/);
  }
});

t.test('a model is opened once', async (t) => {
  const { upscale, opened } = upscalerFor(t);
  const bytes = await smallFrame();
  await upscale({ bytes, scale: 2 }, {});
  await upscale({ bytes, scale: 2 }, {});
  t.equal(opened.length, 1);
});

/** A network that answers black pixels at once, twice as many on each side. */
function blackNetwork(onRelease: () => void): Session {
  const doubled = ({ type, data, dims }: Tensor): Tensor => {
    const size = data.length * 4;
    const large = dims.map((side) => (side > 3 ? side * 2 : side));
    return type === 'uint8'
      ? { type, data: new Uint8Array(size), dims: large }
      : { type, data: new Float32Array(size), dims: large };
  };
  const [output] = manifest.models.find(({ task }) => task === 'upscale')?.outputs ?? [];
  return {
    run: async (feeds) => ({ [output?.name ?? '']: doubled(Object.values(feeds)[0] as Tensor) }),
    release: async () => onRelease(),
  };
}

t.test('after a large photo the model is closed, and opened for the next one', async (t) => {
  let [opened, closed] = [0, 0];
  const upscale = createUpscaler(manifest, async () => {
    opened += 1;
    return blackNetwork(() => {
      closed += 1;
    });
  });
  const create = { width: 3200, height: 2000, channels: 3 as const, background: '#888' };
  const photo = new Uint8Array(await sharp({ create }).jpeg().toBuffer());
  t.match(await upscale({ bytes: photo, scale: 2 }, {}), { image: { width: 6400, height: 4000 } });
  t.strictSame([opened, closed], [1, 1]);
  t.match(await upscale({ bytes: await smallFrame(), scale: 2 }, {}), { image: { width: 400 } });
  t.strictSame([opened, closed], [2, 1], 'a small one leaves it open');
});

t.test('a model that failed to open is tried again', async (t) => {
  const entry = manifest.models.find(({ task }) => task === 'upscale') as ModelEntry;
  let attempts = 0;
  const upscale = createUpscaler(manifest, async () => {
    if (++attempts === 1) throw new Error('disk hiccup');
    const session = await openModel(manifest, entry, 1);
    t.teardown(() => session.release());
    return session;
  });
  const bytes = await smallFrame();
  await t.rejects(upscale({ bytes, scale: 2 }, {}), { message: 'disk hiccup' });
  t.match(await upscale({ bytes, scale: 2 }, {}), { image: { width: 400 } });
});

t.test('a photo that lies on its side comes back upright', async (t) => {
  const { upscale } = upscalerFor(t);
  const { image } = await upscale({ bytes: await smallFrame({ orientation: 6 }), scale: 2 }, {});
  t.strictSame([image.width, image.height], [300, 400]);
  t.equal((await sharp(image.bytes).metadata()).orientation ?? 1, 1);
});

t.test('a wide-gamut photo comes back in sRGB, with the colours that it showed', async (t) => {
  const { upscale } = upscalerFor(t);
  const orange = { r: 200, g: 120, b: 60 };
  const plain = sharp({ create: { width: 64, height: 48, channels: 3, background: orange } });
  const bytes = new Uint8Array(await plain.withIccProfile('p3').jpeg({ quality: 100 }).toBuffer());
  const { image } = await upscale({ bytes, scale: 2 }, {});
  const { channels } = await sharp(image.bytes).stats();
  for (const [i, level] of [200, 120, 60].entries()) {
    t.ok(Math.abs((channels[i]?.mean ?? 0) - level) < 3, `channel ${i}: ${channels[i]?.mean}`);
  }
  t.notOk((await sharp(image.bytes).metadata()).icc, 'sRGB needs no profile');
});

t.test('what is no image, and what is too large, is refused', async (t) => {
  const { upscale } = upscalerFor(t);
  const text = new TextEncoder().encode('no photo at all');
  await t.rejects(upscale({ bytes: text, scale: 2 }, {}), { code: 'image-undecodable' });
  const large = sharp({ create: { width: 5001, height: 5000, channels: 3, background: 'grey' } });
  const png = new Uint8Array(await large.png().toBuffer());
  await t.rejects(upscale({ bytes: png, scale: 2 }, {}), {
    code: 'image-too-large',
    message: /5001x5000 pixels, at most 25 megapixels/,
  });
  const larger = sharp({ create: { width: 10_000, height: 5001, channels: 3, background: 'grey' } });
  const jpeg = new Uint8Array(await larger.jpeg().toBuffer());
  await t.rejects(upscale({ bytes: jpeg, scale: 2 }, {}), { message: /at most 50 megapixels/ });
});

t.test('nothing is made for somebody who has gone', async (t) => {
  const { upscale } = upscalerFor(t);
  const stop = new AbortController();
  const onProgress = () => stop.abort(new Error('gone'));
  const working = upscale({ bytes: await smallFrame(), scale: 2 }, { signal: stop.signal, onProgress });
  await t.rejects(working, { message: 'gone' });
});

t.test('by four it takes smaller photos, and says what it made', async (t) => {
  const { upscale } = upscalerFor(t);
  const seen: number[] = [];
  const onProgress = (done: number) => seen.push(done);
  const { image } = await upscale({ bytes: await smallFrame(), scale: 4 }, { onProgress });
  t.match(image, { mime: 'image/jpeg', width: 800, height: 600 });
  t.match((await sharp(image.bytes).metadata()).exif?.toString('latin1'), 'Enlarged x4 by ');
  t.strictSame(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  t.equal(seen.at(-1), 1);
});

t.test('a second pass that nobody waits for is not begun', async (t) => {
  const { upscale } = upscalerFor(t);
  const stop = new AbortController();
  const onProgress = (done: number) => {
    if (done >= 0.2) stop.abort(new Error('gone'));
  };
  const working = upscale({ bytes: await smallFrame(), scale: 4 }, { signal: stop.signal, onProgress });
  await t.rejects(working, { message: 'gone' });
});

t.test('of two tiers the preferred one works, and auto measures the best once', async (t) => {
  const [entry] = manifest.models.filter(({ task }) => task === 'upscale') as [ModelEntry];
  const two = { ...manifest, models: [entry, { ...entry, name: 'fast' }] };
  const session = await openModel(manifest, entry, 1);
  t.teardown(() => session.release());
  let runs = 0;
  const counted = {
    ...session,
    run: (feeds: never) => {
      runs++;
      return session.run(feeds);
    },
  };
  const bytes = await smallFrame();
  const modelBy = async (preference: 'auto' | 'best' | 'fast') =>
    (await createUpscaler(two, async () => counted, preference)({ bytes, scale: 2 }, {})).model;
  t.equal(await modelBy('best'), entry.name);
  t.equal(await modelBy('fast'), 'fast');
  runs = 0;
  const upscale = createUpscaler(two, async () => counted);
  t.equal((await upscale({ bytes, scale: 2 }, {})).model, entry.name);
  const first = runs;
  await upscale({ bytes, scale: 2 }, {});
  t.ok(runs - first < first, 'the second photo needs no measuring');
});
