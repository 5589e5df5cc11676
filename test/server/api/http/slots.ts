import t from 'tap';
import { Slots } from '../../../../src/server/api/http/slots.js';

/** Work that ends when the test says so. */
function held() {
  let finish = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { work: () => done, finish };
}

t.test('runs so many, lets so many wait, refuses the rest', async (t) => {
  const slots = new Slots(1, 1);
  const first = held();
  const order: string[] = [];
  const running = slots.run(first.work).then(() => order.push('first'));
  const waiting = slots.run(async () => {}).then(() => order.push('second'));
  await t.rejects(
    slots.run(async () => {}),
    { code: 'hub-busy', retryAfter: 5 },
  );
  first.finish();
  await Promise.all([running, waiting]);
  t.strictSame(order, ['first', 'second']);
});

t.test('work that fails frees its place', async (t) => {
  const slots = new Slots(1, 0);
  await t.rejects(
    slots.run(() => Promise.reject(new Error('no'))),
    /no/,
  );
  t.equal(await slots.run(async () => 'next'), 'next');
});

t.test('a holder has a share, and leaves the rest to others', async (t) => {
  const slots = new Slots(2, 1, 1);
  const first = held();
  const running = slots.run(first.work, 'Mina');
  await t.rejects(
    slots.run(async () => {}, 'Mina'),
    { code: 'hub-busy' },
  );
  t.equal(await slots.run(async () => 'Jun was served', 'Jun'), 'Jun was served');
  first.finish();
  await running;
  t.equal(await slots.run(async () => 'again', 'Mina'), 'again');
});
