import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import {
  decodeBoxes,
  type Edges,
  expectation,
  type HeadLayout,
  intersectionOverUnion,
  type ScoredBox,
  suppress,
  toPicture,
} from '../../../src/imaging/vision/boxes.js';
import { letterbox } from '../../../src/imaging/vision/letterbox.js';

/** A head so small that its rows can be counted: 4x4 cells of 8 px and 2x2 of 16. */
const layout: HeadLayout = { side: 32, strides: [8, 16], bins: 4, classes: 3 };
const ROWS = 16 + 4;

/** Outputs in which nothing scores and every edge is surely `bin` cells away. */
function silent(bin = 1) {
  const scores = new Float32Array(ROWS * layout.classes);
  const distances = new Float32Array(ROWS * 4 * layout.bins).map((_, i) =>
    i % layout.bins === bin ? 50 : 0,
  );
  return { scores, distances };
}

const edges = ({ left, top, right, bottom }: Edges) => [left, top, right, bottom];

t.test('a score becomes a box around the middle of its cell', (t) => {
  const output = silent();
  output.scores[6 * 3 + 1] = 0.9; // row 6: second row, third column of the 8 px grid
  output.scores[16 * 3 + 2] = 0.5; // row 16: the first cell of the 16 px grid
  const [fine, coarse, ...rest] = decodeBoxes(output, layout, [1, 2], 0.3);
  t.strictSame(edges(fine as ScoredBox), [12, 4, 28, 20]);
  t.match(fine, { class: 1, score: Math.fround(0.9) });
  t.strictSame(edges(coarse as ScoredBox), [-8, -8, 24, 24]);
  t.match(coarse, { class: 2, score: 0.5 });
  t.strictSame(rest, []);
  t.end();
});

t.test('classes compete for a cell; those not asked for are not seen; the threshold is included', (t) => {
  const output = silent();
  output.scores.set([0.99, 0.4, 0.5], 0);
  const only = (classes: number[], threshold: number) => decodeBoxes(output, layout, classes, threshold);
  t.strictSame(
    only([1, 2], 0.3).map(({ class: id }) => id),
    [2],
  );
  t.strictSame(only([1], 0.5), []);
  t.strictSame(only([2], 0.5).length, 1);
  t.end();
});

t.test('an edge lies where its distribution expects it', (t) => {
  const logits = new Float32Array([9, 0, Math.log(3), 0, 9]);
  t.ok(Math.abs(expectation(logits, 1, 3) - (0 * 1 + 1 * 3 + 2 * 1) / 5) < 1e-6);
  t.equal(expectation(new Float32Array([1000, 1000]), 0, 2), 0.5, 'large logits do not overflow');
  t.end();
});

t.test('overlap is intersection over union', (t) => {
  const box = { left: 0, top: 0, right: 10, bottom: 10 };
  t.equal(intersectionOverUnion(box, box), 1);
  t.equal(intersectionOverUnion(box, { left: 5, top: 0, right: 15, bottom: 10 }), 50 / 150);
  t.equal(intersectionOverUnion(box, { left: 10, top: 0, right: 20, bottom: 10 }), 0);
  t.equal(intersectionOverUnion({ ...box, right: 0 }, { ...box, right: 0 }), 0, 'empty boxes share nothing');
  t.end();
});

const box = (left: number, score: number, width = 10): ScoredBox => ({
  left,
  top: 0,
  right: left + width,
  bottom: 10,
  class: 0,
  score,
});

t.test('of boxes on one animal the best stays, two animals stay two', (t) => {
  const kept = suppress([box(1, 0.5), box(0, 0.9), box(40, 0.3)], 0.6, 8);
  t.strictSame(
    kept.map(({ score }) => score),
    [0.9, 0.3],
  );
  t.strictSame(suppress([box(0, 0.1), box(20, 0.2), box(40, 0.3)], 0.6, 2).length, 2);
  t.end();
});

t.test('the order of the boxes does not matter, and what stays does not overlap', (t) => {
  const size = fc.integer({ min: 1, max: 20 });
  const boxes = fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 4 }), size, fc.nat()), {
    maxLength: 12,
  });
  const property = fc.property(boxes, (specs) => {
    const made = specs.map(([left, score, width, key]) => ({ key, one: box(left, score / 4, width) }));
    const kept = suppress(
      made.map(({ one }) => one),
      0.5,
      5,
    );
    const shuffled = [...made].sort((a, b) => a.key - b.key).map(({ one }) => one);
    assert.deepEqual(suppress(shuffled, 0.5, 5), kept);
    for (const [i, a] of kept.entries()) {
      for (const b of kept.slice(i + 1)) assert.ok(intersectionOverUnion(a, b) <= 0.5);
    }
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }));
  t.end();
});

t.test('the way into the square and back', (t) => {
  const wide = letterbox(800, 600, 416);
  t.strictSame(wide.inside, { left: 0, top: 52, width: 416, height: 312 });
  t.strictSame(edges(toPicture({ left: 0, top: 52, right: 416, bottom: 364 }, wide)), [0, 0, 800, 600]);
  t.strictSame(
    edges(toPicture({ left: 208, top: 208, right: 260, bottom: 234 }, wide)),
    [400, 300, 500, 350],
  );
  t.strictSame(edges(toPicture({ left: -9, top: 0, right: 500, bottom: 500 }, wide)), [0, 0, 800, 600]);
  const narrow = letterbox(1, 5000, 416);
  t.strictSame(narrow.inside, { left: 207, top: 0, width: 1, height: 416 });
  t.strictSame(
    letterbox(10, 10, 416).inside,
    { left: 0, top: 0, width: 416, height: 416 },
    'small ones grow',
  );
  t.end();
});

t.test('every picture fits its square and comes back whole', (t) => {
  const side = fc.integer({ min: 1, max: 5000 });
  const property = fc.property(side, side, (width, height) => {
    const frame = letterbox(width, height, 416);
    const { left, top, width: across, height: down } = frame.inside;
    assert.ok(left >= 0 && top >= 0 && across >= 1 && down >= 1);
    assert.ok(left + across <= 416 && top + down <= 416);
    const back = toPicture({ left: 0, top: 0, right: 416, bottom: 416 }, frame);
    assert.ok(Math.abs(back.right - width) < 1e-6 && Math.abs(back.bottom - height) < 1e-6);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1000 }));
  t.end();
});
