import t from 'tap';
import { keepPictures, pictureOf } from '../../../src/imaging/vision/picture.js';
import { decodeRgb } from '../../../src/imaging/vision/pixels.js';
import { gradient, unsound } from '../../support/photos.js';

const jpeg = (width: number, height: number) => gradient(width, height).jpeg().toBuffer();

t.test('seen from afar, a picture is between two and four hundred pixels long', async (t) => {
  const sizes = [
    [800, 600, 4],
    [300, 640, 3],
    [160, 120, 1],
  ] as const;
  for (const [width, height, factor] of sizes) {
    const { coarse, ...picture } = pictureOf(await decodeRgb(await jpeg(width, height)));
    t.equal(picture.factor, factor);
    t.strictSame([coarse.width, coarse.height], [Math.floor(width / factor), Math.floor(height / factor)]);
    t.equal(coarse.data.length, coarse.width * coarse.height);
  }
});

t.test('a frame that is looked at again is not decoded again', async (t) => {
  const pictures = keepPictures();
  const bytes = await jpeg(40, 30);
  const first = await pictures.of(bytes);
  t.equal(await pictures.of(Buffer.from(bytes)), first, 'the same bytes, in other memory');
  t.not(await pictures.of(await jpeg(40, 32)), first);
  pictures.clear();
  t.not(await pictures.of(bytes), first, 'let go of');
});

t.test('memory is bounded: what was not used for longest goes first', async (t) => {
  const [a, b, c] = [await jpeg(40, 30), await jpeg(30, 40), await jpeg(20, 60)];
  const pictures = keepPictures(2 * 1200);
  const [one, two] = [await pictures.of(a), await pictures.of(b)];
  t.equal(await pictures.of(a), one);
  await pictures.of(c);
  t.equal(await pictures.of(a), one);
  t.not(await pictures.of(b), two);
  t.not(await keepPictures(100).of(a), one, 'and one that is too large is not kept, but seen');
  const padded = Buffer.concat([a, Buffer.alloc(1000)]);
  const few = keepPictures(2 * 1200, padded.length - 1);
  t.not(await few.of(padded), await few.of(padded), 'nor is one of few pixels in a large file');
});

t.test('what does not decode is refused, every time', async (t) => {
  const pictures = keepPictures();
  for (const [name, { code, bytes }] of Object.entries(unsound)) {
    const given = await bytes();
    for (const time of ['at first', 'and again'])
      await t.rejects(pictures.of(given), { name: 'Refusal', code }, `${name}, ${time}`);
  }
});
