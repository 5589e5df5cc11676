import t from 'tap';
import { createLog } from '../../../src/core/log.js';
import { type Probe, startWatchdog } from '../../../src/services/systemd/watchdog.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const MINUTE = 60_000;

/** A watchdog of two minutes over parts that the test holds in its hand. */
async function watch(t: { teardown(end: () => void): void }) {
  const clock = new ManualClock();
  const fed: number[] = [];
  const rounds: (string | null)[] = [];
  const answers: Record<string, () => Promise<void>> = { disk: async () => {}, broker: async () => {} };
  const probes: Probe[] = ['disk', 'broker'].map((name) => ({
    name,
    ask: () => (answers[name] as () => Promise<void>)(),
  }));
  const watchdog = startWatchdog({
    intervalMs: 2 * MINUTE,
    probes,
    feed: () => fed.push(clock.monotonic()),
    onRound: (complaint) => rounds.push(complaint),
    clock,
    log: createLog('silent'),
  });
  t.teardown(() => watchdog.stop());
  await settled();
  return { clock, fed, rounds, answers, watchdog };
}

t.test('is fed at once and then at half the interval', async (t) => {
  const { clock, fed, rounds } = await watch(t);
  await clock.advance(5 * MINUTE);
  t.strictSame(
    fed,
    [0, 1, 2, 3, 4, 5].map((minute) => minute * MINUTE),
  );
  t.strictSame(new Set(rounds), new Set([null]));
});

t.test('the time that the answers take does not add up', async (t) => {
  const { clock, fed, answers } = await watch(t);
  answers['disk'] = () => new Promise((resolve) => void clock.after(20_000, resolve));
  await clock.advance(3 * MINUTE);
  t.strictSame(fed, [0, 80_000, 140_000]);
});

t.test('a part that is silent for good: not fed until the manager acts, and named', async (t) => {
  const { clock, fed, rounds, answers } = await watch(t);
  answers['disk'] = () => new Promise(() => {});
  await clock.advance(4 * MINUTE);
  t.strictSame(fed, [0], 'nothing for four minutes where two are allowed');
  t.equal(rounds.at(-1), 'disk does not answer');
});

t.test('a part that fails is named with its reason; the others are still asked', async (t) => {
  const { clock, rounds, answers } = await watch(t);
  answers['disk'] = async () => {
    throw new Error('the writing thread has ended');
  };
  answers['broker'] = () => new Promise(() => {});
  await clock.advance(2 * MINUTE);
  t.equal(rounds[1], 'disk: the writing thread has ended; broker does not answer');
});

t.test('one slow moment is survived: the next round comes soon enough', async (t) => {
  const { clock, fed, answers } = await watch(t);
  let slow = true;
  answers['disk'] = () => (slow ? new Promise(() => {}) : Promise.resolve());
  await clock.advance(MINUTE + 1);
  slow = false;
  await clock.advance(MINUTE - 2);
  t.equal(fed.length, 2, 'fed again within the two minutes');
});

t.test('stopped, it asks and feeds no more, not even for an answer under way', async (t) => {
  const { clock, fed, rounds, answers, watchdog } = await watch(t);
  let answer = () => {};
  answers['disk'] = () => new Promise((resolve) => (answer = resolve));
  await clock.advance(MINUTE);
  watchdog.stop();
  answer();
  await clock.advance(5 * MINUTE);
  t.equal(fed.length, 1);
  t.equal(rounds.length, 1);
});
