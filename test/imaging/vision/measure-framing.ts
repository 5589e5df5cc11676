import t from 'tap';
import { framingOf } from '../../../src/imaging/vision/measure-framing.js';

t.test('a pet in the middle is whole and centred', async (t) => {
  const { area, edges, offset } = framingOf({ x: 200, y: 150, width: 400, height: 300 }, 800, 600);
  t.strictSame([area, edges, offset], [0.25, 0, 0]);
});

t.test('counts the edges that cut it', async (t) => {
  t.equal(framingOf({ x: 0, y: 150, width: 100, height: 100 }, 800, 600).edges, 1);
  t.equal(framingOf({ x: 3, y: 2, width: 100, height: 100 }, 800, 600).edges, 2);
  t.equal(framingOf({ x: 0, y: 0, width: 800, height: 600 }, 800, 600).edges, 4);
});

t.test('the corner is as far as it gets', async (t) => {
  t.equal(framingOf({ x: 800, y: 600, width: 0, height: 0 }, 800, 600).offset, 1);
});
