import t from 'tap';
import { coarseScores } from '../../../src/imaging/select/coarse-scores.js';
import { type Damage, UNDAMAGED } from '../../../src/imaging/vision/damage.js';
import type { CoarseStats } from '../../../src/imaging/vision/types.js';

/** Four cells: the first shows the pet, which moves; the others a sharp wall. */
function measured(
  index: number,
  changes: { pet?: number; detail?: number; light?: number; grain?: number; damage?: Damage } = {},
) {
  const { pet = 100 + 10 * index, detail = 6, light = 0, grain = 1, damage = UNDAMAGED } = changes;
  const stats: CoarseStats = {
    width: 800,
    height: 600,
    columns: 4,
    rows: 1,
    light: [pet + light, 120 + light, 120 + light, 120 + light],
    detail: [detail, 9, 9, 9],
    grain,
    damage,
  };
  return { index, stats };
}

const byIndex = (frames: ReturnType<typeof measured>[]) =>
  Object.fromEntries(coarseScores(frames).map((score) => [score.index, score]));

t.test('what counts is detail where something moves, not in the background', async (t) => {
  const seen = byIndex([measured(0), measured(1, { detail: 2 }), measured(2)]);
  t.ok((seen[1]?.sharpness ?? 0) < -3);
  t.ok((seen[1]?.rating ?? 0) < -6);
  t.equal(seen[0]?.rating, 0, 'the best one is the measure');
});

t.test('grain, dark and light frames fall behind, and it is said why', async (t) => {
  const seen = byIndex([
    measured(0),
    measured(1, { grain: 4 }),
    measured(2, { light: -70 }),
    measured(3, { light: 90 }),
    measured(4),
  ]);
  t.ok((seen[1]?.grain ?? 0) > 1);
  t.ok((seen[2]?.dim ?? 0) > 0.5);
  t.ok((seen[3]?.bright ?? 0) > 0.3);
  for (const index of [1, 2, 3]) t.ok((seen[index]?.rating ?? 0) < -1.5, `frame ${index}`);
});

t.test('a frame that arrived damaged falls behind, the more the less of it is there', async (t) => {
  const seen = byIndex([
    measured(0),
    measured(1, { damage: { grade: 1, missing: 0 } }),
    measured(2, { damage: { grade: 2, missing: 0.03 } }),
    measured(3, { damage: { grade: 2, missing: 0.3 } }),
  ]);
  t.equal(seen[0]?.damage, 0);
  t.ok((seen[1]?.rating ?? -9) > -0.2, 'a harmless flaw hardly counts');
  t.ok((seen[2]?.rating ?? 0) < -1.5, 'missing lines do');
  t.ok((seen[3]?.rating ?? 0) < (seen[2]?.rating ?? -9));
});

t.test('frames of a still scene, and frames of different shapes, are compared as a whole', async (t) => {
  const still = byIndex([measured(0, { pet: 100 }), measured(1, { pet: 100, detail: 2 })]);
  t.ok(Math.abs((still[1]?.sharpness ?? 0) + 1) < 1e-9, 'a quarter of the cells lost four octaves');
  const { stats } = measured(1);
  const turned = { index: 1, stats: { ...stats, columns: 1, rows: 4 } };
  t.ok(coarseScores([measured(0), turned]).every(({ rating }) => Number.isFinite(rating)));
});

t.test('the order of the frames says nothing', async (t) => {
  const frames = [measured(0), measured(1, { detail: 3 }), measured(2, { grain: 3 })];
  t.strictSame(byIndex(frames), byIndex([...frames].reverse()));
});
