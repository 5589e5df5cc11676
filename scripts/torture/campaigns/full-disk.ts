import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import type { Random } from '../random.js';

/** Bytes: less than the bursts need. */
const MOST_ROOM = 64 * 1024;
/** Bursts that come while the disk is full. What they hold is more than the room above the reserve. */
const BURSTS = 4;
const RESERVE = { PETCAM_STORAGE_RESERVE_MB: '1' };
const FILLS_MS = 20_000;
/** Longer than the longest pause of a camera. */
const LONGEST_PAUSE_MS = 90_000;
/** Longer than the quiet time of a burst (20 s): a hub that counts it as quiet gives frames up. */
const LONG_MS = [25_000, 40_000] as const;
const SHORT_MS = [2_000, 7_000] as const;

/** Lets the disk be full for a while, sometimes longer than a burst may be quiet; the cameras keep what they have. */
export const fullDisk: Campaign = {
  name: 'full-disk',
  fault: 'a time in which files of the hub cannot grow',
  quick: 1,
  usual: 10,
  missing: () => null,
  run: runFullDisks,
};

async function runFullDisks(context: CampaignContext): Promise<CampaignResult> {
  const { random } = context;
  const test = await HubUnderTest.open({ ...context, settings: RESERVE });
  try {
    await test.up();
    let fills = 0;
    for (let tries = 0; fills < context.faults && tries < 2 * context.faults; tries += 1) {
      if (await fill(test, random, kindOf(tries, random))) fills += 1;
      context.progress(fills);
    }
    const verdict = await test.verdict();
    const { deaths, untidyStops } = test.hub;
    const faults = { ...NO_FAULTS, fills, failedCalls: test.control.failedCalls() };
    return { faults, done: fills, verdict, deaths, untidyStops };
  } finally {
    await test.close();
  }
}

interface Fill {
  /** Before the bursts come, or while they do. */
  comesFirst: boolean;
  /** Whether the hub hears how little is free, and so refuses; else its writes fail. */
  isSaid: boolean;
  ms: readonly [number, number];
}

/** Half of them are said, half not. The first two come first and are short: CI has time for one, and there frames have to be refused. */
function kindOf(tries: number, random: Random): Fill {
  const isEarly = tries < 2;
  return {
    comesFirst: isEarly || random.chance(0.5),
    isSaid: tries % 2 === 1,
    ms: !isEarly && random.chance(0.6) ? LONG_MS : SHORT_MS,
  };
}

/** True when the disk really was full for the hub. */
async function fill(test: HubUnderTest, random: Random, { comesFirst, isSaid, ms }: Fill): Promise<boolean> {
  const failed = test.control.failedCalls();
  const refusals = test.storageRefusals;
  const isFull = () => test.control.failedCalls() > failed || test.storageRefusals > refusals;
  const limit = () => test.control.limitRoom(random.between(0, MOST_ROOM), isSaid);
  if (comesFirst) limit();
  for (let burst = 0; burst < BURSTS; burst += 1) test.burst();
  await pause(random.between(0, 200));
  if (!comesFirst) limit();
  const wasFull = await test.until(isFull, FILLS_MS);
  await pause(random.between(...ms));
  test.control.limitRoom(null);
  // A camera whose first bursts are in a long pause sends no others: the next fill would find nothing to refuse.
  await test.until(() => test.record.openBursts() === 0, LONGEST_PAUSE_MS, 100);
  return wasFull;
}
