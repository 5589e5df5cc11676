import t from 'tap';
import { chooseCut } from '../../../src/imaging/select/cut.js';
import type { AnalysedFrame } from '../../../src/imaging/select/features.js';
import type { Detection } from '../../../src/imaging/vision/types.js';

const cat: Detection = { label: 'cat', score: 0.7, x: 200, y: 150, width: 300, height: 300 };

function said(pet: Partial<Detection>, features: Record<string, number> = {}, of = 2) {
  const pets = [{ ...cat, ...pet }];
  const sharp = {
    headDetail: 30,
    headDetailMost: 45,
    headFine: 40,
    headCoarse: 400,
    petScore: 0.7,
    frameMean: 120,
  };
  const frames = Array.from({ length: of }, (_, index): AnalysedFrame => {
    const all = { ...sharp, subjectMean: 120, chromaNoise: 0.6, petOffset: index / 100, ...features };
    return { index, analysis: { width: 800, height: 600, pets, others: [], features: all } };
  });
  const { face, whole, pet: kind } = chooseCut(frames).summary.params;
  return { face, whole, kind };
}

t.test('the whole pet is in view only where its box is clear of every edge', async (t) => {
  t.equal(said({}).whole, 'yes');
  for (const cut of [{ x: 2 }, { y: 3 }, { x: 498 }, { y: 297 }])
    t.equal(said(cut).whole, 'no', JSON.stringify(cut));
});

t.test('what fills the frame is cut, wherever the box ends', async (t) => {
  t.equal(said({ x: 60, y: 50, width: 680, height: 500 }).whole, 'no');
});

t.test('a frame of which a part is lost shows nothing whole', async (t) => {
  t.equal(said({}, { damage: 2, missing: 0.02 }).whole, 'no');
});

t.test('a face looks at the camera where the model is sure of it, and not where it wavers', async (t) => {
  t.equal(said({}, { face: 2 }).face, 'yes');
  t.equal(said({}, { face: 1 }).face, 'no');
  t.equal(said({}, { face: -3 }).face, 'no');
  t.equal(said({}).face, 'no', 'nobody looked for one');
});

t.test('the kind is said where the frames of the burst agree on it', async (t) => {
  t.equal(said({}, { dog: -3 }).kind, 'cat');
  t.equal(said({ label: 'dog' }, { dog: 3 }).kind, 'dog');
  t.equal(said({}, { dog: 4 }).kind, 'dog', 'the head model knows it better than the detector');
  t.equal(said({}, { dog: 0.7 }).kind, 'pet', 'one says cat, one says dog');
});
