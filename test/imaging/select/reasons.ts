import t from 'tap';
import { whyLeftOut, withKind } from '../../../src/imaging/select/reasons.js';
import type { CoarseAnalysis } from '../../../src/imaging/vision/types.js';

t.test('a reason names the kind that is shown, and one of another version keeps its words', (t) => {
  const only = { code: 'chosen-only-pet', params: { of: 6, pet: 'cat' }, text: 'as it was' };
  t.equal(withKind(only, 'dog').text, 'chosen: the only one of 6 that shows the dog');
  t.equal(withKind(only, 'other').text, 'chosen: the only one of 6 that shows the pet');
  const later = { code: 'chosen-asleep', params: { pet: 'cat' }, text: 'chosen: sound asleep' };
  t.match(withKind(later, 'dog'), { text: 'chosen: sound asleep', params: { pet: 'dog' } });
  const scene = { code: 'all-dark', params: { of: 2 }, text: 'both too dark' };
  t.equal(withKind(scene, 'dog'), scene);
  t.end();
});

t.test('a frame that was left out says what cost it most', (t) => {
  const why = (features: Record<string, number>) => {
    const analysis = { width: 8, height: 6, pets: [], others: [], features } as unknown as CoarseAnalysis;
    return whyLeftOut({ index: 1, analysis }).code;
  };
  t.equal(why({ glanceSharpness: -0.5 }), 'less-sharp');
  t.equal(why({ glanceSharpness: -2 }), 'out-of-focus');
  t.equal(why({ glanceDim: 1 }), 'darker');
  t.equal(why({ damage: 1, missing: 0.2 }), 'flawed');
  t.equal(why({ damage: 2, missing: 0.5 }), 'damaged');
  t.end();
});
