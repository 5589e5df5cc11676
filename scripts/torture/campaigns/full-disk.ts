import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import type { Random } from '../random.js';

const KIBIBYTE = 1024;
/** Bursts that come while the disk is full. What they hold is more than the room above the reserve. */
const BURSTS = 4;
const RESERVE = { PETCAM_STORAGE_RESERVE_MB: '1' };
const FILLS_MS = 20_000;
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
      // The first one is short: CI has time for one.
      if (await fill(test, random, tries > 0 && random.chance(0.6) ? LONG_MS : SHORT_MS)) fills += 1;
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

/** True when the disk really was full for the hub. */
async function fill(test: HubUnderTest, random: Random, [least, most]: readonly [number, number]) {
  const before = test.control.failedCalls();
  const refusals = test.storageRefusals;
  test.control.limitRoom(random.between(0, 1_064) * KIBIBYTE);
  for (let burst = 0; burst < BURSTS; burst += 1) test.burst();
  const isFull = await test.until(
    () => test.control.failedCalls() > before || test.storageRefusals > refusals,
    FILLS_MS,
  );
  await pause(random.between(least, most));
  test.control.limitRoom(null);
  await pause(random.between(0, 3_000));
  return isFull;
}
