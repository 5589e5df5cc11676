import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { addVerdicts, check, NOTHING, type Verdict } from '../checker.js';
import { DiskImage, FATES } from '../disk-image.js';
import { HubUnderTest } from '../hub-under-test.js';
import { type JournalEntry, readJournal } from '../journal.js';
import type { Random } from '../random.js';
import { MOMENTS, reach } from './kill.js';

/** Images of which only the database is looked at, of each cut after which the hub starts. */
const IMAGES_A_CUT = 24;
/** More than in other campaigns: a cut matters where a frame has just been acknowledged, so each one has a new burst. */
const MOST_WAITING = 12;

/**
 * Cuts the power: the hub is killed, and its data folder becomes what a disk may have kept of it. The hub goes on with
 * that. On the way the database is looked at as many other cuts would have left it.
 */
export const powerCut: Campaign = {
  name: 'power-cut',
  fault: `a power cut after which the hub goes on, and ${IMAGES_A_CUT} more of which only the database is looked at`,
  quick: 2,
  usual: 40,
  missing: () => null,
  run: runCuts,
};

async function runCuts(context: CampaignContext): Promise<CampaignResult> {
  const settings = { PETCAM_HTTPS: 'true', PETCAM_HTTPS_HOST: '127.0.0.1' };
  const test = await HubUnderTest.open({ ...context, settings });
  try {
    let verdict = NOTHING;
    let cuts = 0;
    let images = 0;
    for (; cuts < context.faults; cuts += 1) {
      const image = beginJournal(test);
      await reach(test, context.random.pick(MOMENTS), context.random, MOST_WAITING);
      await test.hub.end(context.random.chance(0.2) ? 'SIGTERM' : 'SIGKILL');
      const found = lookAtCuts(test, image, context);
      verdict = addVerdicts(verdict, { ...found.verdict, acknowledged: 0 });
      images += found.images;
      leaveAsCut(test, image, context.random);
      context.progress(cuts + 1);
    }
    verdict = addVerdicts(verdict, await test.verdict());
    const { deaths, untidyStops } = test.hub;
    return { faults: { ...NO_FAULTS, cuts, images }, done: cuts, verdict, deaths, untidyStops };
  } finally {
    await test.close();
  }
}

/** From now on every call that changes a file is written down; gives the folder as it is. */
export function beginJournal(test: HubUnderTest): DiskImage {
  writeFileSync(test.journal, '');
  test.control.record(true);
  return new DiskImage(test.data);
}

/** Takes the image to the end of the journal, with stops at seeded places where the database is looked at. */
function lookAtCuts(test: HubUnderTest, image: DiskImage, { random, folder }: CampaignContext) {
  const entries = readJournal(test.journal);
  const stops = new Set(Array.from({ length: IMAGES_A_CUT }, () => stopIn(entries, random)));
  let verdict = NOTHING;
  let images = 0;
  for (const [at, entry] of entries.entries()) {
    image.apply(entry);
    if (!stops.has(at)) continue;
    const found = lookAt(test, image, { until: entry.sequence, target: path.join(folder, 'image'), random });
    verdict = addVerdicts(verdict, found);
    images += 1;
  }
  return { verdict, images };
}

/** Half of the stops are anywhere, half right after a sync or right before one: where it matters most. */
function stopIn(entries: readonly JournalEntry[], random: Random): number {
  const at = random.between(0, Math.max(entries.length - 1, 0));
  if (random.chance(0.5)) return at;
  const sync = entries.findIndex(({ operation }, index) => index >= at && operation.kind === 'sync-file');
  return sync < 0 ? at : Math.max(sync - random.between(0, 1), 0);
}

function lookAt(
  test: HubUnderTest,
  image: DiskImage,
  { until, target, random }: { until: number; target: string; random: Random },
): Verdict {
  image.write(target, random.pick(FATES), random);
  const verdict = check(path.join(target, 'petcam.db'), test.record, { until, finished: false });
  rmSync(target, { recursive: true, force: true });
  return verdict;
}

/** The data folder as the cut leaves it; the journal ends. */
export function leaveAsCut(test: HubUnderTest, image: DiskImage, random: Random): void {
  test.control.record(false);
  image.write(test.data, random.pick(FATES), random);
}
