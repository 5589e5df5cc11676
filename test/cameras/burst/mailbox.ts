import t from 'tap';
import { Mailbox } from '../../../src/cameras/burst/mailbox.js';
import { settled } from '../../support/manual-clock.js';

t.test('what arrives during a batch makes up the next one', async (t) => {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  let idle = 0;
  const mailbox = new Mailbox<number>({
    batch: (waiting) => waiting.length,
    work(batch) {
      batches.push(batch);
      return new Promise((resolve) => gates.push(resolve));
    },
    idle: () => {
      idle += 1;
    },
  });
  const first = mailbox.post(1);
  const rest = Promise.all([mailbox.post(2), mailbox.post(3)]);
  await settled();
  t.strictSame(batches, [[1]]);
  gates.shift()?.();
  await first;
  await settled();
  t.strictSame(batches, [[1], [2, 3]]);
  t.equal(idle, 0);
  gates.shift()?.();
  await rest;
  await settled();
  t.equal(idle, 1);
});
