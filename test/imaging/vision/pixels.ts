import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import t from 'tap';
import type { Refusal } from '../../../src/core/errors.js';
import { IMAGE_LIMITS } from '../../../src/imaging/vision/image-limits.js';
import {
  decodeRgb,
  encodeJpeg,
  noticePicture,
  type RgbImage,
  thumbnail,
} from '../../../src/imaging/vision/pixels.js';
import { cropRgb, letterboxRgb } from '../../../src/imaging/vision/resize.js';
import { damaged, fixture, gradient, sound, unsound } from '../../support/photos.js';

const pixel = ({ data, width }: RgbImage, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

t.test('every kind of picture decodes to upright 8-bit RGB', async (t) => {
  for (const [name, make] of Object.entries(sound)) {
    const bytes = await make();
    const { width, height } = await sharp(bytes).metadata();
    const image = await decodeRgb(bytes);
    t.strictSame([image.width, image.height], [width, height], name);
    t.equal(image.data.length, width * height * 3, name);
  }
});

t.test('colours survive the way from every colour space', async (t) => {
  for (const name of ['jpeg', 'cmyk jpeg', 'wide-gamut jpeg', 'png', '16-bit png', 'webp', 'avif']) {
    const image = await decodeRgb(await (sound[name] as () => Promise<Buffer>)());
    const [red = 0, green = 0, blue = 0] = pixel(image, 60, 45);
    const worst = Math.max(Math.abs(red - 128), Math.abs(green - 128), Math.abs(blue - 128));
    t.ok(worst < 40, `${name}: ${red}, ${green}, ${blue}`);
  }
});

t.test('what is no sound picture is refused by name, with a reason', async (t) => {
  for (const [name, { code, bytes }] of Object.entries(unsound)) {
    const given = await bytes();
    await t.rejects(decodeRgb(given), { name: 'Refusal', code, message: /image/ }, name);
    await t.rejects(thumbnail(given, 320), { name: 'Refusal', code }, `${name}, for a thumbnail`);
  }
});

t.test('a photo that was cut says how much of it is missing, or is refused when that is most', async (t) => {
  const whole = fixture('cat-focus', 0);
  let before = 1;
  for (let length = 0; length < whole.length - 2; length += 1237) {
    const image = await decodeRgb(whole.subarray(0, length)).catch((error: Refusal) => error);
    if (image instanceof Error) {
      t.equal(image.code, 'image-undecodable', `${length} bytes`);
      t.equal(before, 1, 'and once a part can be seen, more bytes never take it away');
      continue;
    }
    t.equal(image.damage.grade, 2, `${length} bytes`);
    t.ok(image.damage.missing <= before && image.damage.missing < 0.75, `${length} bytes`);
    before = image.damage.missing;
  }
  t.ok(before < 0.1);
});

t.test('what every viewer shows is decoded, and its damage graded', async (t) => {
  for (const [name, { grade, missing = false, bytes }] of Object.entries(damaged)) {
    const given = await bytes();
    const { damage, width, height } = await decodeRgb(given);
    t.equal(damage.grade, grade, name);
    t.equal(damage.missing > 0, missing, `${name}: missing lines`);
    t.equal((await thumbnail(given, 320)).width, Math.min(320, width), `${name}, ${width}x${height}`);
  }
  t.strictSame((await decodeRgb(fixture('cat-focus', 0))).damage, { grade: 0, missing: 0 });
});

t.test('nothing of a library’s own words reaches a person', async (t) => {
  for (const { bytes } of Object.values(unsound)) {
    const refusal = (await decodeRgb(await bytes()).catch((error: unknown) => error)) as Refusal;
    t.notMatch(refusal.message, /Vips|vips|heif|gif:|corrupt header|seek to|failOn|setting/);
  }
});

t.test('random damage is refused or decoded, and never anything else', async (t) => {
  const damage = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  for (const name of ['jpeg', 'progressive jpeg', 'png', 'webp', 'animated gif', 'avif']) {
    const whole = await (sound[name] as () => Promise<Buffer>)();
    const property = fc.asyncProperty(damage, async (changes) => {
      const bytes = Buffer.from(whole);
      for (const [where, value] of changes) bytes[Math.floor(where * bytes.length)] = value;
      const outcome = await decodeRgb(bytes).catch((error: unknown) => error);
      if (outcome instanceof Error)
        assert.match((outcome as Refusal).code, /^image-(undecodable|too-large)$/);
      else assert.equal((outcome as RgbImage).data.length % 3, 0);
    });
    await t.resolves(fc.assert(property, { numRuns: 60 }), name);
  }
});

t.test('limits hold to the byte and the pixel', async (t) => {
  const bytes = await gradient(40, 30).png().toBuffer();
  const within = { maxBytes: bytes.length, maxPixels: 1200, maxScans: 1 };
  t.equal((await decodeRgb(bytes, within)).width, 40);
  await t.rejects(decodeRgb(bytes, { ...within, maxBytes: bytes.length - 1 }), { code: 'image-too-large' });
  await t.rejects(decodeRgb(bytes, { ...within, maxPixels: 1199 }), { code: 'image-too-large' });
  t.match(IMAGE_LIMITS, { maxBytes: 50_000_000, maxPixels: 25_000_000 });
});

t.test('a photo taken sideways comes out upright', async (t) => {
  const flat = await decodeRgb(await gradient(40, 30).png().toBuffer());
  const turned = await decodeRgb(await gradient(40, 30).withMetadata({ orientation: 6 }).png().toBuffer());
  t.strictSame([turned.width, turned.height], [30, 40]);
  t.strictSame(pixel(turned, 29, 0), pixel(flat, 0, 0));
  t.strictSame(pixel(turned, 0, 39), pixel(flat, 39, 29));
});

t.test('a region is cut out to the pixel', async (t) => {
  const image = await decodeRgb(await gradient(64, 64).png().toBuffer());
  const part = await cropRgb(image, { left: 10, top: 20, width: 5, height: 6 });
  t.strictSame([part.width, part.height], [5, 6]);
  t.strictSame(pixel(part, 2, 3), pixel(image, 12, 23));
});

t.test('a letterboxed picture has black around it and nowhere else', async (t) => {
  const image = await decodeRgb(
    await sharp({
      create: { width: 40, height: 20, channels: 3, background: 'white' },
    })
      .png()
      .toBuffer(),
  );
  const boxed = await letterboxRgb(image, { side: 16, inside: { left: 0, top: 4, width: 16, height: 8 } });
  t.strictSame([boxed.width, boxed.height], [16, 16]);
  t.strictSame(pixel(boxed, 8, 3), [0, 0, 0]);
  t.strictSame(pixel(boxed, 8, 4), [255, 255, 255]);
  t.strictSame(pixel(boxed, 8, 11), [255, 255, 255]);
  t.strictSame(pixel(boxed, 8, 12), [0, 0, 0]);
});

t.test('a part of a picture fills the square', async (t) => {
  const image = await decodeRgb(await gradient(64, 64).png().toBuffer());
  const inside = { left: 0, top: 0, width: 16, height: 16 };
  const boxed = await letterboxRgb(image, {
    side: 16,
    inside,
    part: { left: 24, top: 8, width: 16, height: 16 },
  });
  t.strictSame(pixel(boxed, 0, 0), pixel(image, 24, 8));
  t.strictSame(pixel(boxed, 15, 15), pixel(image, 39, 23));
});

t.test('thumbnails are WebP, upright, never enlarged, and keep the shape', async (t) => {
  const bytes = await gradient(800, 600).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const small = await thumbnail(bytes, 320);
  t.strictSame([small.mime, small.width, small.height], ['image/webp', 240, 320]);
  const { format, width, height } = await sharp(small.bytes).metadata();
  t.strictSame([format, width, height], ['webp', 240, 320]);
  const large = await thumbnail(bytes, 960);
  t.strictSame([large.width, large.height], [600, 800]);
});

t.test('the picture of a notification is the best one that fits', async (t) => {
  const busy = randomBytes(320 * 240 * 3);
  const noise = await sharp(busy, { raw: { width: 320, height: 240, channels: 3 } })
    .png()
    .toBuffer();
  const calm = await gradient(320, 240).png().toBuffer();
  for (const most of [512, 2_600]) {
    const [hard, easy] = [await noticePicture(noise, most), await noticePicture(calm, most)];
    t.ok(hard.bytes.length <= most && easy.bytes.length <= most, `${most} bytes`);
    t.ok(easy.width > hard.width, 'what is easily said is shown larger');
    t.equal(easy.mime, 'image/webp');
  }
  t.equal((await noticePicture(await gradient(48, 32).png().toBuffer(), 2_600)).width, 48, 'never enlarged');
});

t.test('a JPEG is full in colour and carries no EXIF', async (t) => {
  const image = await decodeRgb(await gradient(64, 48).png().toBuffer());
  const plain = await encodeJpeg(image);
  t.strictSame([plain.mime, plain.width, plain.height], ['image/jpeg', 64, 48]);
  const facts = await sharp(plain.bytes).metadata();
  t.strictSame([facts.format, facts.chromaSubsampling, facts.exif], ['jpeg', '4:4:4', undefined]);
});
