import fc from 'fast-check';
import sharp from 'sharp';
import t from 'tap';
import { type ExifFields, readExif, readExifBlock, TAGS, textField, writeExif } from '../../src/core/exif.js';

const picture = { create: { width: 16, height: 8, channels: 3 as const, background: '#777' } };

/** What a phone writes: date, exposure, where it was, who owns it. */
const phone = {
  IFD0: { Make: 'Apple', Model: 'iPhone 15', Orientation: '6' },
  IFD2: {
    DateTimeOriginal: '2026:11:23 08:15:30',
    ExposureTime: '1/60',
    FNumber: '9/5',
    BodySerialNumber: 'SECRET-SERIAL',
    UserComment: 'SECRET-COMMENT',
  },
  IFD3: { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' },
};

const fieldOf = (fields: ExifFields | null, tag: number) =>
  [...(fields?.main ?? []), ...(fields?.detail ?? [])].find(([known]) => known === tag)?.[2];
const textOf = (fields: ExifFields | null, tag: number) =>
  Buffer.from(fieldOf(fields, tag) ?? [])
    .toString('utf8')
    .replace(/\0$/, '');

t.test('camera, time and exposure are taken over; place, serial number and notes are not', async (t) => {
  const source = await sharp(picture).withExif(phone).jpeg().toBuffer();
  t.match(source.toString('latin1'), 'SECRET-SERIAL', 'the photo has it');
  const fields = readExif(source);
  const plain = await sharp(picture).jpeg().toBuffer();
  const written = writeExif(plain, fields ?? { main: [], detail: [] });
  const { exif } = await sharp(written).metadata();
  const again = readExifBlock(exif ?? Buffer.alloc(0));
  t.equal(textOf(again, TAGS.make), 'Apple');
  t.equal(textOf(again, TAGS.model), 'iPhone 15');
  t.equal(textOf(again, TAGS.takenAt), '2026:11:23 08:15:30');
  t.strictSame(fieldOf(again, 0x829a), Buffer.from('010000003c000000', 'hex'), '1/60 s');
  t.notMatch(Buffer.from(written).toString('latin1'), /SECRET/);
  t.equal(fieldOf(again, 0x8825), undefined, 'no place');
});

t.test('the other order of bytes is read as well', (t) => {
  const big = Buffer.concat([
    Buffer.from('4d4d002a00000008', 'hex'),
    Buffer.from('0002', 'hex'),
    Buffer.from('011200030000000100060000', 'hex'),
    Buffer.from('876900040000000100000026', 'hex'),
    Buffer.from('00000000', 'hex'),
    Buffer.from('0001', 'hex'),
    Buffer.from('829a00050000000100000038', 'hex'),
    Buffer.from('00000000', 'hex'),
    Buffer.from('000000010000003c', 'hex'),
  ]);
  const fields = readExifBlock(big);
  t.strictSame(fieldOf(fields, TAGS.orientation), Buffer.from('0600', 'hex'));
  t.strictSame(fieldOf(fields, 0x829a), Buffer.from('010000003c000000', 'hex'));
  t.end();
});

t.test('a picture has one Exif segment, the last that was written, behind that of JFIF', async (t) => {
  const plain = await sharp(picture).jpeg().toBuffer();
  const once = writeExif(plain, { main: [textField(TAGS.model, 'first')], detail: [] });
  const twice = Buffer.from(writeExif(once, { main: [textField(TAGS.model, 'second')], detail: [] }));
  t.equal(textOf(readExif(twice), TAGS.model), 'second');
  t.notMatch(twice.toString('latin1'), 'first');
  t.strictSame(await sharp(twice).raw().toBuffer(), await sharp(plain).raw().toBuffer());
  const text = Buffer.from('no picture');
  t.equal(writeExif(text, { main: [], detail: [] }), text);
  t.equal(readExif(text), null);
  t.equal(readExif(plain), null);
});

t.test('a segment that somebody made up is read without harm, and fits again', (t) => {
  const head = fc.constantFrom('49492a0008000000', '4d4d002a00000008').map((hex) => Buffer.from(hex, 'hex'));
  fc.assert(
    fc.property(head, fc.uint8Array({ maxLength: 2_000 }), (start, rest) => {
      const fields = readExifBlock(Buffer.concat([start, rest]));
      const jpeg = writeExif(Buffer.from('ffd8ffd9', 'hex'), fields ?? { main: [], detail: [] });
      return jpeg.length < 65_540 && readExif(jpeg) !== null;
    }),
  );
  t.end();
});

t.test(
  'a block that ends early or is of no known order has no fields, and a type of later on is passed over',
  (t) => {
    for (const odd of ['', 'Exif\0\0', 'Exif\0\0II*\0', 'Exif\0\0XX*\0\b\0\0\0'])
      t.equal(readExifBlock(Buffer.from(odd, 'latin1')), null, JSON.stringify(odd));
    const later = Buffer.from(
      '49492a0008000000' + '0200' + '120163000100000006000000' + '0f0102000300000048690000',
      'hex',
    );
    const fields = readExifBlock(later);
    t.equal(fieldOf(fields, TAGS.orientation), undefined);
    t.equal(textOf(fields, TAGS.make), 'Hi');
    t.end();
  },
);
