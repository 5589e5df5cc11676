import t from 'tap';
import { correlation } from '../../../src/imaging/select/scene.js';
import { contentsOf } from '../../../src/imaging/vision/contents.js';
import { decodeRgb } from '../../../src/imaging/vision/pixels.js';
import { fixture, gradient } from '../../support/photos.js';

t.test('what is in a box is 256 levels, also at the edge and for an empty box', async (t) => {
  const image = await decodeRgb(await gradient(64, 48).png().toBuffer());
  const boxes = [
    { x: 0, y: 0, width: 1, height: 1 },
    { x: 0.9, y: 0.9, width: 0.5, height: 0.5 },
    { x: 1.2, y: -3, width: 0, height: 0 },
  ];
  const contents = await contentsOf(image, boxes);
  t.equal(contents.length, 3);
  for (const levels of contents) {
    t.equal(levels.length, 256);
    t.ok(levels.every((level) => Number.isInteger(level) && level >= 0 && level <= 255));
  }
});

t.test('the same place looks the same in weaker light, two places do not', async (t) => {
  const image = await decodeRgb(await fixture('cat-focus', 0));
  const darker = { ...image, data: image.data.map((level) => Math.round(level * 0.6)) };
  const boxes = [
    { x: 0.1, y: 0.1, width: 0.4, height: 0.5 },
    { x: 0.5, y: 0.4, width: 0.4, height: 0.5 },
  ];
  const [[one = [], other = []], [dim = []]] = [
    await contentsOf(image, boxes),
    await contentsOf(darker, boxes),
  ];
  t.ok(correlation(one, dim) > 0.99);
  t.ok(correlation(one, other) < 0.9);
});
