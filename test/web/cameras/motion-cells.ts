import t from 'tap';
import { cellAt, gridOf, isIgnored, setIgnored } from '../../../src/web/cameras/motion-cells.js';

const none = '0'.repeat(48);

t.test('a cell is one bit of the digits', (t) => {
  t.equal(setIgnored(none, 0, true), `8${'0'.repeat(47)}`);
  t.equal(setIgnored(none, 19, true), `00001${'0'.repeat(43)}`, 'row 2, column 4');
  t.equal(setIgnored(none, 191, true), `${'0'.repeat(47)}1`);
  for (let cell = 0; cell < 192; cell += 1) {
    const digits = setIgnored('f'.repeat(48), cell, false);
    t.notOk(isIgnored(digits, cell));
    t.ok(isIgnored(digits, (cell + 1) % 192));
    t.equal(setIgnored(digits, cell, true), 'f'.repeat(48));
  }
  t.end();
});

t.test('cells lie under a turned picture where they are seen', (t) => {
  t.equal(cellAt(3, 2, 0), 35);
  t.equal(cellAt(11, 0, 90), 0, 'the upper left of what is sent is seen at the upper right');
  t.equal(cellAt(15, 11, 180), 0);
  t.equal(cellAt(0, 15, 270), 0);
  for (const turn of [0, 90, 180, 270] as const) {
    const { columns, rows } = gridOf(turn);
    const cells = Array.from({ length: columns * rows }, (_, index) =>
      cellAt(index % columns, Math.floor(index / columns), turn),
    );
    t.equal(new Set(cells).size, 192, `each once, ${turn} degrees`);
  }
  t.end();
});
