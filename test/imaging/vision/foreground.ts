import t from 'tap';
import { FOREGROUND_CELLS, foregroundOf } from '../../../src/imaging/vision/foreground.js';

const SIDE = 96;

/** A square with an ellipse of one colour before another, as large as the box says. */
function drawn(pet: [number, number, number], room: [number, number, number]) {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let at = 0; at < SIDE * SIDE; at++) {
    const [across, down] = [((at % SIDE) - 48) / 40, (Math.floor(at / SIDE) - 48) / 28];
    data.set(across * across + down * down <= 1 ? pet : room, 3 * at);
  }
  return { data, width: SIDE, height: SIDE };
}

const box = { x: 8 / SIDE, y: 20 / SIDE, width: 80 / SIDE, height: 56 / SIDE };
const whole = { left: 0, top: 0, width: SIDE, height: SIDE };
const cellAt = (cells: Float32Array, x: number, y: number) =>
  cells[
    Math.floor((y * FOREGROUND_CELLS) / SIDE) * FOREGROUND_CELLS + Math.floor((x * FOREGROUND_CELLS) / SIDE)
  ] ?? -1;

t.test('tells a pet from what is around it, in the corners of its box too', async (t) => {
  const cells = foregroundOf(drawn([200, 140, 80], [60, 90, 60]), { box, inside: whole });
  t.equal(cells.length, FOREGROUND_CELLS ** 2);
  t.ok(cellAt(cells, 48, 48) > 0.9, 'the middle');
  t.ok(cellAt(cells, 14, 48) > 0.6, 'an end of the pet');
  t.ok(cellAt(cells, 12, 24) < 0.2, 'a corner of the box');
  t.ok(cellAt(cells, 48, 4) < 0.1, 'above the box');
});

t.test('where colours say nothing the middle of the box is the pet', async (t) => {
  const cells = foregroundOf(drawn([90, 90, 90], [90, 90, 90]), { box, inside: whole });
  t.ok(cellAt(cells, 48, 48) > cellAt(cells, 12, 24));
  t.ok(cellAt(cells, 12, 24) > cellAt(cells, 48, 4));
  t.ok(cells.every((share) => share >= 0 && share <= 1));
});

t.test('nothing outside the picture is pet', async (t) => {
  const inside = { left: 0, top: 0, width: 48, height: SIDE };
  const cells = foregroundOf(drawn([200, 140, 80], [200, 140, 80]), { box, inside });
  t.equal(cellAt(cells, 60, 48), 0);
  t.ok(cellAt(cells, 30, 48) > 0.5);
});
