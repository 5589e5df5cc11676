import sharp from 'sharp';
import t from 'tap';
import { isHeic } from '../../../src/imaging/vision/image-limits.js';
import { decodeRgb, thumbnail } from '../../../src/imaging/vision/pixels.js';
import { gradient, manyScans } from '../../support/photos.js';

/** The beginning of a HEIC file: its brands, without a picture. */
const heic = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypheic\0\0\0\0mif1heic', 'latin1'),
  Buffer.alloc(100),
]);

/** A JPEG of 9000x9000 pixels by its header, with hardly anything behind it. */
async function claimingJpeg(): Promise<Buffer> {
  const small = await gradient(16, 16).jpeg().toBuffer();
  const header = small.indexOf('ffc0', 0, 'hex');
  small.writeUInt16BE(9000, header + 5);
  small.writeUInt16BE(9000, header + 7);
  return small;
}

t.test('what costs too much to decode is refused by its header, with its size and the limit', async (t) => {
  const claiming = await claimingJpeg();
  await t.rejects(decodeRgb(claiming), {
    code: 'image-too-large',
    message: /9000x9000 pixels, at most 25 megapixels/,
  });
  await t.rejects(thumbnail(claiming, 320), { code: 'image-too-large' });
  const many = await manyScans(64, 64, 2_647);
  const before = process.cpuUsage();
  await t.rejects(decodeRgb(many), { code: 'image-too-large', message: /passes, at most 100 are taken/ });
  const { user } = process.cpuUsage(before);
  t.ok(user < 200_000, `${user / 1000} ms of processor time`);
});

t.test('an AVIF is small in bytes and large in memory', async (t) => {
  const create = { width: 5000, height: 3000, channels: 3, background: 'green' } as const;
  const avif = await sharp({ create }).avif({ effort: 0, quality: 1 }).toBuffer();
  t.ok(avif.length < 10_000);
  await t.rejects(decodeRgb(avif), { code: 'image-too-large', message: /12.5 megapixels of an AVIF/ });
});

t.test('a HEIC photo is known for one, and it is said what would be taken', async (t) => {
  t.ok(isHeic(heic));
  await t.rejects(decodeRgb(heic), { code: 'image-undecodable', message: /HEIC photo; JPEG, PNG, WebP/ });
  const avif = await gradient(32, 32).avif({ effort: 0 }).toBuffer();
  t.notOk(isHeic(avif));
  t.notOk(isHeic(Buffer.from('ftyp')));
  await t.rejects(decodeRgb(Buffer.from('<html></html>')), {
    message: /JPEG, PNG, WebP, GIF and AVIF are taken/,
  });
});
