import { rmSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { CALL_KINDS, type CallKind } from '../control.js';
import {
  type Calls,
  type CallsOfALife,
  failures,
  failuresOfOneSweep,
  type PlannedFailure,
  sweepOf,
} from '../failure-plan.js';
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

const MOST_WAITING = 4;
/** A life of a hub, from its start until its work is done, takes several times as long on a machine that does much else. */
const WAIT_MS = 30_000;
const LOOK_MS = 100;
/** A lasting error ends after this long at most. */
const LASTING_MS = 4_000;
/** Tries that a call of a sweep has, and the part of a sweep that has to come to pass: the last calls of a life are not in each. */
const SWEEP_ROUNDS = 3;
const SWEEP_SHARE = 0.9;
/** With HTTPS the hub keeps a certificate, which it replaces by renaming: nothing else of it renames while it runs. */
const SETTINGS = { PETCAM_HTTPS: 'true', PETCAM_HTTPS_HOST: '127.0.0.1' };

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
  const { random } = context;
  const test = await HubUnderTest.open({ ...context, settings: SETTINGS });
  try {
    const calls = await callsOfALaterLife(test);
    const { done, asked, left } = await (context.sweep
      ? failEach(test, sweepOf(calls, context.sweep, random.fork()), context)
      : failSome(test, calls, context));
    const verdict = await test.verdict();
    const { deaths, untidyStops } = test.hub;
    const failedCalls = test.control.failedCalls();
    const skipped = [...kindsWithoutCalls(calls), ...left];
    return { faults: { ...NO_FAULTS, failedCalls }, done, asked, verdict, deaths, untidyStops, skipped };
  } finally {
    test.control.disarm();
    await test.close();
  }
}

/** As many failures as were asked for, in turn. */
async function failSome(
  test: HubUnderTest,
  calls: CallsOfALife,
  { faults, random, progress }: CampaignContext,
) {
  const plan = failures(calls, random.fork());
  let done = 0;
  // A fault that never came to pass is not one; so often in a row means that none will.
  for (let tries = 0; done < faults && tries < 2 * faults + 10; tries += 1) {
    if (await failOne(test, plan.next().value, random)) done += 1;
    progress(done);
  }
  return { done, asked: faults, left: callsLeftOut(failuresOfOneSweep(calls), done) };
}

/** Every failure once. One that does not come to pass is tried again: lives of a hub differ by some calls. */
async function failEach(test: HubUnderTest, plan: PlannedFailure[], { random, progress }: CampaignContext) {
  let left = plan;
  for (let round = 0; round < SWEEP_ROUNDS && left.length > 0; round += 1) {
    const missed: PlannedFailure[] = [];
    for (const [at, failure] of left.entries()) {
      if (!(await failOne(test, failure, random))) missed.push(failure);
      progress(plan.length - left.length + at + 1 - missed.length, plan.length);
    }
    left = missed;
  }
  const done = plan.length - left.length;
  const asked = Math.ceil(plan.length * SWEEP_SHARE);
  const why = `did not fail in ${SWEEP_ROUNDS} tries: ${left.map(({ kind, from, nth }) => `${kind} ${nth} of ${from}`).join(', ')}`;
  return { done, asked, left: left.length === 0 ? [] : [{ name: 'io-errors', why }] };
}

/** The second life, as all later ones: the first one makes the database, and the certificate, the one file that is renamed. */
async function callsOfALaterLife(test: HubUnderTest): Promise<CallsOfALife> {
  await test.up();
  const renames = test.control.seen('rename');
  await test.hub.end('SIGTERM');
  const { start, work } = await oneLife(test);
  return { start: { ...start, rename: renames }, work };
}

/** An n beyond what a life has would wait in vain. */
async function oneLife(test: HubUnderTest): Promise<CallsOfALife> {
  const before = callsSoFar(test);
  await test.up();
  const ready = callsSoFar(test);
  test.burst();
  await test.settle();
  const done = callsSoFar(test);
  await test.hub.end('SIGTERM');
  return {
    start: callsWhere((kind) => done[kind] - before[kind]),
    work: callsWhere((kind) => done[kind] - ready[kind]),
  };
}

const callsSoFar = (test: HubUnderTest) => callsWhere((kind) => test.control.seen(kind));

function callsWhere(count: (kind: CallKind) => number): Calls {
  return Object.fromEntries(CALL_KINDS.map((kind) => [kind, count(kind)])) as Calls;
}

function kindsWithoutCalls({ start }: CallsOfALife) {
  const why = 'the hub makes no call of this kind on its data folder';
  return CALL_KINDS.filter((kind) => start[kind] === 0).map((kind) => ({ name: `io-errors, ${kind}`, why }));
}

function callsLeftOut(sweep: number, done: number) {
  const why = `${sweep - done} of the ${sweep} n-th calls of a start and of its work did not fail`;
  return done < sweep ? [{ name: 'io-errors', why }] : [];
}

/** The next start makes a new one, as once a year. */
function loseCertificate(test: HubUnderTest): void {
  rmSync(path.join(test.data, 'tls', 'hub.pem'), { force: true });
}

/** True when at least one call failed. */
async function failOne(test: HubUnderTest, { kind, from, nth }: PlannedFailure, random: Random) {
  const before = test.control.failed(kind);
  const times = random.chance(0.3) ? -1 : 1;
  if (from === 'start') {
    await test.hub.end(random.chance(0.5) ? 'SIGTERM' : 'SIGKILL');
    if (kind === 'rename') loseCertificate(test);
  } else await test.up();
  if (test.progress().waiting < MOST_WAITING) test.burst();
  test.control.arm({ kind, nth, times, errno: random.pick(ERRORS[kind]) });
  test.hub.start();
  const failed = () => test.control.failed(kind) > before;
  // A hub without work makes no more calls: whatever has not failed by then will not.
  await test.until(() => failed() || test.isIdle(), WAIT_MS, LOOK_MS);
  if (times < 0) await pause(random.between(500, LASTING_MS));
  test.control.disarm();
  return failed();
}
