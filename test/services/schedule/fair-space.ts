import t from 'tap';
import { aboveShare, shareOf } from '../../../src/services/schedule/fair-space.js';

const spaces = [
  { camera: 'attic', bytes: 100 },
  { camera: 'hall', bytes: 700 },
  { camera: 'porch', bytes: 400 },
];

t.test('the space that is of no camera is left out, the rest is shared equally', async (t) => {
  t.equal(shareOf(spaces, 1300, 1000), 300);
  t.equal(shareOf(spaces, 1300, 50), 0, 'never less than nothing');
  t.equal(shareOf([], 1300, 1000), 0, 'a store without any camera');
  t.equal(shareOf([], 300, 1000), 700);
});

t.test('cameras above their share are told, the largest first', async (t) => {
  t.strictSame(aboveShare(spaces, 300), ['hall', 'porch']);
  t.strictSame(aboveShare(spaces, 700), []);
});
