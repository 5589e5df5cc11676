import t from 'tap';
import { cutOrderOf, LONG_QUEUE } from '../../src/hub/cut-order.js';

t.test('while few wait, each has its turn', async (t) => {
  for (const turn of [0, 1, 2, 3, 4]) t.equal(cutOrderOf(turn, LONG_QUEUE - 1), 'oldest');
});

t.test('of a long queue the newest go first, and every fourth is the oldest', async (t) => {
  t.strictSame(
    [0, 1, 2, 3, 4, 5, 6, 7, 8].map((turn) => cutOrderOf(turn, 3000)),
    ['oldest', 'newest', 'newest', 'newest', 'oldest', 'newest', 'newest', 'newest', 'oldest'],
  );
});
