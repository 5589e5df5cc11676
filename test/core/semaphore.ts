import fc from 'fast-check';
import t from 'tap';
import { Semaphore, type SemaphoreOptions } from '../../src/core/semaphore.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const LIMIT_MS = 2000;

/** A semaphore, and acquirers of it whose outcome is noted: null while they wait. */
function semaphoreOf(options: SemaphoreOptions) {
  const clock = new ManualClock();
  const semaphore = new Semaphore({ acquireTimeout: { ms: LIMIT_MS, clock }, ...options });
  const outcomes: (boolean | null)[] = [];
  const releases: (() => void)[] = [];
  const ask = (permits = 1, more: { holder?: string; signal?: AbortSignal } = {}) => {
    const at = outcomes.push(null) - 1;
    void semaphore.acquire({ permits, ...more }).then((release) => {
      outcomes[at] = release !== null;
      if (release) releases.push(release);
    });
  };
  return { semaphore, clock, outcomes, releases, ask };
}

/** Work that ends when the test says so. */
function held() {
  let finish = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { work: () => done, finish };
}

t.test('as many as there are permits, and the next one when one is given back', async (t) => {
  const { outcomes, releases, ask, clock, semaphore } = semaphoreOf({ permits: 2 });
  for (let at = 0; at < 4; at += 1) ask();
  await settled();
  t.strictSame(outcomes, [true, true, null, null]);
  releases.shift()?.();
  await settled();
  t.strictSame(outcomes, [true, true, true, null], 'the one that waits longest');
  for (const release of releases.splice(0)) release();
  await settled();
  t.strictSame(outcomes, [true, true, true, true]);
  t.equal(clock.pending, 0, 'no time-out outlives its wait');
  releases[0]?.();
  t.equal(semaphore.free, 2);
});

t.test('the wait ends with the time-out, and what was not acquired is not given back', async (t) => {
  const { outcomes, releases, ask, clock, semaphore } = semaphoreOf({ permits: 1 });
  ask();
  ask();
  await clock.advance(LIMIT_MS - 1);
  t.strictSame(outcomes, [true, null]);
  await clock.advance(1);
  t.strictSame(outcomes, [true, false]);
  releases[0]?.();
  t.equal(semaphore.free, 1);
  ask();
  await settled();
  t.strictSame(outcomes, [true, false, true]);
});

t.test('a permit that is given back as the time-out falls due goes to one acquirer only', async (t) => {
  const { outcomes, releases, ask, clock, semaphore } = semaphoreOf({ permits: 1 });
  ask();
  ask();
  await settled();
  clock.after(LIMIT_MS, () => releases[0]?.());
  await clock.leap(LIMIT_MS);
  t.strictSame(outcomes, [true, false], 'the time-out was first');
  t.equal(semaphore.free, 1, 'and the permit is there for the next one');

  const other = semaphoreOf({ permits: 1 });
  other.ask();
  await settled();
  other.clock.after(LIMIT_MS, () => other.releases[0]?.());
  other.ask();
  await other.clock.leap(LIMIT_MS);
  t.strictSame(other.outcomes, [true, true], 'the permit was first');
  t.equal(other.clock.pending, 0);
});

t.test('giving back twice is giving back once', async (t) => {
  const { semaphore } = semaphoreOf({ permits: 1 });
  const release = await semaphore.acquire();
  release?.();
  release?.();
  t.equal(semaphore.free, 1);
});

t.test('a signal ends the wait, and leaves what was acquired', async (t) => {
  const { outcomes, releases, ask, clock, semaphore } = semaphoreOf({ permits: 1 });
  const [first, second] = [new AbortController(), new AbortController()];
  ask(1, { signal: first.signal });
  ask(1, { signal: second.signal });
  ask(1, { signal: AbortSignal.abort() });
  await settled();
  t.strictSame(outcomes, [true, null, false]);
  first.abort();
  second.abort();
  await settled();
  t.strictSame(outcomes, [true, false, false]);
  t.equal(clock.pending, 0);
  t.equal(semaphore.free, 0);
  releases[0]?.();
  t.equal(semaphore.free, 1);
});

t.test('a signal that aborts after the permit was granted leaves it granted', async (t) => {
  const { outcomes, releases, ask, semaphore } = semaphoreOf({ permits: 1 });
  const controller = new AbortController();
  ask();
  ask(1, { signal: controller.signal });
  await settled();
  releases[0]?.();
  controller.abort();
  await settled();
  t.strictSame(outcomes, [true, true]);
  releases[1]?.();
  t.equal(semaphore.free, 1);
});

t.test('one that asks for many is not overtaken by one that asks for few', async (t) => {
  const { outcomes, releases, ask, clock } = semaphoreOf({ permits: 10 });
  ask(6);
  await clock.advance(1);
  ask(8);
  await clock.advance(1);
  ask(2);
  await settled();
  t.strictSame(outcomes, [true, null, null], 'the third would fit');
  releases.shift()?.();
  await settled();
  t.strictSame(outcomes, [true, true, true]);
});

t.test('when the first of those that wait gives up, one behind it that fits goes on', async (t) => {
  const { outcomes, ask, clock } = semaphoreOf({ permits: 10 });
  ask(6);
  await clock.advance(1);
  ask(8);
  await clock.advance(LIMIT_MS - 1);
  ask(2);
  await clock.advance(1);
  t.strictSame(outcomes, [true, false, true]);
});

t.test('a bounded number waits; the rest is refused at once', async (t) => {
  const semaphore = new Semaphore({ permits: 1, maxWaiting: 1 });
  const first = held();
  const order: string[] = [];
  const running = semaphore.run(first.work).then(() => order.push('first'));
  const waiting = semaphore.run(async () => {}).then(() => order.push('second'));
  await t.rejects(
    semaphore.run(async () => {}),
    { name: 'Refusal', code: 'hub-busy' },
  );
  first.finish();
  await Promise.all([running, waiting]);
  t.strictSame(order, ['first', 'second']);
});

t.test('work whose caller goes away before its turn is not begun', async (t) => {
  const semaphore = new Semaphore({ permits: 1 });
  const first = held();
  const controller = new AbortController();
  const running = semaphore.run(first.work);
  let begun = false;
  const waiting = semaphore.run(
    async () => {
      begun = true;
    },
    { signal: controller.signal },
  );
  controller.abort();
  await t.rejects(waiting, { name: 'Refusal', code: 'cancelled' });
  first.finish();
  await running;
  t.notOk(begun);
});

t.test('work that fails gives its permit back', async (t) => {
  const semaphore = new Semaphore({ permits: 1, maxWaiting: 0 });
  await t.rejects(
    semaphore.run(() => Promise.reject(new Error('no'))),
    /no/,
  );
  t.equal(await semaphore.run(async () => 'next'), 'next');
});

t.test('one holder has a share, and leaves the rest to others', async (t) => {
  const semaphore = new Semaphore({ permits: 2, maxWaiting: 1, permitsOfOne: 1 });
  const first = held();
  const running = semaphore.run(first.work, { holder: 'Mina' });
  await t.rejects(
    semaphore.run(async () => {}, { holder: 'Mina' }),
    { code: 'hub-busy' },
  );
  t.equal(await semaphore.run(async () => 'Jun was served', { holder: 'Jun' }), 'Jun was served');
  first.finish();
  await running;
  t.equal(await semaphore.run(async () => 'again', { holder: 'Mina' }), 'again');
});

t.test('whatever happens in whatever order, no permit is lost or made', async (t) => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), permits: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('release' as const) }),
    fc.record({ kind: fc.constant('abort' as const) }),
    fc.record({ kind: fc.constant('wait' as const) }),
  );
  const scenario = fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
    const { semaphore, clock, outcomes, releases, ask } = semaphoreOf({ permits: 5, maxWaiting: 4 });
    const controllers: AbortController[] = [];
    for (const event of events) {
      if (event.kind === 'release') releases.shift()?.();
      else if (event.kind === 'abort') controllers.shift()?.abort();
      else if (event.kind === 'wait') await clock.advance(LIMIT_MS / 2);
      else {
        const controller = new AbortController();
        controllers.push(controller);
        ask(event.permits, { signal: controller.signal });
      }
      if (semaphore.free < 0 || semaphore.free > 5) throw new Error(`${semaphore.free} permits are free`);
    }
    await clock.advance(LIMIT_MS);
    for (; releases.length > 0; await settled()) for (const release of releases.splice(0)) release();
    t.notOk(outcomes.includes(null), 'everyone has an answer');
    t.equal(semaphore.free, 5);
    t.equal(clock.pending, 0);
  });
  await fc.assert(scenario, { numRuns: 60 });
});
