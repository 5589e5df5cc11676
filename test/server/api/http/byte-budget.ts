import t from 'tap';
import { ByteBudget } from '../../../../src/server/api/http/byte-budget.js';

t.test('lends no more than there is, in the order in which it was asked', async (t) => {
  const budget = new ByteBudget(10);
  const order: string[] = [];
  const ends: (() => void)[] = [];
  const hold = (name: string, bytes: number) =>
    budget.lend(bytes, () => {
      order.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const all = [hold('a', 6), hold('b', 8), hold('c', 2)];
  await new Promise(setImmediate);
  t.strictSame(order, ['a'], 'c would fit, and does not overtake b');
  ends.shift()?.();
  await new Promise(setImmediate);
  t.strictSame(order, ['a', 'b', 'c']);
  for (const end of ends) end();
  await Promise.all(all);
  await t.rejects(
    budget.lend(10, () => Promise.reject(new Error('no'))),
    /no/,
  );
  t.equal(await budget.lend(10, async () => 'again'), 'again', 'what failed gave its bytes back');
});
