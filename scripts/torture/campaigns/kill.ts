import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import type { Random } from '../random.js';

/** Bursts that may wait before no more are taken: the campaign is about kills, not about a backlog. */
const MOST_WAITING = 4;
const LONGEST_ROUND_MS = 15_000;
/** What a sync of the disk takes longer: an answer that does not wait for it comes before it. */
const SYNC_MS = [0, 0, 30, 700];

type Moment = 'starting' | 'soon' | 'acknowledged' | 'looking' | 'enlarging';
const MOMENTS: readonly Moment[] = ['starting', 'soon', 'acknowledged', 'looking', 'looking', 'enlarging'];

/** Kills the hub, or its vision process, at seeded moments: while it starts, receives, looks at frames, enlarges. */
export const kill: Campaign = {
  name: 'kill',
  fault: 'SIGKILL or SIGTERM to the hub, or SIGKILL to its vision process',
  quick: 5,
  usual: 100,
  missing: () => null,
  run: runKills,
};

async function runKills(context: CampaignContext): Promise<CampaignResult> {
  const test = await HubUnderTest.open(context);
  try {
    let kills = 0;
    while (kills < context.faults) {
      await reach(test, context.random.pick(MOMENTS), context.random);
      await strike(test, context.random);
      kills += 1;
      context.progress(kills);
    }
    const verdict = await test.verdict();
    const { deaths, untidyStops } = test.hub;
    return { faults: { ...NO_FAULTS, kills }, done: kills, verdict, deaths, untidyStops };
  } finally {
    await test.close();
  }
}

/** Starts the hub, has a burst taken unless `most` wait already, and lets it work until the moment has come. */
export async function reach(test: HubUnderTest, moment: Moment, random: Random, most = MOST_WAITING) {
  test.control.slowSyncs(random.pick(SYNC_MS));
  test.hub.start();
  if (test.progress().waiting < most) test.burst();
  if (moment === 'starting') return pause(random.between(0, 1500));
  await test.hub.ready(LONGEST_ROUND_MS);
  const before = { told: test.record.acknowledgedFrames(), ...test.progress() };
  const holds = {
    soon: () => true,
    acknowledged: () => test.record.acknowledgedFrames() > before.told,
    looking: () => test.progress().looks > before.looks,
    enlarging: () => test.progress().cut !== before.cut,
  }[moment];
  await test.until(holds, LONGEST_ROUND_MS, 5);
  await pause(random.between(0, moment === 'acknowledged' || moment === 'looking' ? 40 : 1000));
}

async function strike(test: HubUnderTest, random: Random): Promise<void> {
  const vision = test.hub.visionPid();
  if (vision !== null && random.chance(0.2)) process.kill(vision, 'SIGKILL');
  else await test.hub.end(random.chance(0.3) ? 'SIGTERM' : 'SIGKILL');
}

export { MOMENTS, type Moment, SYNC_MS };
