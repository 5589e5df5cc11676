import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { createDetector } from '../../../src/imaging/vision/detect.js';
import { COCO_LABELS, classOf } from '../../../src/imaging/vision/labels.js';
import { findModel, readManifest } from '../../../src/imaging/vision/manifest.js';
import { openModel } from '../../../src/imaging/vision/open-model.js';
import { decodeRgb } from '../../../src/imaging/vision/pixels.js';
import { fixture, gradient } from '../../support/photos.js';

const manifest = await readManifest(fileURLToPath(new URL('../../../models', import.meta.url)));
const entry = findModel(manifest, 'detect');
const session = await openModel(manifest, entry, 1);
t.teardown(() => session.release());
const detect = createDetector(entry, session);

interface Burst {
  id: string;
  best: number[];
  pet: boolean;
}
const labels = new URL('../../fixtures/bursts/labels.json', import.meta.url);
const bursts = JSON.parse(readFileSync(labels, 'utf8')) as Burst[];

t.test('the pet is seen in the best frame of every burst, and none where nobody is', async (t) => {
  for (const { id, best, pet } of bursts) {
    const { pets } = await detect(await decodeRgb(fixture(id, best[0] as number)));
    t.equal(pets.length > 0, pet, id);
  }
});

t.test('boxes lie in the picture, best first, one for each animal', async (t) => {
  const { pets } = await detect(await decodeRgb(fixture('cat-focus', 3)));
  t.equal(pets.length, 1);
  const { label, score, x, y, width, height } = pets[0] as (typeof pets)[number];
  t.equal(label, 'cat');
  t.ok(score >= 0.25 && score <= 1);
  t.ok(x >= 0 && y >= 0 && width > 100 && height > 100 && x + width <= 800 && y + height <= 600);
});

t.test('a picture turned by its EXIF is seen upright', async (t) => {
  const { pets } = await detect(await decodeRgb(fixture('cat-focus', 3)));
  const { default: sharp } = await import('sharp');
  const sideways = await sharp(fixture('cat-focus', 3))
    .rotate(270)
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const turned = await detect(await decodeRgb(sideways));
  const distance = (turned.pets[0]?.x ?? 0) - (pets[0]?.x ?? 0);
  t.ok(Math.abs(distance) < 20, `${distance} px apart`);
});

t.test('pictures of any shape are looked at', async (t) => {
  for (const [width, height] of [
    [1, 1],
    [3000, 2],
    [2, 3000],
    [416, 416],
  ] as const) {
    const { pets, others } = await detect(await decodeRgb(await gradient(width, height).png().toBuffer()));
    t.strictSame([pets, others], [[], []], `${width}x${height}`);
  }
});

t.test('options that are not those of this head are refused with every fault', (t) => {
  const broken = { ...entry, options: { ...entry.options, side: 'large', threshold: 7 } };
  t.throws(() => createDetector(broken, session), {
    name: 'Fault',
    code: 'model-manifest',
    message: /\/side.*\/threshold/,
  });
  t.end();
});

t.test('labels are in the order of the outputs', (t) => {
  t.equal(COCO_LABELS.length, 80);
  t.strictSame([classOf('person'), classOf('cat'), classOf('dog'), classOf('toothbrush')], [0, 15, 16, 79]);
  t.end();
});
