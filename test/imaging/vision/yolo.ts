import t from 'tap';
import { readYolo, type YoloOutput, yoloBoxes } from '../../../src/imaging/vision/yolo.js';

/** Two candidates of a head with three classes, as rows of channels. */
const ROWS = [
  [50, 40, 20, 10, 0.1, 0.9, 0.2],
  [8, 8, 4, 4, 0.3, 0.1, 0.6],
];
const rows = (list: number[][]) => Float32Array.from(list.flat());
const columns = (list: number[][]) =>
  Float32Array.from((list[0] as number[]).flatMap((_, i) => list.map((row) => row[i] as number)));

t.test('both ways round are read alike', async (t) => {
  for (const output of [readYolo(columns(ROWS), [1, 7, 2], 3), readYolo(rows(ROWS), [1, 2, 7], 3)]) {
    t.match(output, { candidates: 2, objectness: false });
    const boxes = yoloBoxes(output as YoloOutput, [1, 2], 0.5, null);
    t.match(boxes, [
      { left: 40, top: 35, right: 60, bottom: 45, class: 1 },
      { left: 6, top: 6, right: 10, bottom: 10, class: 2 },
    ]);
    t.ok(Math.abs((boxes[0]?.score ?? 0) - 0.9) < 1e-6);
  }
});

t.test('a head that says how sure it is of anything lowers the scores by that', async (t) => {
  const sure = ROWS.map((row, i) => [...row.slice(0, 4), i === 0 ? 0.5 : 1, ...row.slice(4)]);
  const output = readYolo(rows(sure), [1, 2, 8], 3) as YoloOutput;
  t.equal(output.objectness, true);
  t.match(yoloBoxes(output, [0, 1, 2], 0.5, null), [{ class: 2 }], 'a half of 0.9 is too little');
});

t.test('boxes that count from a grid are put where they belong', async (t) => {
  const cells = Array.from({ length: 4 }, () => [0, 0, 0, 0, 0.1, 0, 0]);
  cells[3] = [0.5, 0.25, Math.log(2), 0, 0.9, 0, 0];
  const output = readYolo(rows(cells), [1, 4, 7], 3) as YoloOutput;
  const [box, ...others] = yoloBoxes(output, [0], 0.5, { side: 16, strides: [8] });
  t.strictSame(others, []);
  const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: 0, bottom: 0 };
  t.strictSame([left, top, right, bottom].map(Math.round), [4, 6, 20, 14], 'the lower right cell of 2x2');
});

t.test('other shapes are no such head', async (t) => {
  t.equal(readYolo(new Float32Array(6), [1, 2, 3], 3), null);
  t.equal(readYolo(new Float32Array(14), [2, 7], 3), null);
  t.equal(readYolo(new Float32Array(14), [2, 7, 1], 3), null);
  t.equal(readYolo(new Float32Array(3), [1, 7, 2], 3), null);
  t.match(
    readYolo(new Float32Array(56), [1, 8, 7], 3),
    { candidates: 8 },
    'the shorter axis holds the channels',
  );
});
