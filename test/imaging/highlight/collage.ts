import t from 'tap';
import {
  blankPage,
  layOut,
  MOST_ON_PAGE,
  orderOnPage,
  paste,
} from '../../../src/imaging/highlight/collage.js';

t.test('every number of photos has a page on which none touches another', async (t) => {
  for (let count = 1; count <= MOST_ON_PAGE; count += 1) {
    const { width, height, cells } = layOut(count);
    t.equal(cells.length, count);
    for (const cell of cells) {
      t.ok(cell.left >= 20 && cell.top >= 20, 'a margin');
      t.ok(cell.left + cell.width <= width - 20 && cell.top + cell.height <= height - 20);
      t.ok(Math.abs(cell.width / cell.height - 4 / 3) < 0.01);
      for (const other of cells) {
        const apart =
          cell === other ||
          cell.left >= other.left + other.width + 12 ||
          other.left >= cell.left + cell.width + 12 ||
          cell.top >= other.top + other.height + 12 ||
          other.top >= cell.top + cell.height + 12;
        t.ok(apart);
      }
    }
  }
});

t.test('the best one has the large place, the others their order in time', async (t) => {
  t.strictSame(orderOnPage(3, 2), [2, 0, 1]);
  t.strictSame(orderOnPage(4, 2), [0, 1, 2, 3], 'where no place is larger nothing moves');
});

t.test('a photo lies where its cell is', async (t) => {
  const page = blankPage({ width: 4, height: 3, cells: [] });
  const photo = { data: new Uint8Array(2 * 2 * 3).fill(9), width: 2, height: 2 };
  paste(page, photo, { left: 1, top: 1, width: 2, height: 2 });
  const reds = Array.from({ length: 12 }, (_, at) => page.data[at * 3]);
  t.strictSame(reds, [250, 250, 250, 250, 250, 9, 9, 250, 250, 9, 9, 250]);
});
