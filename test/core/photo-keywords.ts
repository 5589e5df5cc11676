import sharp from 'sharp';
import t from 'tap';
import { withKeywords } from '../../src/core/photo-keywords.js';

const photo = await sharp({ create: { width: 16, height: 8, channels: 3, background: '#875' } })
  .jpeg()
  .toBuffer();

t.test('photo programs read the names of the pets, and the picture is as it was', async (t) => {
  const named = withKeywords(photo, ['Nabi', '초코 & <Co>']);
  const { xmp } = await sharp(named).metadata();
  const text = xmp?.toString('utf8') ?? '';
  t.match(text, '<rdf:li>Nabi</rdf:li><rdf:li>초코 &amp; &lt;Co&gt;</rdf:li>');
  t.strictSame(await sharp(named).raw().toBuffer(), await sharp(photo).raw().toBuffer());
});

t.test('what has keywords of its own, is no JPEG or has none to get stays as it is', async (t) => {
  const named = withKeywords(photo, ['Nabi']);
  t.equal(withKeywords(named, ['Mochi']), named);
  t.equal(withKeywords(photo, []), photo);
  t.equal(withKeywords(photo, ['x'.repeat(70_000)]), photo, 'more than a segment holds');
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
  t.equal(withKeywords(png, ['Nabi']), png);
});

t.test('a segment that is cut off is left where it is', async (t) => {
  const cut = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x40, 1, 2, 3]);
  const named = Buffer.from(withKeywords(cut, ['Nabi']));
  t.strictSame(named.subarray(-7), cut.subarray(2));
});
