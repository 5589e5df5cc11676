/** The plan of failing calls: every n-th call of each kind. */
import t from 'tap';
import {
  failures,
  failuresOfOneSweep,
  type PlannedFailure,
  sweepOf,
} from '../../../scripts/torture/failure-plan.js';
import { Random } from '../../../scripts/torture/random.js';

const calls = {
  start: { read: 3, write: 500, fsync: 2, open: 0, rename: 1 },
  work: { read: 0, write: 4, fsync: 1, open: 0, rename: 0 },
};
const plan = (seed: number, count: number) => {
  const planned = failures(calls, new Random(seed));
  return Array.from({ length: count }, () => planned.next().value);
};
const nameOf = ({ kind, from, nth }: PlannedFailure) => `${kind} ${nth} of ${from}`;

t.test('one sweep has every n-th call once, up to the 200th', async (t) => {
  const sweep = failuresOfOneSweep(calls);
  t.equal(sweep, 3 + 200 + 4 + 2 + 1 + 1);
  const names = plan(1, sweep).map(nameOf);
  t.equal(new Set(names).size, sweep);
  t.ok(names.includes('write 200 of start') && names.includes('rename 1 of start'));
  t.strictSame([...new Set(plan(1, 2 * sweep).map(nameOf))].sort(), names.sort(), 'and the next sweep again');
});

t.test('each kind of call comes early, however few there are', async (t) => {
  t.strictSame(
    plan(1, 4)
      .map(({ kind }) => kind)
      .sort(),
    ['fsync', 'read', 'rename', 'write'],
  );
});

t.test('a seed gives the same plan again, and another one another', async (t) => {
  t.strictSame(plan(5, 100), plan(5, 100));
  t.notSame(plan(5, 100), plan(6, 100));
});

t.test('a hub whose calls are not seen is an error and no endless search', async (t) => {
  const none = { read: 0, write: 0, fsync: 0, open: 0, rename: 0 };
  t.throws(() => failures({ start: none, work: none }, new Random(1)).next(), /no file calls/);
});

t.test('the parts of a sweep have every n-th call once between them', async (t) => {
  const parts = [1, 2, 3].map((part) => sweepOf(calls, { part, of: 3 }, new Random(part)));
  const names = parts.flat().map(nameOf);
  t.equal(names.length, failuresOfOneSweep(calls));
  t.equal(new Set(names).size, names.length);
  t.ok(parts.every((part) => part.length > 0));
});
