import fc from 'fast-check';
import t from 'tap';
import { measureFrame } from '../../../src/imaging/vision/measure.js';
import { type Picture, pictureOf } from '../../../src/imaging/vision/picture.js';
import { type Detection, type HeadFinding, SURE_ALONE } from '../../../src/imaging/vision/types.js';

/** A grey frame from a formula, 0..255 by pixel. */
function frame(width: number, height: number, level: (x: number, y: number) => number): Picture {
  const data = new Uint8Array(width * height * 3).map((_, i) => {
    const pixel = Math.floor(i / 3);
    return Math.max(0, Math.min(255, Math.round(level(pixel % width, Math.floor(pixel / width)))));
  });
  return pictureOf({ data, width, height });
}

const pet: Detection = { label: 'cat', score: 0.8, x: 40, y: 30, width: 60, height: 50 };
const head: HeadFinding = { face: 1.5, confidence: 2, dog: null, x: 50, y: 35, width: 24, height: 24 };
const checks = (x: number, y: number) => ((Math.floor(x / 8) + Math.floor(y / 8)) % 2 === 0 ? 60 : 190);

t.test('looks at the pet and its head, not at the scene behind them', async (t) => {
  const onPet = (x: number, y: number) => x >= 38 && x < 104 && y >= 28 && y < 84;
  const sharpPet = measureFrame(
    frame(160, 120, (x, y) => (onPet(x, y) ? checks(x, y) : 120)),
    pet,
    head,
  );
  const sharpScene = measureFrame(
    frame(160, 120, (x, y) => (onPet(x, y) ? 120 : checks(x, y))),
    pet,
    head,
  );
  for (const name of ['headDetail', 'headFine', 'headContrast', 'subjectContrast'] as const) {
    t.ok(sharpPet[name] > 100 * (sharpScene[name] + 0.01), name);
  }
});

t.test('measures how sharp the frame is where there may be no pet', async (t) => {
  const features = (score: number) => measureFrame(frame(160, 120, checks), { ...pet, score }, head);
  t.ok((features(0.2).frameDetail as number) > 10);
  t.notOk('frameDetail' in features(SURE_ALONE));
});

t.test('lets the frame stand for the pet where there is none', async (t) => {
  const features = measureFrame(frame(160, 120, checks), null, null);
  t.equal(features.subjectMean?.toFixed(6), features.frameMean?.toFixed(6));
  t.equal(features.headMean?.toFixed(6), features.frameMean?.toFixed(6));
  t.equal(features.petScore, 0);
  t.notOk('face' in features);
  t.notOk('headConfidence' in features);
});

t.test('passes on what the head model said', async (t) => {
  const features = measureFrame(frame(160, 120, checks), pet, head);
  t.equal(features.face, 1.5);
  t.equal(features.headConfidence, 2);
  t.equal(features.petScore, 0.8);
  t.notOk('dog' in features, 'it does not tell dogs from cats');
  t.equal(measureFrame(frame(160, 120, checks), pet, { ...head, dog: -2 }).dog, -2);
});

t.test('a picture of twice the size measures alike', async (t) => {
  const rings = (scale: number) => (x: number, y: number) =>
    128 + 90 * Math.sin(Math.hypot(x / scale - 80, y / scale - 3) / 4);
  const small = measureFrame(frame(1600, 64, rings(10)), null, null);
  const large = measureFrame(frame(3200, 128, rings(20)), null, null);
  const ratio = (large.frameDetail as number) / (small.frameDetail as number);
  t.ok(ratio > 0.8 && ratio < 1.25, `ratio ${ratio}`);
});

t.test('every number is finite, whatever the frame and the boxes', async () => {
  const edge = fc.double({ min: -60, max: 90, noNaN: true });
  const size = fc.double({ min: 0, max: 200, noNaN: true });
  const box = fc.record({ x: edge, y: edge, width: size, height: size });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer(),
      fc.option(box),
      fc.option(box),
      (width, height, seed, petBox, headBox) => {
        const features = measureFrame(
          frame(width, height, (x, y) => ((x * 73 + y * 131 + seed) * 7919) % 256),
          petBox && { label: 'dog', score: 0.5, ...petBox },
          headBox && { face: 0, confidence: 0, dog: 0, ...headBox },
        );
        return Object.values(features).every(Number.isFinite);
      },
    ),
  );
});
