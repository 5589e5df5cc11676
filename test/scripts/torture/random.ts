/** The seeded numbers of the torture: the same faults again. */
import t from 'tap';
import { Random } from '../../../scripts/torture/random.js';

const drawn = (random: Random) => Array.from({ length: 200 }, () => random.between(1, 6));

t.test('a seed gives the same numbers again, and another one others', async (t) => {
  t.strictSame(drawn(new Random(4211)), drawn(new Random(4211)));
  t.notSame(drawn(new Random(4211)), drawn(new Random(4212)));
});

t.test('both ends of a range are drawn, and nothing beyond them', async (t) => {
  t.strictSame([...new Set(drawn(new Random(1)))].sort(), [1, 2, 3, 4, 5, 6]);
});

t.test('what a part draws does not shift what another one gets', async (t) => {
  const [one, other] = [new Random(7), new Random(7)];
  drawn(one.fork());
  other.fork();
  t.strictSame(drawn(one), drawn(other));
});

t.test('each item can be picked, and what is certain happens', async (t) => {
  const random = new Random(3);
  const picked = new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c'])));
  t.equal(picked.size, 3);
  t.ok(random.chance(1));
  t.notOk(random.chance(0));
});
