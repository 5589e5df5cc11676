import t from 'tap';
import { coarseStats } from '../../../src/imaging/vision/coarse-stats.js';
import { pictureOf } from '../../../src/imaging/vision/picture.js';
import { decodeRgb } from '../../../src/imaging/vision/pixels.js';
import { fixture, gradient, sound } from '../../support/photos.js';

const seen = async (bytes: Uint8Array) => coarseStats(pictureOf(await decodeRgb(bytes)));

t.test('a frame seen from afar has its own size and twenty-five cells across', async (t) => {
  const { width, height, columns, rows, light, detail } = await seen(fixture('cat-focus', 3));
  t.strictSame([width, height, columns, rows], [800, 600, 25, 18]);
  t.strictSame([light.length, detail.length], [450, 450]);
});

t.test('a frame that lies on its side is seen upright', async (t) => {
  const bytes = await gradient(400, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  t.match(await seen(bytes), { width: 300, height: 400, columns: 18, rows: 25 });
});

t.test('every kind of picture is seen', async (t) => {
  for (const [name, make] of Object.entries(sound)) {
    const { light, detail, grain } = await seen(await make());
    t.ok([...light, ...detail, grain].every(Number.isFinite), name);
  }
});
