import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { createDetector } from '../../../src/imaging/vision/detect.js';
import { createHeadFinder } from '../../../src/imaging/vision/head.js';
import { findModel, readManifest } from '../../../src/imaging/vision/manifest.js';
import type { ModelEntry } from '../../../src/imaging/vision/model-entry.js';
import { openModel } from '../../../src/imaging/vision/open-model.js';
import { decodeRgb } from '../../../src/imaging/vision/pixels.js';
import type { Session } from '../../../src/imaging/vision/session.js';
import type { Detection } from '../../../src/imaging/vision/types.js';

const CELLS = 12;
const pet = (x: number, y: number, width: number, height: number): Detection => ({
  label: 'cat',
  score: 0.9,
  x,
  y,
  width,
  height,
});

/** A model that sees a head of `share` of the crop in one cell, and notes what it was shown. */
function scripted(cell: number, share: number, confidence: [number, number] = [2, 1]) {
  const shown: Uint8Array[] = [];
  const session: Session = {
    run: async ({ image }) => {
      shown.push(image?.data as Uint8Array);
      const head = new Float32Array(4 * CELLS * CELLS).fill(-9);
      const size = new Float32Array(4 * CELLS * CELLS).fill(Math.log(share));
      head[cell] = confidence[0];
      head[CELLS * CELLS + cell] = confidence[1];
      const map = (data: Float32Array) => ({ type: 'float32' as const, data, dims: [4, CELLS, CELLS] });
      const face = { type: 'float32' as const, data: new Float32Array([1, 2, 0, 3]), dims: [4] };
      return { face, head: map(head), size: map(size) };
    },
    release: async () => {},
  };
  return { session, shown };
}

const entry = {
  inputs: [{ name: 'image', type: 'uint8', shape: ['crops', 96, 96, 3] }],
} as unknown as ModelEntry;
const grey = { data: new Uint8Array(400 * 300 * 3).fill(90), width: 400, height: 300 };

t.test(
  'a model that tells dogs from cats says it as the mean of all looks, another one does not',
  async (t) => {
    const { session } = scripted(0, 0.25);
    const telling: Session = {
      ...session,
      run: async (feeds) => ({
        ...(await session.run(feeds)),
        dog: { type: 'float32', data: new Float32Array([1, 3, -1, 1]), dims: [4] },
      }),
    };
    t.equal((await createHeadFinder(entry, telling)(grey, pet(100, 100, 100, 60))).dog, 1);
    t.equal((await createHeadFinder(entry, session)(grey, pet(100, 100, 100, 60))).dog, null);
  },
);

t.test('places the head in the picture, from the crop that is surer', async (t) => {
  const middle = 6 * CELLS + 6;
  const { session } = scripted(middle, 0.25);
  const found = await createHeadFinder(entry, session)(grey, pet(100, 100, 100, 60));
  t.equal(found.face, 1.5, 'the mean of all looks');
  t.equal(found.confidence, 2);
  // The first crop is 112 pixels wide around (150, 130); the cell's middle lies half a cell right and below.
  t.ok(Math.abs(found.x + found.width / 2 - (150 + 112 / 24)) < 0.5);
  t.ok(Math.abs(found.y + found.height / 2 - (130 + 112 / 24)) < 0.5);
  t.ok(Math.abs(found.width - 28) < 0.1);
  const { session: other } = scripted(middle, 0.25, [1, 3]);
  const wider = await createHeadFinder(entry, other)(grey, pet(100, 100, 100, 60));
  t.ok(Math.abs(wider.width - 135 / 4) < 0.1);
});

t.test('shows the model black where a crop reaches outside the picture', async (t) => {
  for (const cell of [0, CELLS * CELLS - 1]) {
    const { session, shown } = scripted(cell, 0.5);
    await createHeadFinder(entry, session)(grey, pet(-20, -10, 90, 400));
    const crops = shown[0] as Uint8Array;
    t.equal(crops.length, 4 * 96 * 96 * 3);
    t.equal(crops[0], 0);
    t.ok(crops.includes(90));
  }
});

t.test('survives boxes of no size and outside the picture', async (t) => {
  for (const box of [pet(10, 10, 0, 0), pet(900, 900, 30, 30), pet(-90, 5, 20, 500)]) {
    const found = await createHeadFinder(entry, scripted(5, 0.3).session)(grey, box);
    t.ok(Object.values({ ...found, dog: 0 }).every(Number.isFinite));
  }
});

t.test('the shipped model finds the head in the cat, and more of a face in it than in a wall', async (t) => {
  const manifest = await readManifest(fileURLToPath(new URL('../../../models', import.meta.url)));
  const open = (task: 'detect' | 'head') => openModel(manifest, findModel(manifest, task), 1);
  const detect = createDetector(findModel(manifest, 'detect'), await open('detect'));
  const findHead = createHeadFinder(findModel(manifest, 'head'), await open('head'));
  const photo = new URL('../../fixtures/bursts/cat-turns-head/03.jpg', import.meta.url);
  const image = await decodeRgb(readFileSync(photo));
  const cat = (await detect(image)).pets[0] as Detection;
  const face = await findHead(image, cat);
  const [x, y] = [face.x + face.width / 2, face.y + face.height / 2];
  t.ok(x > cat.x && x < cat.x + cat.width && y > cat.y && y < cat.y + cat.height);
  const wall = await findHead(grey, pet(50, 50, 200, 200));
  t.ok(face.face > wall.face + 2, `a cat ${face.face}, a wall ${wall.face}`);
});
