import t, { type Test } from 'tap';
import { Backoff } from '../../src/core/backoff.js';
import { type StepOutcome, Worker, type WorkerDeps } from '../../src/core/worker.js';
import { ManualClock } from '../support/manual-clock.js';

/** A worker whose steps are what the test puts into `steps`; without any it is idle. */
function working(t: Test, change: Partial<WorkerDeps> = {}) {
  const clock = new ManualClock();
  const steps: (() => StepOutcome | Promise<StepOutcome>)[] = [];
  const failures: [string, number][] = [];
  let taken = 0;
  const worker = new Worker({
    step: async (signal) => {
      t.notOk(signal.aborted);
      taken += 1;
      return steps.shift()?.() ?? 'idle';
    },
    backoff: new Backoff({ firstMs: 1000, maxMs: 4000, jitter: 0 }),
    wakeEndsPause: true,
    clock,
    onFailure: (error, waitMs) => failures.push([(error as Error).message, waitMs]),
    ...change,
  });
  t.teardown(() => worker.stop());
  return { worker, steps, failures, clock, taken: () => taken };
}

const again = (): StepOutcome => 'again';
const fail = (): never => {
  throw new Error('no disk');
};

/** A step that ends when the test says so. */
function held() {
  let end: (outcome: StepOutcome) => void = () => {};
  let begun = () => {};
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const outcome = new Promise<StepOutcome>((resolve) => {
    end = resolve;
  });
  const step = () => {
    begun();
    return outcome;
  };
  return { step, started, end };
}

t.test('nothing is done before the start, then everything that is there', async (t) => {
  const { worker, steps, taken } = working(t);
  steps.push(again, again);
  worker.wake();
  await worker.idle();
  t.equal(taken(), 0);
  worker.start();
  await worker.idle();
  t.equal(taken(), 3, 'the last one finds nothing');
});

t.test('who is woken while it looks for the last time looks once more', async (t) => {
  const { worker, steps, taken } = working(t);
  const last = held();
  steps.push(last.step);
  worker.start();
  await last.started;
  worker.wake();
  worker.wake();
  last.end('idle');
  await worker.idle();
  t.equal(taken(), 2, 'once for both');
  worker.wake();
  await worker.idle();
  t.equal(taken(), 3, 'and again when it is woken afterwards');
});

t.test('woken by its own last words, it has not stopped looking', async (t) => {
  const { worker, steps, taken } = working(t);
  steps.push(() => {
    queueMicrotask(() => worker.wake());
    return 'idle';
  });
  worker.start();
  await worker.idle();
  t.equal(taken(), 2);
});

t.test('a failure pauses, longer each time, and is forgotten when a step succeeds', async (t) => {
  const { worker, steps, failures, clock, taken } = working(t);
  const begin = clock.now();
  steps.push(fail, fail, fail, again, fail);
  worker.start();
  await worker.idle();
  t.match(worker.pause(), { error: { message: 'no disk' }, since: begin, nextTryAt: begin + 1000 });
  await clock.advance(1000);
  await clock.advance(2000);
  t.strictSame(failures, [
    ['no disk', 1000],
    ['no disk', 2000],
    ['no disk', 4000],
  ]);
  t.match(worker.pause(), { since: begin, nextTryAt: begin + 7000 }, 'it is one failure since the first');
  await clock.advance(3999);
  t.equal(taken(), 3);
  await clock.advance(1);
  t.equal(taken(), 5, 'one that works, and one that does not');
  t.strictSame(failures.at(-1), ['no disk', 1000], 'the waits begin anew');
  await clock.advance(1000);
  t.equal(worker.pause(), null);
});

t.test('a wake-up ends a pause where it may help, and the issue stays until a step succeeds', async (t) => {
  const { worker, steps, clock } = working(t);
  const second = held();
  steps.push(fail, second.step);
  worker.start();
  await worker.idle();
  worker.wake();
  await second.started;
  t.ok(worker.pause(), 'while it is tried again nothing is well yet');
  t.equal(clock.pending, 0, 'the wait is over');
  second.end('idle');
  await worker.idle();
  t.equal(worker.pause(), null);
});

t.test('elsewhere a wake-up is kept for after the pause', async (t) => {
  const { worker, steps, clock, taken } = working(t, { wakeEndsPause: false });
  steps.push(fail);
  worker.start();
  await worker.idle();
  worker.wake();
  await worker.idle();
  t.equal(taken(), 1);
  await clock.advance(1000);
  t.equal(taken(), 2);
  worker.wake();
  await worker.idle();
  t.equal(taken(), 3);
});

t.test('woken while a step fails, it waits all the same', async (t) => {
  const { worker, steps, clock, taken } = working(t);
  steps.push(() => {
    worker.wake();
    return fail();
  });
  worker.start();
  await worker.idle();
  t.equal(taken(), 1);
  await clock.advance(1000);
  t.equal(taken(), 2);
});

t.test('work that is due later is looked for then, or earlier when it is woken', async (t) => {
  const { worker, steps, clock, taken } = working(t);
  steps.push(() => ({ afterMs: 5000 }));
  worker.start();
  await worker.idle();
  await clock.advance(4999);
  t.equal(taken(), 1);
  await clock.advance(1);
  t.equal(taken(), 2);
  steps.push(() => ({ afterMs: 5000 }));
  worker.wake();
  await worker.idle();
  worker.wake();
  await worker.idle();
  t.equal(taken(), 4);
  t.equal(clock.pending, 0, 'the time that was set is not needed any more');
});

t.test('the stop aborts the step in hand, waits for it, and is no failure', async (t) => {
  const { worker, steps, failures, clock } = working(t);
  const step = held();
  steps.push(async () => {
    await step.step();
    return fail();
  });
  worker.start();
  await step.started;
  let stopped = false;
  const stop = worker.stop().then(() => {
    stopped = true;
  });
  worker.wake();
  await Promise.resolve();
  t.notOk(stopped);
  step.end('again');
  await stop;
  t.strictSame(failures, []);
  t.equal(worker.pause(), null);
  worker.start();
  worker.wake();
  await worker.idle();
  t.equal(clock.pending, 0);
});

t.test(
  'stopped while it waits, it does not come back; also a step that ends with a time does not',
  async (t) => {
    const { worker, steps, clock, taken } = working(t);
    steps.push(fail);
    worker.start();
    await worker.idle();
    await worker.stop();
    t.equal(clock.pending, 0);
    await clock.advance(60_000);
    t.equal(taken(), 1);

    const other = working(t);
    const last = held();
    other.steps.push(last.step);
    other.worker.start();
    await last.started;
    const stop = other.worker.stop();
    last.end({ afterMs: 1000 });
    await stop;
    t.equal(other.clock.pending, 0);
  },
);

t.test('the first step that succeeds after failures is told, once', async (t) => {
  let recovered = 0;
  const { worker, steps, clock } = working(t, {
    onRecover: () => {
      recovered += 1;
    },
  });
  steps.push(again, fail);
  worker.start();
  await worker.idle();
  t.equal(recovered, 0);
  steps.push(again, again);
  await clock.advance(1000);
  t.equal(recovered, 1);
});
