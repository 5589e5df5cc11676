import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { ACCESS_KEY, SECRET_KEY, type Swift, startSwift } from '../../../test/support/swift.js';
import { checkBucket, newOwner } from '../bucket-checker.js';
import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { addVerdicts } from '../checker.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import { readJournal } from '../journal.js';
import type { Random } from '../random.js';
import { MOMENTS, reach, SYNC_MS } from './kill.js';
import { beginJournal, leaveAsCut } from './power-cut.js';

const SERVERS = [
  'swift-proxy-server',
  'swift-account-server',
  'swift-container-server',
  'swift-object-server',
];

/** Cuts the hub's power, and the storage's, while photos are sent to a bucket (OpenStack Swift). */
export const bucket: Campaign = {
  name: 'bucket',
  fault: 'a power cut of the hub, or of the storage, while photos are sent, often from a slow disk',
  quick: 0,
  usual: 20,
  missing: () =>
    ['memcached', ...SERVERS].every((name) => existsSync(`/usr/bin/${name}`))
      ? null
      : 'OpenStack Swift is not installed',
  run: runBucketFaults,
};

async function runBucketFaults(context: CampaignContext): Promise<CampaignResult> {
  const ends: (() => unknown)[] = [];
  const swift = await startSwift({
    teardown: (end: () => unknown) => void ends.push(end),
  } as unknown as Test);
  const owner = await newOwner();
  const secretFile = path.join(context.folder, 'secret');
  const test = await HubUnderTest.open({
    ...context,
    settings: {
      PETCAM_SYNC_URL: swift.url,
      PETCAM_SYNC_ACCESS_KEY: ACCESS_KEY,
      PETCAM_SYNC_SECRET_KEY_FILE: secretFile,
      PETCAM_SYNC_RECIPIENT: owner.recipient,
    },
  });
  writeFileSync(secretFile, SECRET_KEY);
  try {
    let cuts = 0;
    for (; cuts < context.faults; cuts += 1) {
      await strike(test, swift, context.random);
      context.progress(cuts + 1);
    }
    await test.settle();
    await test.until(() => isSent(test), context.stuckAfterMs, 2_000);
    const access = { url: swift.url, accessKey: ACCESS_KEY, secretKey: SECRET_KEY, identity: owner.identity };
    const kept = await test.verdict();
    const verdict = addVerdicts(kept, await checkBucket(access, path.join(test.data, 'petcam.db')));
    const { deaths, untidyStops } = test.hub;
    return { faults: { ...NO_FAULTS, cuts }, done: cuts, verdict, deaths, untidyStops };
  } finally {
    await test.close();
    for (const end of ends) await end();
  }
}

async function strike(test: HubUnderTest, swift: Swift, random: Random): Promise<void> {
  if (random.chance(0.3)) {
    test.control.slowSyncs(random.pick(SYNC_MS));
    await test.up();
    await swift.kill();
    test.burst();
    await pause(random.between(0, 3_000));
    await swift.start();
    return;
  }
  const image = beginJournal(test);
  await reach(test, random.pick(MOMENTS), random);
  await pause(random.between(0, 1_500));
  await test.hub.end('SIGKILL');
  for (const entry of readJournal(test.journal)) image.apply(entry);
  leaveAsCut(test, image, random);
}

const isSent = (test: HubUnderTest) => test.command<{ waiting: number }>('sync', 'status').waiting === 0;
