import fc from 'fast-check';
import t from 'tap';
import { EXHAUSTIVE, type Examiner, runCascade } from '../../../src/imaging/select/cascade.js';
import { chooseCut } from '../../../src/imaging/select/cut.js';
import { isLeftOut } from '../../../src/imaging/select/features.js';
import type { CoarseStats, Detection, FrameAnalysis } from '../../../src/imaging/vision/types.js';

const cat: Detection = { label: 'cat', score: 0.7, x: 200, y: 150, width: 300, height: 300 };

/** What is true of a frame, for a made-up pair of eyes. */
interface Scene {
  /** Octaves of detail, as seen from afar and closely. */
  afar?: number;
  detail?: number;
  face?: number;
  pet?: boolean;
  light?: number;
  grain?: number;
  /** Cannot be decoded; or takes the closer look down. */
  broken?: 'coarseStats' | 'detect' | 'analyse';
  /** Where the pet is, when it is not where it is in the others. */
  x?: number;
  width?: number;
}

/** Looks at `scenes` and writes down how. */
function eyes(scenes: readonly Scene[]) {
  const asked: { index: number; how: 'coarseStats' | 'detect' | 'measure' }[] = [];
  const examiner: Examiner = {
    coarseStats: async (index) => {
      asked.push({ index, how: 'coarseStats' });
      const { afar = 6, light = 120, grain = 1, broken, width = 800 } = scenes[index] as Scene;
      const stats: CoarseStats = {
        width,
        height: 600,
        columns: 1,
        rows: 1,
        light: [light],
        detail: [afar],
        grain,
        damage: { grade: 0, missing: 0 },
      };
      return broken === 'coarseStats' ? null : stats;
    },
    detect: async (index) => {
      asked.push({ index, how: 'detect' });
      const { pet = true, broken, x = cat.x } = scenes[index] as Scene;
      if (broken === 'detect') return null;
      return { pets: pet ? [{ ...cat, x }] : [], others: [], hint: null };
    },
    analyse: async (index, box) => {
      asked.push({ index, how: 'measure' });
      const { detail = 30, face = 1, pet = true, broken, x = cat.x } = scenes[index] as Scene;
      if (broken === 'analyse') return null;
      const there = box && pet && Math.abs(box.x - x) < 0.6 * box.width;
      const features = {
        headDetail: there ? detail : 0.1,
        headDetailMost: detail * 1.5,
        headFine: 40,
        headCoarse: 400,
        subjectMean: 120,
        frameMean: 118,
        chromaNoise: 0.6,
        petScore: box?.score ?? 0,
        face: there ? face : -4,
        petOffset: index / 100,
        looked: 1 as const,
      };
      return { width: 800, height: 600, pets: box ? [box] : [], others: [], features };
    },
  };
  const count = (how: string) => asked.filter((one) => one.how === how).length;
  return { asked, examiner, count };
}

const burst = (scenes: readonly Scene[]) => [...scenes.keys()];
/** Whether the detector itself looked at the frame. */
const isDetected = ({ features }: FrameAnalysis) => features.looked === 2;

async function look(scenes: readonly Scene[]) {
  const { asked, examiner, count } = eyes(scenes);
  const frames = await runCascade(burst(scenes), examiner);
  return { frames, asked, count, cut: frames.length > 0 ? chooseCut(frames) : null };
}

t.test('the detector sees every frame that may win, of twenty the ten best', async (t) => {
  const scenes = Array.from({ length: 20 }, (_, i) => ({ afar: 6 + i / 100, face: i === 13 ? 2 : 0 }));
  const { frames, asked, count, cut } = await look(scenes);
  t.equal(cut?.chosen, 13);
  const detected = asked.filter(({ how }) => how === 'detect').map(({ index }) => index);
  t.strictSame(
    detected.sort((a, b) => a - b),
    [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
  );
  t.equal(count('measure'), 10, 'each of them is measured once');
  t.equal(count('coarseStats'), 20);
  t.equal(cut?.ranking.length, 20);
  t.ok(isDetected(frames[13]?.analysis as FrameAnalysis));
});

t.test('what is plainly worse from afar gets no closer look, but a place and a reason', async (t) => {
  const scenes = [{ afar: 2 }, {}, { light: 20 }, { light: 250 }, { grain: 5 }, {}, { afar: 4.8 }, {}, {}];
  const { frames, asked, cut } = await look(scenes);
  const closely = new Set(asked.filter(({ how }) => how === 'measure').map(({ index }) => index));
  t.strictSame([...closely].sort(), [1, 5, 7, 8]);
  t.strictSame(
    frames.filter(({ analysis }) => isLeftOut(analysis)).map(({ index }) => index),
    [0, 2, 3, 4, 6],
  );
  const why = Object.fromEntries((cut?.frames ?? []).map(({ index, reason }) => [index, reason.code]));
  t.match(why, { 0: 'out-of-focus', 2: 'darker', 3: 'brighter', 4: 'grainier', 6: 'less-sharp' });
  t.strictSame(cut?.ranking.slice(4).sort(), [0, 2, 3, 4, 6], 'they come last');
  t.match(frames[0]?.analysis.pets, [{ label: 'cat' }], 'the pet is where it is in the others');
  t.ok(cut?.frames.every(({ scores }) => Object.values(scores).every((score) => score >= 0 && score <= 1)));
});

t.test(
  'the pet is looked for until it is found, also where the first look saw nothing worth it',
  async (t) => {
    const scenes = Array.from({ length: 8 }, (_, i) => ({ pet: i === 3, afar: i === 3 ? 3 : 6 }));
    const { cut, count } = await look(scenes);
    t.equal(cut?.chosen, 3);
    t.equal(cut?.hasPet, true);
    t.ok(count('detect') <= 8);
  },
);

t.test('where the detector saw no pet none is claimed', async (t) => {
  const scenes = [{ afar: 6 }, { afar: 4 }, { afar: 3, pet: true }, { afar: 1 }];
  const { frames } = await look(scenes.map((scene) => ({ pet: false, ...scene })));
  t.strictSame(frames[0]?.analysis.pets, []);
  t.strictSame(frames[1]?.analysis.pets, []);
  t.ok(isLeftOut(frames[3]?.analysis as FrameAnalysis));
  t.match(frames[3]?.analysis.pets, [{ label: 'cat' }], 'where nobody looked it is where it ought to be');
});

t.test('a burst without a pet is looked at whole', async (t) => {
  const { cut, count } = await look(Array.from({ length: 5 }, () => ({ pet: false })));
  t.equal(cut?.hasPet, false);
  t.strictSame([count('detect'), count('measure')], [5, 5]);
});

t.test('a frame that the pet has left does not win by where the pet was', async (t) => {
  const scenes = Array.from({ length: 10 }, (_, i) => ({ pet: i < 4, detail: 20, face: 1 }));
  const { cut } = await look(scenes);
  t.ok((cut?.chosen ?? 9) < 4);
});

t.test('frames that cannot be decoded, at first or later, are not in the answer', async (t) => {
  const { frames, cut } = await look([{ broken: 'coarseStats' }, { broken: 'analyse', afar: 7 }, {}, {}]);
  t.strictSame(
    frames.map(({ index }) => index),
    [2, 3],
  );
  t.ok([2, 3].includes(cut?.chosen ?? -1));
  t.strictSame((await look([{ broken: 'coarseStats' }])).frames, []);
  t.strictSame((await look([{ broken: 'detect' }])).frames, []);
  t.strictSame((await look([{ broken: 'analyse' }])).frames, []);
});

t.test('a pet that jumps is measured where it landed', async (t) => {
  const scenes = Array.from({ length: 10 }, (_, i) => ({
    detail: 20,
    ...(i === 9 && { x: 520, detail: 60 }),
  }));
  const { frames, cut } = await look(scenes);
  t.equal(cut?.chosen, 9);
  t.match(frames[9]?.analysis, { pets: [{ x: 520 }], features: { headDetail: 60 } });
});

t.test('a frame in which the pet is elsewhere for a moment is measured there, once', async (t) => {
  const far = { x: 370, detail: 55 };
  const scenes = Array.from({ length: 10 }, (_, i) => (i === 3 ? far : { detail: 20 }));
  const { asked, frames } = await look(scenes);
  t.equal(asked.filter(({ index, how }) => index === 3 && how === 'measure').length, 1);
  t.match(frames[3]?.analysis, { pets: [{ x: 370 }], features: { headDetail: 55 } });
});

t.test('every pixel of every frame, when nothing is to be spared', async (t) => {
  const scenes = Array.from({ length: 6 }, (_, i) => ({ afar: i }));
  const { examiner, count } = eyes(scenes);
  const frames = await runCascade(burst(scenes), examiner, EXHAUSTIVE);
  t.strictSame([count('detect'), count('measure')], [6, 6]);
  t.ok(frames.every(({ analysis }) => isDetected(analysis)));
});

t.test('in a picture of another size the pet is looked for, not followed', async (t) => {
  const scenes = Array.from({ length: 6 }, (_, i) => ({
    ...(i === 2 && { width: 640, x: 400, detail: 50 }),
  }));
  const { frames, cut, asked } = await look(scenes);
  t.equal(cut?.chosen, 2);
  t.ok(asked.some(({ index, how }) => index === 2 && how === 'detect'));
  t.match(frames[2]?.analysis.pets, [{ x: 400 }]);
});

t.test('every usable frame comes back once, whatever the burst', async () => {
  const scene = fc.record({
    afar: fc.double({ min: 0, max: 10, noNaN: true }),
    detail: fc.double({ min: 0, max: 60, noNaN: true }),
    face: fc.double({ min: -5, max: 4, noNaN: true }),
    pet: fc.boolean(),
    light: fc.double({ min: 0, max: 255, noNaN: true }),
    x: fc.integer({ min: 0, max: 500 }),
    width: fc.constantFrom(800, 800, 800, 640),
    broken: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      'coarseStats' as const,
      'detect' as const,
      'analyse' as const,
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(scene, { minLength: 1, maxLength: 20 }), async (drawn) => {
      const scenes = drawn.map(({ broken, ...rest }) => ({ ...rest, ...(broken && { broken }) }));
      const { frames, cut } = await look(scenes);
      const indices = frames.map(({ index }) => index);
      if (new Set(indices).size !== indices.length) return false;
      if (scenes.some(({ broken }, i) => broken === 'coarseStats' && indices.includes(i))) return false;
      return cut === null || cut.ranking.length === frames.length;
    }),
  );
});
