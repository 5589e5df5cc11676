import sharp from 'sharp';
import t from 'tap';
import { IMAGE_LIMITS } from '../../../src/imaging/vision/image-limits.js';
import { decodeAtMost } from '../../../src/imaging/vision/pixels.js';

/** A JPEG that lies on its side: 600x400 as stored, 400x600 as shown. */
async function sideways(): Promise<Uint8Array> {
  const plain = sharp({ create: { width: 600, height: 400, channels: 3, background: 'teal' } });
  return new Uint8Array(await plain.withMetadata({ orientation: 6 }).jpeg().toBuffer());
}

t.test('a picture within the limit is decoded as it is', async (t) => {
  const { image, factor } = await decodeAtMost(await sideways(), IMAGE_LIMITS, 240_000);
  t.match({ ...image, data: null, factor }, { width: 400, height: 600, factor: 1 });
});

t.test('a larger one is shrunk to fit, upright and in its proportions', async (t) => {
  const { image, factor } = await decodeAtMost(await sideways(), IMAGE_LIMITS, 60_000);
  t.match({ ...image, data: null, factor }, { width: 200, height: 300, factor: 0.5 });
});

t.test('so is one that is cut short', async (t) => {
  const whole = await sideways();
  const { image, factor } = await decodeAtMost(
    whole.subarray(0, whole.length - 20),
    { ...IMAGE_LIMITS, maxPlainJpegPixels: 240_000 },
    60_000,
  );
  t.match({ ...image, data: null, factor }, { width: 200, height: 300, factor: 0.5 });
});

t.test('a plain JPEG may have more pixels than another picture', async (t) => {
  const limits = { ...IMAGE_LIMITS, maxPixels: 1_000, maxPlainJpegPixels: 240_000 };
  t.ok(await decodeAtMost(await sideways(), limits, 60_000));
  const progressive = await sharp(await sideways())
    .jpeg({ progressive: true })
    .toBuffer();
  await t.rejects(decodeAtMost(progressive, limits, 60_000), { code: 'image-too-large' });
  const png = await sharp(await sideways())
    .png()
    .toBuffer();
  await t.rejects(decodeAtMost(png, limits, 60_000), { code: 'image-too-large' });
});
