import t from 'tap';
import type { AnalysedFrame } from '../../../src/imaging/select/features.js';
import { kindOf } from '../../../src/imaging/select/kind.js';

const box = { score: 0.5, x: 10, y: 10, width: 200, height: 150 };

/** A frame in which the detector saw `label`, and the head model a logit that it is a dog. */
function frame(index: number, label: string | null, dog?: number): AnalysedFrame {
  const pets = label === null ? [] : [{ label, ...box }];
  const features = { petScore: 0.5, ...(dog === undefined ? {} : { dog }) };
  return { index, analysis: { width: 800, height: 600, pets, others: [], features } };
}

t.test('one frame that looks like a dog does not make a cat one', async (t) => {
  const frames = [frame(0, 'cat', -2), frame(1, 'dog', 3), frame(2, 'cat', -2.5), frame(3, 'cat', -2)];
  t.strictSame(kindOf(frames).kind, 'cat');
  t.strictSame(kindOf([...frames].reverse()), kindOf(frames), 'in any order');
});

t.test('frames that contradict each other say nothing for sure', async (t) => {
  t.equal(kindOf([frame(0, 'cat', -3), frame(1, 'dog', 3)]).isSure, false);
  t.strictSame(kindOf([frame(0, 'dog', 3), frame(1, 'dog', 2)]), { kind: 'dog', isSure: true });
  t.strictSame(kindOf([frame(0, 'cat', -3), frame(1, 'cat', -2)]), { kind: 'cat', isSure: true });
});

t.test('no single frame says more than several together', async (t) => {
  const frames = [frame(0, 'dog', 90), frame(1, 'cat', -3), frame(2, 'cat', -3)];
  t.equal(kindOf(frames).kind, 'cat');
});

t.test('a place that the detector is not sure of has the word of the head model alone', async (t) => {
  t.strictSame(kindOf([frame(0, null, 3)]), { kind: 'dog', isSure: true });
});

t.test(
  'the label of the detector alone is hardly ever sure: it is wrong in one burst of seven',
  async (t) => {
    t.strictSame(kindOf([frame(0, 'dog'), frame(1, 'dog')]), { kind: 'dog', isSure: false });
    t.strictSame(kindOf([]), { kind: 'cat', isSure: false });
  },
);
