import t from 'tap';
import { boxIn, isSameBox } from '../../../src/imaging/select/track.js';
import type { Detection } from '../../../src/imaging/vision/types.js';

const cat = (x: number, { score = 0.8, label = 'cat', width = 200 } = {}): Detection => ({
  label,
  score,
  x: x - width / 2,
  y: 100,
  width,
  height: 100,
});
const middle = (box: Detection | null) => box && box.x + box.width / 2;

t.test('between detections the pet is on the way, and beyond them it goes on', async (t) => {
  const seen = new Map([
    [2, cat(100)],
    [6, cat(180)],
  ]);
  t.equal(middle(boxIn(3, seen)), 120);
  t.equal(middle(boxIn(7, seen)), 200);
  t.strictSame(boxIn(2, seen), cat(100));
});

t.test('what was seen once stays where it is', async (t) => {
  const seen = new Map([[4, cat(100)]]);
  t.strictSame(boxIn(0, seen), cat(100));
  t.strictSame(boxIn(9, seen), cat(100));
  t.equal(boxIn(9, new Map()), null);
});

t.test('it is as large in every frame, however the detector saw it', async (t) => {
  const seen = new Map([
    [0, cat(300, { width: 160 })],
    [3, cat(300, { width: 240 })],
    [7, cat(300, { width: 200 })],
  ]);
  for (const index of [0, 3, 5, 7]) t.match(boxIn(index, seen), { width: 200, x: 200 });
});

t.test('one wrong detection of four does not lead the track away', async (t) => {
  const seen = new Map([
    [0, cat(100)],
    [2, cat(120)],
    [4, cat(900)],
    [6, cat(160)],
  ]);
  t.ok(Math.abs((middle(boxIn(3, seen)) as number) - 130) < 60);
});

t.test('it is called what most of the sure detections call it', async (t) => {
  const seen = new Map([
    [0, cat(0, { label: 'dog', score: 0.3 })],
    [1, cat(0, { score: 0.4 })],
    [2, cat(0, { label: 'dog', score: 0.3 })],
  ]);
  t.match(boxIn(5, seen), { label: 'dog', score: 0.3 });
  seen.set(3, cat(0, { score: 0.9 }));
  t.match(boxIn(5, seen), { label: 'cat' });
});

t.test('the order in which it was seen does not matter', async (t) => {
  const seen: [number, Detection][] = [
    [0, cat(100)],
    [3, cat(190)],
    [5, cat(150)],
  ];
  t.strictSame(boxIn(4, new Map(seen)), boxIn(4, new Map(seen.reverse())));
});

t.test('boxes that share little are two places', async (t) => {
  t.ok(isSameBox(cat(100), cat(150)));
  t.notOk(isSameBox(cat(100), cat(250)));
  t.notOk(isSameBox(cat(100), cat(900)));
});
