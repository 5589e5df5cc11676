import t from 'tap';
import { placeIn, sightingsOf } from '../../src/select/track.js';
import type { Detection, FrameAnalysis } from '../../src/vision/types.js';

const cat = (x: number, score = 0.8, label = 'cat'): Detection => ({
  label,
  score,
  x,
  y: 100,
  width: 200,
  height: 100,
});

t.test('between two sightings the pet is on the way', async (t) => {
  const seen = new Map([
    [2, cat(100)],
    [6, cat(180, 0.5, 'dog')],
  ]);
  t.strictSame(placeIn(3, seen), cat(120, 0.5));
  t.strictSame(placeIn(5, seen), cat(160, 0.5, 'dog'), 'called what the nearer sighting calls it');
  t.strictSame(placeIn(2, seen), cat(100));
});

t.test('before the first and after the last it is where it was seen', async (t) => {
  const seen = new Map([[4, cat(100)]]);
  t.strictSame(placeIn(0, seen), cat(100));
  t.strictSame(placeIn(9, seen), cat(100));
  t.equal(placeIn(9, new Map()), null);
});

t.test('two sightings that have nothing in common are not averaged', async (t) => {
  const seen = new Map([
    [0, cat(0)],
    [4, cat(500)],
  ]);
  t.strictSame(placeIn(1, seen), cat(0));
  t.strictSame(placeIn(3, seen), cat(500));
});

t.test('a frame without a pet is no sighting', async (t) => {
  const analysis = (pets: Detection[]): FrameAnalysis => ({
    width: 1,
    height: 1,
    pets,
    others: [],
    features: {},
  });
  const seen = sightingsOf(
    new Map([
      [0, analysis([])],
      [1, analysis([cat(5), cat(9)])],
    ]),
  );
  t.strictSame([...seen], [[1, cat(5)]]);
});
