import fc from 'fast-check';
import t from 'tap';
import { chooseCut } from '../../../src/imaging/select/cut.js';
import type { AnalysedFrame } from '../../../src/imaging/select/features.js';
import { REASON_CODES } from '../../../src/imaging/select/reasons.js';
import type { Detection, FrameAnalysis } from '../../../src/imaging/vision/types.js';

/** What a sharp, well lit frame with a cat that looks at the camera measures. */
const GOOD: Record<string, number> = {
  headDetail: 30,
  headDetailMost: 45,
  headFine: 40,
  headCoarse: 400,
  subjectMean: 120,
  subjectClipped: 0,
  headClipped: 0,
  frameMean: 118,
  frameDetail: 20,
  frameDetailMost: 30,
  frameFine: 25,
  frameCoarse: 300,
  frameClipped: 0,
  lumaNoise: 0.5,
  chromaNoise: 0.6,
  petScore: 0.7,
  petArea: 0.2,
  petEdges: 0,
  petOffset: 0.1,
  face: 1,
  dog: -3,
};

const cat: Detection = { label: 'cat', score: 0.7, x: 200, y: 150, width: 300, height: 300 };

/** Every frame is a slightly different picture, as real ones are. */
function frame(index: number, changes: Record<string, number> = {}, pets = [cat]): AnalysedFrame {
  const features = { ...GOOD, petOffset: index / 100, ...changes };
  return { index, analysis: { width: 800, height: 600, pets, others: [], features } };
}

const empty = (index: number, changes: Record<string, number> = {}) => {
  const { face, ...rest } = GOOD;
  const features = { ...rest, petScore: 0, petArea: 0, petOffset: index / 100, ...changes };
  return { index, analysis: { width: 800, height: 600, pets: [], others: [], features } };
};

const codeOf = (frames: AnalysedFrame[], index: number) =>
  chooseCut(frames).frames.find((verdict) => verdict.index === index)?.reason.code;

t.test('takes the sharp frame and says why not the others', async (t) => {
  const frames = [
    frame(0, { headDetail: 1, headDetailMost: 30, headFine: 20 }),
    frame(1),
    frame(2, { headDetail: 14, headDetailMost: 21, headFine: 18 }),
    frame(3, { headDetail: 0.3, headDetailMost: 0.45, headFine: 0.5 }),
    frame(4, { face: -3 }),
    frame(5, { face: 0.1 }),
    frame(6, { petEdges: 2, headDetail: 29 }),
    frame(7, { headDetail: 29.5, headDetailMost: 44 }),
  ];
  const cut = chooseCut(frames);
  t.equal(cut.chosen, 1);
  t.equal(cut.hasPet, true);
  t.equal(cut.pet, 'cat');
  t.equal(cut.summary.text, 'chosen: sharpest of 8 with the whole cat in view');
  const why = Object.fromEntries(cut.frames.map(({ index, reason }) => [index, reason.text]));
  t.strictSame(why, {
    0: 'moved',
    1: cut.summary.text,
    2: 'less sharp than the chosen one',
    3: 'out of focus',
    4: 'looking away',
    5: 'shows less of the face',
    6: 'cut by the edge',
    7: 'almost as good as the chosen one',
  });
});

t.test('a face beats a little more sharpness, much more sharpness beats a face', async (t) => {
  const turned = { face: -1.5, headDetail: 45, headDetailMost: 68, headFine: 60 };
  t.equal(chooseCut([frame(0, turned), frame(1)]).chosen, 1);
  const cut = chooseCut([frame(0, turned), frame(1, { face: 2 })]);
  t.equal(cut.summary.code, 'chosen-face');
  const blurred = { headDetail: 0.2, headDetailMost: 1, headFine: 0.5 };
  t.equal(chooseCut([frame(0, turned), frame(1, blurred)]).chosen, 0);
});

t.test('gates: dark, bright, noisy and empty frames come last, however sharp', async (t) => {
  const sharp = { headDetail: 300, headDetailMost: 400, headFine: 500 };
  const frames = [
    frame(0, { ...sharp, subjectMean: 40, frameMean: 40 }),
    frame(1, { ...sharp, subjectMean: 200, frameMean: 200, subjectClipped: 0.3 }),
    frame(2, { ...sharp, chromaNoise: 6 }),
    empty(3, sharp),
    frame(4),
    frame(5),
    frame(6, { headDetail: 25 }),
    frame(7, { headDetail: 20 }),
    frame(8, { headDetail: 21 }),
  ];
  const { chosen, ranking, frames: verdicts } = chooseCut(frames);
  t.equal(chosen, 4);
  t.strictSame(new Set(ranking.slice(-4)), new Set([0, 1, 2, 3]));
  t.equal(ranking.at(-1), 3, 'a frame without the pet is the last');
  t.strictSame(
    verdicts.slice(0, 4).map(({ gates, reason }) => [...gates, reason.code]),
    [
      ['too-dark', 'too-dark'],
      ['too-bright', 'too-bright'],
      ['noisy', 'noisy'],
      ['no-pet', 'no-pet'],
    ],
  );
});

t.test('a frame of which a part is missing comes after every whole one, and says so', async (t) => {
  const torn = { damage: 2, missing: 0.04, headDetail: 300, headDetailMost: 400, headFine: 500 };
  const cut = chooseCut([frame(0, torn), frame(1), frame(2, { headDetail: 12 })]);
  t.equal(cut.chosen, 1);
  t.strictSame([cut.frames[0]?.gates, cut.frames[0]?.reason.code], [['damaged'], 'damaged']);
  t.equal(cut.frames[0]?.place, 3);
});

t.test('a burst of torn frames still gives its best, and does not claim that the pet is whole', async (t) => {
  const torn = (missing: number) => ({ damage: 2, missing });
  const cut = chooseCut([frame(0, torn(0.2)), frame(1, torn(0.03)), frame(2, torn(0.4))]);
  t.equal(cut.chosen, 1);
  t.notMatch(cut.summary.text, 'whole cat');
});

t.test('a flaw that nobody sees is a hair against a frame, and nothing where all have it', async (t) => {
  t.equal(chooseCut([frame(0, { damage: 1, missing: 0 }), frame(1)]).chosen, 1);
  t.equal(chooseCut([frame(0, { damage: 1, missing: 0, headDetail: 60, headFine: 80 }), frame(1)]).chosen, 0);
  const all = [frame(0, { damage: 1 }), frame(1, { damage: 1, headDetail: 12 })];
  t.strictSame(chooseCut(all).frames[0]?.gates, []);
  t.equal(chooseCut(all).summary.text, 'chosen: sharpest of 2 with the whole cat in view');
});

t.test('a pet that walks into the sun or the shade is no fault of the exposure', async (t) => {
  const cut = chooseCut([frame(0), frame(1, { subjectMean: 170, headDetail: 60, headFine: 80 }), frame(2)]);
  t.equal(cut.chosen, 1);
  t.strictSame(cut.frames[1]?.gates, []);
  const shade = chooseCut([frame(0), frame(1, { subjectMean: 50, headDetail: 60, headFine: 80 }), frame(2)]);
  t.equal(shade.chosen, 1);
});

t.test('slighter faults have words as well', async (t) => {
  const others = [frame(1), frame(2), frame(3)];
  t.equal(codeOf([frame(0, { subjectMean: 88, frameMean: 86 }), ...others], 0), 'darker');
  t.equal(codeOf([frame(0, { subjectMean: 170, frameMean: 168 }), ...others], 0), 'brighter');
  t.equal(codeOf([frame(0, { chromaNoise: 2.3 }), ...others], 0), 'grainier');
});

t.test('a picture that comes twice is shown once', async (t) => {
  const twin = { ...frame(0), index: 5 };
  const cut = chooseCut([twin, frame(1, { headDetail: 12, headFine: 20 }), frame(0)]);
  t.equal(cut.chosen, 0);
  t.strictSame(cut.ranking, [0, 1, 5]);
  t.equal(cut.frames[2]?.reason.text, 'the same picture as frame 1');
});

t.test('no pet anywhere is an answer too', async (t) => {
  const cut = chooseCut([empty(0, { frameDetail: 2, frameFine: 2 }), empty(1), empty(2, { frameDetail: 5 })]);
  t.equal(cut.chosen, 1);
  t.equal(cut.hasPet, false);
  t.equal(cut.pet, null);
  t.equal(cut.summary.text, 'chosen: sharpest of 3; no pet was found');
  t.ok(cut.score < chooseCut([frame(0), frame(1), frame(2)]).score, 'and it is worth less');
  t.ok(cut.frames.every(({ gates }) => gates.length === 0));
});

t.test('a hint of a pet counts where the rest of the burst is sure of one', async (t) => {
  const hint = { petScore: 0.15 };
  const sure = frame(1, { headDetail: 2, headDetailMost: 5, headFine: 4 });
  t.equal(chooseCut([frame(0, hint, []), sure]).chosen, 0);
  t.equal(chooseCut([frame(0, hint, [])]).hasPet, false);
});

t.test('the only frame, the only pet, the only good one', async (t) => {
  t.equal(chooseCut([frame(3)]).summary.text, 'chosen: the only frame');
  t.equal(
    chooseCut([empty(0), frame(1, { dog: 3 }, [{ ...cat, label: 'dog' }])]).summary.text,
    'chosen: the only one of 2 that shows the dog',
  );
  const blurrier = { face: 1.3, headDetail: 15, headDetailMost: 22, headFine: 20 };
  const turned = { face: -1.5, headDetail: 45, headDetailMost: 68, headFine: 60 };
  t.equal(
    chooseCut([frame(0, turned), frame(1), frame(2, blurrier)]).summary.text,
    'chosen: best of 3 with the whole cat in view',
  );
  t.equal(
    chooseCut([frame(0), { ...frame(0), index: 1 }, frame(2, { subjectMean: 40, frameMean: 40 })]).summary
      .text,
    'chosen: the only good one of 3',
  );
});

t.test('when every frame fails, the least bad one is still chosen', async (t) => {
  const black = { subjectMean: 6, frameMean: 6, frameHigh: 60 };
  const cut = chooseCut([frame(0, { ...black, headDetail: 0.1 }), frame(1, black)]);
  t.equal(cut.chosen, 1);
  t.ok(cut.score < chooseCut([frame(0), frame(1)]).score);
});

t.test('two pets and a person change nothing about who is chosen', async (t) => {
  const dog: Detection = { ...cat, label: 'dog', score: 0.9, x: 500 };
  const person: Detection = { ...cat, label: 'person', score: 0.99, x: 0 };
  const both = frame(1, { petScore: 0.9, dog: 4 }, [dog, cat]);
  both.analysis.others.push(person);
  const cut = chooseCut([frame(0, { headDetail: 5, headFine: 8 }), both]);
  t.equal(cut.chosen, 1);
  t.strictSame([cut.pet, cut.isKindSure], ['dog', false], 'one frame says cat, one says dog');
});

t.test('grey pictures of a night camera are compared by their luma noise', async (t) => {
  const grey = { chromaNoise: 0.01, lumaNoise: 1 };
  const frames = [frame(0, grey), frame(1, grey), frame(2, { ...grey, lumaNoise: 8, headDetail: 99 })];
  t.strictSame(chooseCut(frames).frames[2]?.gates, ['noisy']);
});

t.test('analyses of an older hub, with features missing or broken, are still ranked', async (t) => {
  const bare = { width: 10, height: 10, pets: [], others: [], features: { headDetail: Number.NaN } };
  const cut = chooseCut([{ index: 0, analysis: bare }, frame(1)]);
  t.equal(cut.chosen, 1);
  t.ok(Number.isFinite(cut.score));
});

t.test('refuses what is no burst', async (t) => {
  t.throws(() => chooseCut([]), RangeError);
  t.throws(() => chooseCut([frame(1), frame(1)]), RangeError);
  t.throws(() => chooseCut([frame(1, { looked: 0 })]), RangeError);
});

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyFrame = fc.record({
  petScore: fc.constantFrom(0, 0.15, 0.4, 0.9),
  headDetail: number(0, 200),
  headDetailMost: number(0, 300),
  headFine: number(0, 300),
  headCoarse: number(0, 2000),
  frameDetail: number(0, 200),
  face: number(-6, 4),
  subjectMean: number(0, 255),
  subjectClipped: number(0, 1),
  chromaNoise: number(0, 9),
  petEdges: fc.integer({ min: 0, max: 4 }),
});
const anyBurst = fc
  .array(fc.oneof(anyFrame, fc.constant({ petScore: 0.5, headDetail: 9 })), { minLength: 1, maxLength: 20 })
  .map((list) => list.map((changes, index) => ({ ...frame(index, { ...changes, petOffset: 0 }) })));

t.test('ranks every frame once, with a known reason, the same in whatever order they come', async () => {
  fc.assert(
    fc.property(anyBurst, fc.infiniteStream(fc.nat()), (burst, order) => {
      const cut = chooseCut(burst);
      const shuffled = [...burst]
        .map((item) => ({ item, key: order.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item);
      const ranks = cut.frames.map(({ place }) => place).sort((a, b) => a - b);
      return (
        JSON.stringify(chooseCut(shuffled)) === JSON.stringify(cut) &&
        cut.ranking[0] === cut.chosen &&
        ranks.every((rank, i) => rank === i + 1) &&
        cut.frames.every(
          ({ reason, scores }) =>
            REASON_CODES.some((code) => code === reason.code) &&
            reason.text.length > 3 &&
            Object.values(scores).every((score) => score >= 0 && score <= 1),
        ) &&
        cut.score >= 0 &&
        cut.score <= 1
      );
    }),
  );
});

t.test('more detail never costs a frame its place', async () => {
  fc.assert(
    fc.property(anyBurst, fc.nat(), (burst, which) => {
      const { index, analysis } = burst[which % burst.length] as AnalysedFrame;
      const sharper = { headDetail: 999, headDetailMost: 999, headFine: 999, headCoarse: 0 };
      const features = { ...analysis.features, ...sharper };
      const better = { index, analysis: { ...analysis, features } as FrameAnalysis };
      const rankOf = (frames: AnalysedFrame[]) => chooseCut(frames).ranking.indexOf(index);
      const noPet = !chooseCut(burst).hasPet;
      return noPet || rankOf(burst.map((one) => (one.index === index ? better : one))) <= rankOf(burst);
    }),
  );
});

/** A burst of six frames with a cat whose score is `score` in each, in colour or grey. */
const doubtful = (scores: number[], chromaNoise = 0.6) =>
  scores.map((petScore, index) => frame(index, { petScore, chromaNoise }));

t.test('a burst has a pet when its frames agree, or one is well above the bar', async (t) => {
  t.equal(chooseCut(doubtful([0.26, 0.1, 0])).hasPet, false, 'one frame a hair over the bar');
  t.equal(chooseCut(doubtful([0.26, 0.3, 0])).hasPet, true, 'two that agree');
  t.equal(chooseCut(doubtful([0.41, 0, 0])).hasPet, true, 'one that is well above');
  const guessed = [frame(0, { petScore: 0.3, looked: 2 }), frame(1, { petScore: 0.3, looked: 1 })];
  t.equal(chooseCut(guessed).hasPet, false, 'a frame that nobody looked at does not agree');
});

t.test('an empty room in grey is no cat, whatever its frames agree on', async (t) => {
  const room = chooseCut(doubtful([0.28, 0.27, 0.35, 0.22, 0.36, 0.31], 0.1));
  t.match(room, { hasPet: false, pet: null, summary: { code: 'chosen-sharpest-scene' } });
  t.equal(chooseCut(doubtful([0.24, 0.6, 0.2], 0.1)).hasPet, true, 'a cat by infra-red');
});

t.test('frames that are all black or all white show nothing, and say so', async (t) => {
  const black = { frameMean: 2, frameHigh: 9, subjectMean: 2 };
  const white = { frameMean: 254, frameHigh: 255, frameClipped: 1, subjectMean: 254 };
  const all = (changes: Record<string, number>, of = 6) =>
    chooseCut(Array.from({ length: of }, (_, index) => frame(index, changes)));
  t.match(all(black), {
    hasPet: false,
    pet: null,
    summary: { code: 'all-dark', text: 'all 6 frames are too dark to show anything' },
  });
  t.match(all(white), { summary: { code: 'all-bright', text: /all 6 frames are too bright/ } });
  t.ok(
    all(white).frames.every(({ gates }) => gates.includes('too-bright')),
    'each of them',
  );
  t.match(all(black, 1).summary.text, 'the only frame is too dark');
  t.match(all(white, 2).summary.text, 'both frames are too bright');
  const lit = frame(0, { frameMean: 8, frameHigh: 90 });
  t.equal(chooseCut([lit, frame(1, { frameMean: 8, frameHigh: 90 })]).hasPet, true, 'a cat in a dark room');
});

t.test('the same picture twice is said, with frames counted from 1', async (t) => {
  const twin = (index: number, looked = 2) => frame(index, { petOffset: 0.5, looked });
  const both = chooseCut([twin(0), twin(1)]);
  t.equal(both.summary.text, 'both frames are the same picture');
  t.equal(both.frames[1]?.reason.text, 'the same picture as frame 1');
  t.match(chooseCut([twin(0), twin(1, 1), twin(2)]).summary, {
    code: 'all-same',
    text: 'all 3 frames are the same picture',
  });
  t.match(chooseCut([twin(0), twin(1), frame(2, { headDetail: 12 })]).summary.code, /^chosen/);
});
