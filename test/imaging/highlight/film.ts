import t from 'tap';
import { filmOf } from '../../../src/imaging/highlight/film.js';

const plain = (value: number) => ({ data: new Uint8Array(12).fill(value), width: 2, height: 2 });

t.test('each photo stays a while and fades into the next, the last into the first', async (t) => {
  const film = filmOf([plain(0), plain(100)]);
  t.strictSame(
    film.map(({ image, ms }) => [image.data[0], ms]),
    [
      [0, 1500],
      [16, 80],
      [50, 80],
      [83, 80],
      [100, 1500],
      [83, 80],
      [50, 80],
      [16, 80],
    ],
  );
});

t.test('one photo alone stays', async (t) => {
  t.equal(filmOf([plain(7)]).length, 1);
});
