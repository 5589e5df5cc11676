import fc from 'fast-check';
import t from 'tap';
import { closeJpeg, readJpegStructure } from '../../../src/imaging/vision/jpeg-structure.js';
import { fixture, gradient } from '../../support/photos.js';

const baseline = () => gradient(120, 90).jpeg().toBuffer();
const progressive = () => gradient(120, 90).jpeg({ progressive: true }).toBuffer();

t.test('size and scans are read from the markers alone', async (t) => {
  t.match(readJpegStructure(await baseline()), { width: 120, height: 90, scans: 1 });
  const many = readJpegStructure(await progressive());
  t.match(many, { width: 120, height: 90 });
  t.ok(many.scans > 3, `${many.scans} scans`);
  t.match(readJpegStructure(fixture('cat-focus', 0)), { width: 800, height: 600, scans: 1 });
});

t.test('what follows the end marker does not count', async (t) => {
  const whole = await baseline();
  const { scans, wholeUntil } = readJpegStructure(Buffer.concat([whole, whole]));
  t.equal(scans, 1);
  t.equal(wholeUntil, whole.length - 2);
});

t.test('a JPEG is closed where its last whole segment ends', async (t) => {
  const whole = await progressive();
  t.strictSame(Buffer.from(closeJpeg(whole)), whole, 'a whole one stays as it is');
  t.strictSame(Buffer.from(closeJpeg(Buffer.concat([whole, Buffer.alloc(9)]))), whole, 'junk goes');
  t.strictSame(Buffer.from(closeJpeg(whole.subarray(0, -2))), whole, 'the end marker is put there');
  const table = whole.lastIndexOf('ffc4', whole.length, 'hex');
  const cut = closeJpeg(whole.subarray(0, table + 7));
  t.equal(cut.length, table + 2, 'a table of which a part came goes');
});

t.test('fill bytes, restarts and headers that are too short are no damage', async (t) => {
  const scan = [0xff, 0xda, 0, 2, 1, 2, 0xff, 0, 0xff, 0xd0, 3, 0xff, 0xff, 0xd9];
  t.match(readJpegStructure(Uint8Array.from([0xff, 0xd8, ...scan])), { scans: 1, width: 0 });
  const short = [0xff, 0xd8, 0xff, 0xc0, 0, 4, 8, 0, 0xff, 0xd9];
  t.match(readJpegStructure(Uint8Array.from(short)), { width: 0, height: 0, scans: 0 });
  t.match(readJpegStructure(Uint8Array.from([0xff, 0xd8, 0xff])), { wholeUntil: 0 });
});

t.test('any bytes are read to an end', async (t) => {
  const property = fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
    const bytes = Uint8Array.from([0xff, 0xd8, ...tail]);
    return readJpegStructure(bytes).wholeUntil <= bytes.length && closeJpeg(bytes).length <= bytes.length + 2;
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 2000 }));
});
