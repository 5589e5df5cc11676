import t from 'tap';
import type { Examiner } from '../../../src/imaging/select/cascade.js';
import { type FrameLook, recalling } from '../../../src/imaging/select/recall.js';
import type { CloseAnalysis, CoarseStats, Detection, Detections } from '../../../src/imaging/vision/types.js';

const stats: CoarseStats = {
  width: 8,
  height: 6,
  columns: 1,
  rows: 1,
  light: [1],
  detail: [1],
  grain: 1,
  damage: { grade: 0, missing: 0 },
};
const detections: Detections = { pets: [], others: [], hint: null };
const analysis: CloseAnalysis = { width: 8, height: 6, pets: [], others: [], features: { looked: 1 } };
const here: Detection = { label: 'cat', score: 0.5, x: 1, y: 2, width: 3, height: 4 };

/** An examiner that counts what it is asked, over what was kept before. */
function remembered(kept: Map<number, FrameLook[]>, { usable = true, basis = 'v1' } = {}) {
  const asked: string[] = [];
  const give = <T>(what: string, answer: T) => {
    asked.push(what);
    return Promise.resolve(usable ? answer : null);
  };
  const examiner: Examiner = recalling(
    {
      coarseStats: (index) => give(`coarseStats ${index}`, stats),
      detect: (index) => give(`detect ${index}`, detections),
      analyse: (index, box) => give(`analyse ${index} ${box?.x}`, analysis),
    },
    {
      known: kept,
      basis,
      keep: async (index, look) => void kept.set(index, [...(kept.get(index) ?? []), look]),
    },
  );
  return { asked, examiner };
}

t.test('what an earlier try saw is not looked for again; elsewhere it is another question', async (t) => {
  const kept = new Map<number, FrameLook[]>();
  const first = remembered(kept);
  t.strictSame(await first.examiner.detect(0), detections);
  t.strictSame(await first.examiner.analyse(0, here), analysis);
  t.strictSame(await first.examiner.analyse(1, null), analysis);
  const again = remembered(new Map(JSON.parse(JSON.stringify([...kept]))));
  t.strictSame(await again.examiner.detect(0), detections);
  t.strictSame(await again.examiner.analyse(0, here), analysis);
  t.strictSame(await again.examiner.analyse(1, null), analysis);
  t.strictSame(again.asked, []);
  await again.examiner.analyse(0, { ...here, x: 7 });
  await again.examiner.detect(1);
  await again.examiner.coarseStats(0);
  t.strictSame(again.asked, ['analyse 0 7', 'detect 1', 'coarseStats 0']);
});

t.test('of a frame that cannot be used nothing is kept', async (t) => {
  const kept = new Map<number, FrameLook[]>();
  t.equal(await remembered(kept, { usable: false }).examiner.detect(0), null);
  t.equal(kept.size, 0);
});

t.test('what another version saw is looked for again, and kept beside it', async (t) => {
  const kept = new Map<number, FrameLook[]>();
  await remembered(kept).examiner.detect(0);
  const updated = remembered(kept, { basis: 'v2' });
  t.strictSame(await updated.examiner.detect(0), detections);
  t.strictSame(await updated.examiner.analyse(0, here), analysis);
  t.strictSame(updated.asked, ['detect 0', 'analyse 0 1']);
  const again = remembered(kept, { basis: 'v2' });
  await again.examiner.detect(0);
  t.strictSame(again.asked, []);
});
