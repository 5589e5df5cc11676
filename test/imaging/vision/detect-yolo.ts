import t, { type Test } from 'tap';
import { createDetector } from '../../../src/imaging/vision/detect.js';
import type { ModelEntry } from '../../../src/imaging/vision/model-entry.js';
import { openSession, readSpecs } from '../../../src/imaging/vision/session.js';
import { yoloDetector } from '../../support/onnx.js';

const [CAT, DOG, PERSON] = [15, 16, 0];
const SIDE = 64;
const FORM = { kind: 'yolo', side: SIDE, threshold: 0.25, overlap: 0.6 };
const PLANES = { layout: 'nchw', order: 'rgb', deviation: [255, 255, 255] };
const BOXES = [
  [32, 32, 32, 16],
  [10, 32, 8, 8],
  [50, 32, 8, 8],
] as const;

async function detectorOf(t: Test, bytes: Uint8Array, options: object) {
  const specs = await readSpecs('mine', bytes);
  const session = await openSession({ name: 'mine', bytes, ...specs }, 1);
  t.teardown(() => session.release());
  return createDetector({ name: 'mine', ...specs, options } as unknown as ModelEntry, session);
}

const picture = (width: number, height: number, level: number) => ({
  data: new Uint8Array(width * height * 3).fill(level),
  width,
  height,
});

t.test(
  'a YOLO of one’s own finds pets and people in the picture, whichever way its answer lies',
  async (t) => {
    for (const form of [{}, { turned: true }, { objectness: true }, { turned: true, objectness: true }]) {
      const bytes = yoloDetector({ side: SIDE, boxes: BOXES, classes: [DOG, PERSON, 99], ...form });
      const detect = await detectorOf(t, bytes, { ...FORM, pixels: PLANES });
      const { pets, others } = await detect(picture(128, 64, 230));
      t.match(pets, [{ label: 'dog', x: 32, y: 16, width: 64, height: 32 }], JSON.stringify(form));
      t.match(others, [{ label: 'person' }]);
      t.match(pets[0]?.score.toFixed(2), form.objectness ? '0.81' : '0.90', 'it saw the pixels as 0 to 1');
    }
  },
);

t.test('what is dim is a hint at most; the border is not part of the picture', async (t) => {
  const bytes = yoloDetector({ side: SIDE, boxes: BOXES, classes: [CAT, 99, 99] });
  const detect = await detectorOf(t, bytes, { ...FORM, pixels: PLANES, around: 0 });
  t.match(await detect(picture(128, 64, 40)), { pets: [], hint: { label: 'cat' } });
  t.match(await detect(picture(128, 64, 5)), { pets: [], hint: null });
});

t.test('a picture in the corner is measured from there', async (t) => {
  const bytes = yoloDetector({ side: SIDE, boxes: [[16, 16, 32, 16]], classes: [CAT] });
  const detect = await detectorOf(t, bytes, { ...FORM, pixels: PLANES, place: 'corner' });
  t.match((await detect(picture(128, 64, 230))).pets, [{ x: 0, y: 16, width: 64, height: 32 }]);
});

t.test('an answer that is no such head, and options that are not its own, are named', async (t) => {
  const bytes = yoloDetector({ side: SIDE, boxes: BOXES, classes: [CAT, 1, 2] });
  const detect = await detectorOf(t, bytes, { ...FORM, pixels: PLANES, strides: [8, 16, 32] });
  await t.rejects(detect(picture(64, 64, 200)), { code: 'model-shape', message: /answers \[1,84,3\]/ });
  await t.rejects(detectorOf(t, bytes, { ...FORM, side: 1 }), { code: 'model-manifest', message: /\/side/ });
});
