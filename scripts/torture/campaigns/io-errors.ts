import { constants } from 'node:os';
import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { CALL_KINDS, type CallKind, type Failure } from '../control.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import type { Random } from '../random.js';

const { EIO, ENOSPC, EACCES, EMFILE } = constants.errno;
const ERRORS: Record<CallKind, number[]> = {
  read: [EIO],
  write: [EIO, ENOSPC],
  fsync: [EIO],
  open: [EIO, EACCES, EMFILE],
  rename: [EIO, ENOSPC],
};

const LAST_NTH = 200;
const MOST_WAITING = 4;
const WAIT_MS = 10_000;
/** A lasting error ends after this long at most. */
const LASTING_MS = 4_000;

/** Fails the n-th call of each kind on the hub's data folder, for n from 1 to 200, once or for a while. */
export const ioErrors: Campaign = {
  name: 'io-errors',
  fault: 'a file call, or all of its kind for a while, that fails',
  quick: 4,
  usual: 200,
  missing: () => null,
  run: runErrors,
};

async function runErrors(context: CampaignContext): Promise<CampaignResult> {
  const test = await HubUnderTest.open(context);
  try {
    const calls = await callsOfOneLife(test);
    const kinds = CALL_KINDS.filter((kind) => calls[kind] > 0);
    let done = 0;
    // A fault that never came to pass is not one; so often in a row means that none will.
    for (let tries = 0; done < context.faults && tries < 2 * context.faults + 10; tries += 1) {
      const kind = kinds[done % kinds.length] as CallKind;
      if (await failOne(test, failureOf(kind, calls[kind], context.random), context.random)) done += 1;
      context.progress(done);
    }
    const verdict = await test.verdict();
    const { deaths, untidyStops } = test.hub;
    const failedCalls = test.control.failedCalls();
    return { faults: { ...NO_FAULTS, failedCalls }, done, verdict, deaths, untidyStops };
  } finally {
    test.control.disarm();
    await test.close();
  }
}

/** Calls of each kind from a start to the first photo and the stop: an n beyond that would wait in vain. */
async function callsOfOneLife(test: HubUnderTest): Promise<Record<CallKind, number>> {
  await test.up();
  test.burst();
  await test.settle();
  await test.hub.end('SIGTERM');
  return Object.fromEntries(CALL_KINDS.map((kind) => [kind, test.control.seen(kind)])) as Record<
    CallKind,
    number
  >;
}

function failureOf(kind: CallKind, calls: number, random: Random): Failure {
  return {
    kind,
    nth: random.between(1, Math.min(calls, LAST_NTH)),
    times: random.chance(0.3) ? -1 : 1,
    errno: random.pick(ERRORS[kind]),
  };
}

/** True when at least one call failed. Half of the errors begin with the hub's start, half while it works. */
async function failOne(test: HubUnderTest, failure: Failure, random: Random): Promise<boolean> {
  const before = test.control.failed(failure.kind);
  if (random.chance(0.5)) await test.hub.end(random.chance(0.5) ? 'SIGTERM' : 'SIGKILL');
  else await test.up();
  if (test.progress().waiting < MOST_WAITING) test.burst();
  test.control.arm(failure);
  test.hub.start();
  const failed = () => test.control.failed(failure.kind) > before;
  await test.until(failed, WAIT_MS);
  if (failure.times < 0) await pause(random.between(500, LASTING_MS));
  test.control.disarm();
  return failed();
}
