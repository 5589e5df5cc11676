import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import type { Random } from '../random.js';

/** Longer than the quiet time of a burst (20 s), in which nothing could have been read. */
const LONG_MS = [22_000, 30_000] as const;
const SHORT_MS = [200, 6_000] as const;

/** Stops the hub, or its vision process, for a while (SIGSTOP, SIGCONT), as swapping or a slow SD card does. */
export const stall: Campaign = {
  name: 'stall',
  fault: 'a time in which the hub, or its vision process, stands still',
  quick: 0,
  usual: 20,
  missing: () => null,
  run: runStalls,
};

async function runStalls(context: CampaignContext): Promise<CampaignResult> {
  const { random } = context;
  const test = await HubUnderTest.open(context);
  try {
    await test.up();
    let stalls = 0;
    for (; stalls < context.faults; stalls += 1) {
      test.burst();
      await pause(random.between(0, 60));
      await standStill(test, random, stalls > 0 && random.chance(0.4) ? LONG_MS : SHORT_MS);
      context.progress(stalls + 1);
    }
    const verdict = await test.verdict();
    const { deaths, untidyStops } = test.hub;
    return { faults: { ...NO_FAULTS, stalls }, done: stalls, verdict, deaths, untidyStops };
  } finally {
    test.hub.signal('SIGCONT');
    await test.close();
  }
}

async function standStill(test: HubUnderTest, random: Random, [least, most]: readonly [number, number]) {
  const vision = test.hub.visionPid();
  const stopVision = vision !== null && random.chance(0.3);
  const signal = (name: NodeJS.Signals) => (stopVision ? signalTo(vision, name) : test.hub.signal(name));
  signal('SIGSTOP');
  if (random.chance(0.5)) test.burst();
  await pause(random.between(least, most));
  signal('SIGCONT');
}

/** A process may be gone meanwhile, which is no fault of the campaign. */
function signalTo(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
