import t from 'tap';
import type { CoarseScore } from '../../../src/imaging/select/coarse-scores.js';
import { detectorBudget, nextKeyframe } from '../../../src/imaging/select/keyframes.js';

/** Frames by rating, best first. */
const rated = (...indices: number[]): CoarseScore[] =>
  indices.map((index, i) => ({
    index,
    sharpness: 0,
    grain: 0,
    dim: 0,
    bright: 0,
    damage: 0,
    rating: -i / 10,
  }));
const burst = rated(4, 5, 3, 6, 2, 7, 1, 8, 0, 9);
const next = (looked: [number, boolean][], pruneBelow = -1.5, scores = burst) =>
  nextKeyframe({ scores, pruneBelow, looked: new Map(looked) });

t.test('the earliest frame first, then those farthest from what was seen', async (t) => {
  t.equal(next([]), 0);
  t.equal(next([[0, true]]), 9);
  t.equal(
    next([
      [0, true],
      [9, true],
    ]),
    4,
  );
  t.equal(
    next([
      [0, true],
      [9, true],
      [4, true],
    ]),
    null,
    'three are enough',
  );
});

t.test('the best ones by turn until the pet is found', async (t) => {
  t.equal(next([[0, false]]), 4);
  const nowhere = burst.map(({ index }) => [index, false] as [number, boolean]);
  t.equal(next(nowhere.slice(0, 9)), 9);
  t.equal(next(nowhere), null);
  t.equal(
    next([
      [0, false],
      [4, true],
    ]),
    9,
    'and then the farthest',
  );
});

t.test('no more than its share, also where it finds nothing', async (t) => {
  t.equal(
    next([
      [4, true],
      [9, false],
      [0, false],
      [6, false],
    ]),
    null,
  );
  t.equal(detectorBudget(10), 4);
  t.equal(detectorBudget(20), 8);
  t.equal(detectorBudget(5), 3);
});

t.test('a frame that cannot win is no keyframe', async (t) => {
  t.equal(next([], -0.55), 2);
  t.equal(next([], 1), 4, 'unless no frame can');
  t.equal(next([[4, true]], -0.55), 7);
  t.equal(next([[4, true]], -0.05), null);
});
