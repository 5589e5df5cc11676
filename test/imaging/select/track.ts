import t from 'tap';
import {
  boxIn,
  type FrameDetections,
  followPet,
  nearestBox,
  overlapOf,
} from '../../../src/imaging/select/track.js';
import type { Detection } from '../../../src/imaging/vision/types.js';

const cat = (x: number, { score = 0.8, label = 'cat', width = 200 } = {}): Detection => ({
  label,
  score,
  x: x - width / 2,
  y: 100,
  width,
  height: 100,
});
const middle = (box: Detection | null | undefined) => box && box.x + box.width / 2;
const detections = (index: number, pets: Detection[]): FrameDetections => ({
  index,
  width: 800,
  height: 600,
  pets,
});

t.test('of two pets it stays with one, though the other scores more now and then', async (t) => {
  const path = followPet([
    detections(0, [cat(200), cat(600, { score: 0.7 })]),
    detections(1, [cat(600, { score: 0.85 }), cat(210)]),
    detections(2, [cat(220), cat(600, { score: 0.6 })]),
  ]);
  const places = [0, 1, 2].map((index) => middle(path.get(index)));
  t.strictSame(places, [200, 210, 220]);
});

t.test('a pet that stops, turns and comes back is followed', async (t) => {
  const places = [100, 300, 500, 500, 300, 100];
  const path = followPet(places.map((x, index) => detections(index, [cat(x)])));
  const followed = places.map((_, index) => middle(path.get(index)));
  t.strictSame(followed, places);
});

t.test('a frame without a pet has no place in the path, nor has what hardly is one', async (t) => {
  const path = followPet([
    detections(0, [cat(200)]),
    detections(1, []),
    detections(2, [cat(700, { score: 0.05 })]),
    detections(3, [cat(205)]),
  ]);
  t.strictSame([...path.keys()].sort(), [0, 3]);
  t.equal(followPet([]).size, 0);
});

t.test('neither the order of the frames matters, nor the size of a picture', async (t) => {
  const half = { ...cat(101, { width: 100, score: 0.5 }), y: 50, height: 50 };
  const frames: FrameDetections[] = [
    detections(0, [cat(200), cat(600, { score: 0.79 })]),
    { index: 1, width: 400, height: 300, pets: [cat(300, { score: 0.55, width: 100 }), half] },
    detections(2, [cat(204)]),
  ];
  const path = followPet(frames);
  t.equal(middle(path.get(1)), 101);
  t.strictSame([...followPet([...frames].reverse())], [...path]);
});

t.test('a frame is measured around its own place, as large as those beside it', async (t) => {
  const path = new Map([
    [0, cat(300, { width: 160 })],
    [1, cat(320, { width: 240 })],
    [2, cat(330, { width: 200 })],
  ]);
  t.match(boxIn(1, path), { width: 200, x: 220, score: 0.8 });
  t.match(boxIn(0, path), { width: 200, x: 200 });
});

t.test('where the pet was not seen it is measured where it was beside, and counts for nothing', async (t) => {
  const path = new Map([
    [1, cat(100)],
    [3, cat(200)],
  ]);
  t.match(boxIn(2, path), { score: 0, x: 50 });
  t.match(boxIn(4, path), { score: 0, x: 100 });
  t.equal(boxIn(6, path), null);
  t.equal(boxIn(0, new Map()), null);
});

t.test('a frame that nobody looked at has the pet where it was last or next', async (t) => {
  const path = new Map([
    [1, cat(100)],
    [5, cat(200)],
  ]);
  t.equal(middle(nearestBox(2, path)), 100);
  t.equal(middle(nearestBox(3, path)), 100, 'of two the earlier');
  t.equal(middle(nearestBox(9, path)), 200);
  t.equal(nearestBox(0, new Map()), null);
});

t.test('boxes overlap by what they share of both', async (t) => {
  t.equal(overlapOf(cat(100), cat(100)), 1);
  t.ok(Math.abs(overlapOf(cat(100), cat(200)) - 1 / 3) < 1e-9);
  t.equal(overlapOf(cat(100), cat(900)), 0);
});
