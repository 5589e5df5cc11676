import t from 'tap';
import { cellsOf, isInCells } from '../../../src/imaging/select/motion-grid.js';

const place = { x: 0.5, y: 0, width: 0.25, height: 0.5 };

t.test('a box marks the cells whose middle it covers, wherever the camera is turned', (t) => {
  const row = (digits: string, at: number) => digits.slice(at * 4, at * 4 + 4);
  const plain = cellsOf([{ place, turn: 0 }]);
  t.equal(plain.length, 48);
  t.equal(row(plain, 0), '00f0', 'columns 8 to 11');
  t.equal(row(plain, 5), '00f0');
  t.equal(row(plain, 6), '0000', 'the upper half');
  t.equal(cellsOf([]), '0'.repeat(48));
  // Turned to the right, what is seen at the top is at the left of the picture as it is stored.
  const turned = cellsOf([{ place, turn: 90 }]);
  t.equal(row(turned, 3), 'ff00');
  t.equal(row(turned, 6), '0000');
  for (const turn of [0, 90, 180, 270] as const)
    t.ok(isInCells(place, cellsOf([{ place, turn }]), turn), `${turn} degrees`);
  t.end();
});

t.test('a pet is in marked cells when nearly all of it is', (t) => {
  const digits = cellsOf([{ place, turn: 0 }]);
  t.ok(isInCells({ x: 0.52, y: 0.1, width: 0.2, height: 0.3 }, digits, 0));
  t.notOk(isInCells({ x: 0.4, y: 0.1, width: 0.3, height: 0.3 }, digits, 0), 'it looks out of it');
  t.notOk(isInCells({ x: 0.52, y: 0.1, width: 0, height: 0.3 }, digits, 0));
  t.notOk(isInCells(place, '', 0), 'a camera without such cells');
  t.end();
});
