import fc from 'fast-check';
import t from 'tap';
import { cropAround } from '../../../src/web/components/crop.js';

/** The part of the picture that the tile shows, in parts of the picture. */
function shown(photo: Parameters<typeof cropAround>[0]) {
  const { left, top, width, height } = cropAround(photo);
  return { x: -left / width, y: -top / height, width: 100 / width, height: 100 / height };
}

t.test('the middle of a photo without a pet', async (t) => {
  const { x, y, width, height } = shown({ width: 800, height: 600, subject: null });
  t.strictSame(
    [x, y, width, height].map((part) => Math.abs(Math.round(part * 1000))),
    [125, 0, 750, 1000],
  );
});

t.test('a pet at the edge is in the tile, and larger than in the photo', async (t) => {
  const pet = { x: 0.85, y: 0.5, width: 0.15, height: 0.3 };
  const part = shown({ width: 800, height: 600, subject: pet });
  t.ok(part.x <= pet.x && part.x + part.width >= pet.x + pet.width - 1e-9);
  t.ok(part.height < 0.7);
});

t.test('whatever the photo and the pet, the tile is full and shows as much of the pet as fits', async () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 4000 }),
      fc.integer({ min: 100, max: 4000 }),
      part,
      part,
      part,
      part,
      (width, height, x, y, w, h) => {
        const subject = { x, y, width: w * (1 - x), height: h * (1 - y) };
        const seen = shown({ width, height, subject });
        const inside =
          seen.x >= -1e-6 &&
          seen.y >= -1e-6 &&
          seen.x + seen.width <= 1 + 1e-6 &&
          seen.y + seen.height <= 1 + 1e-6;
        const fits =
          subject.width > seen.width ||
          (seen.x <= subject.x + 1e-6 && seen.x + seen.width >= subject.x + subject.width - 1e-6);
        return inside && fits;
      },
    ),
  );
});
