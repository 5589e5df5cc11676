import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import t from 'tap';
import { type PhotoFacts, withPhotoExif } from '../../src/core/photo-exif.js';
import { turnJpeg } from '../../src/core/upright.js';
import { SAMPLE_BURSTS } from '../support/hub.js';

const photo = readFileSync(path.join(SAMPLE_BURSTS, 'cat-focus/00.jpg'));
const facts: PhotoFacts = {
  taken: { date: '2026-11-23', time: '08:15:30', offset: '+01:00', fraction: '042' },
  camera: '거실',
  software: 'PetCam hub 0.1.0',
  description: 'Sharpest of 6.',
};

t.test('a reader finds what was written, and the picture is the same', async (t) => {
  const bytes = withPhotoExif(photo, facts);
  const { exif, width } = await sharp(bytes).metadata();
  t.equal(width, 800);
  const text = exif?.toString('utf8') ?? '';
  for (const word of ['2026:11:23 08:15:30', '+01:00', '042', '거실', 'PetCam hub 0.1.0', 'Sharpest of 6.'])
    t.match(text, word);
  const pixels = (jpeg: Uint8Array) => sharp(jpeg).raw().toBuffer();
  t.ok((await pixels(bytes)).equals(await pixels(photo)));
});

t.test('not a byte is changed but for the segment, which comes after the one of JFIF', (t) => {
  const bytes = Buffer.from(withPhotoExif(photo, facts));
  t.equal(photo.readUInt16BE(2), 0xffe0);
  const offset = 4 + photo.readUInt16BE(4);
  t.equal(bytes.readUInt16BE(offset), 0xffe1);
  const length = 2 + bytes.readUInt16BE(offset + 2);
  t.ok(Buffer.concat([bytes.subarray(0, offset), bytes.subarray(offset + length)]).equals(photo));
  const bare = Buffer.concat([photo.subarray(0, 2), photo.subarray(offset)]);
  t.equal(Buffer.from(withPhotoExif(bare, facts)).readUInt16BE(2), 0xffe1, 'first where there is no JFIF');
  t.end();
});

t.test('a photo that has Exif already, and what is no JPEG, stay as they are', (t) => {
  const once = withPhotoExif(photo, facts);
  t.equal(withPhotoExif(once, { ...facts, camera: 'another' }), once);
  const other = Buffer.concat([
    photo.subarray(0, 2),
    Buffer.from('ffe10008', 'hex'),
    Buffer.from('http:/'),
    photo.subarray(2),
  ]);
  t.ok(withPhotoExif(other, facts).length > other.length, 'XMP is not Exif');
  for (const text of ['', 'short', 'this is a text and no picture']) {
    const bytes = Buffer.from(text);
    t.equal(withPhotoExif(bytes, facts), bytes);
  }
  t.end();
});

t.test('a photo of a camera that is mounted sideways is upright for every reader', async (t) => {
  const bytes = withPhotoExif(turnJpeg(photo, 90), facts);
  const { exif, orientation } = await sharp(bytes).metadata();
  t.equal(orientation, 6);
  t.match(exif?.toString('utf8'), 'Sharpest of 6.', 'in one segment');
  t.equal((await sharp(withPhotoExif(photo, facts)).metadata()).orientation, 1);
});

t.test('a text without end is cut', async (t) => {
  const { exif } = await sharp(
    withPhotoExif(photo, { ...facts, description: '고양이'.repeat(50_000) }),
  ).metadata();
  t.ok((exif?.length ?? 0) < 3_000);
});

t.test('what a camera says of itself stays, and the date that it does not know is added', async (t) => {
  const own = await sharp(photo)
    .withExif({ IFD0: { Make: 'Reolink', Model: 'E1' } })
    .jpeg()
    .toBuffer();
  const text = (await sharp(withPhotoExif(own, facts)).metadata()).exif?.toString('utf8') ?? '';
  for (const word of ['Reolink', 'E1', '2026:11:23 08:15:30', '+01:00']) t.match(text, word);
  t.notMatch(text, '거실');
});
