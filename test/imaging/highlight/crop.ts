import fc from 'fast-check';
import t from 'tap';
import { cropAround } from '../../../src/imaging/highlight/crop.js';

const photo = { width: 800, height: 600 };

t.test('without a pet the middle is shown', async (t) => {
  t.strictSame(cropAround(photo, null, 1), { left: 100, top: 0, width: 600, height: 600 });
  t.strictSame(cropAround(photo, null, 4 / 3), { left: 0, top: 0, width: 800, height: 600 });
});

t.test('a pet is in the middle with room around it', async (t) => {
  const cat = { x: 0.4, y: 0.4, width: 0.3, height: 0.3 };
  const { left, top, width, height } = cropAround(photo, cat, 1);
  t.strictSame([width, height], [384, 384]);
  t.strictSame([left + width / 2, top + height / 2], [440, 330]);
});

t.test('a pet at the edge stays in the picture, one that is far away is not blown up', async (t) => {
  const corner = { x: 0.9, y: 0.9, width: 0.1, height: 0.1 };
  t.strictSame(cropAround(photo, corner, 1), { left: 440, top: 240, width: 360, height: 360 });
});

t.test('of a photo of one pixel that pixel is shown', async (t) => {
  const nothing = { x: 0, y: 0, width: 0, height: 0 };
  t.strictSame(cropAround({ width: 1, height: 1 }, nothing, 3 / 4), { left: 0, top: 0, width: 1, height: 1 });
});

t.test('the crop has its shape and lies inside, whatever is asked', async () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const side = fc.integer({ min: 1, max: 3000 });
  const subject = fc.option(fc.record({ x: part, y: part, width: part, height: part }), { nil: null });
  fc.assert(
    fc.property(side, side, subject, fc.constantFrom(1, 4 / 3, 3 / 4), (width, height, pet, shape) => {
      const crop = cropAround({ width, height }, pet, shape);
      const inside = crop.left >= 0 && crop.top >= 0;
      return (
        inside &&
        crop.width >= 1 &&
        crop.height >= 1 &&
        crop.left + crop.width <= width &&
        crop.top + crop.height <= height
      );
    }),
  );
});
