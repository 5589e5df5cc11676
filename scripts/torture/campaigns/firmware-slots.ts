import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { CAMERA_HEADERS, makeVersion, missingTools } from '../../../test/support/firmware.js';
import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { addVerdicts, NOTHING } from '../checker.js';
import { FirmwareReleases } from '../firmware-releases.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import { bootRecord, SlottedCamera } from '../slotted-camera.js';

/** Entries of the journal that an update makes at most: a cut is somewhere among them. */
const MOST_ENTRIES = 80;
const LONGEST_ROUND_MS = 20_000;

/** Cuts the power of the Linux camera while it takes firmware updates: what it boots is whole, old or new. */
export const firmwareSlots: Campaign = {
  name: 'firmware-slots',
  fault: 'a power cut of a camera that takes an update, after which it goes on',
  quick: 0,
  usual: 30,
  missing: () => missingTools(...CAMERA_HEADERS) || null,
  run: runSlots,
};

async function runSlots(context: CampaignContext): Promise<CampaignResult> {
  mkdirSync(context.folder, { recursive: true });
  const releases = await FirmwareReleases.open(context);
  const settings = { PETCAM_FIRMWARE_KEY: releases.publicKey };
  const test = await HubUnderTest.open({ ...context, settings, otherCameras: ['shed'] });
  const camera = new SlottedCamera({
    program: await makeVersion('1.0.0'),
    shim: context.program.shim,
    folder: path.join(context.folder, 'camera'),
    url: `mqtt://127.0.0.1:${test.mqttPort}`,
    id: 'shed',
    key: test.keyOf('shed'),
    updateKey: releases.publicKey,
    knows: (version) => releases.sha256Of(version),
  });
  try {
    await test.up();
    camera.start();
    await test.until(() => isKnown(test), LONGEST_ROUND_MS, 1_000);
    const { verdict, cuts, images } = await cutUpdates(context, { test, releases, camera });
    const finished = await isUpdated({ test, releases, camera }, context.stuckAfterMs);
    const stuck = { ...NOTHING, stuck: 1, findings: ['the camera never got the last firmware'] };
    const { deaths, untidyStops } = test.hub;
    const sum = finished ? verdict : addVerdicts(verdict, stuck);
    return { faults: { ...NO_FAULTS, cuts, images }, done: cuts, verdict: sum, deaths, untidyStops };
  } finally {
    await camera.close();
    await test.close();
  }
}

/** Whether the hub has heard which firmware the camera runs. */
const isKnown = (test: HubUnderTest) =>
  test.command<{ state: object | null }>('camera', 'show', 'shed').state !== null;

interface Parts {
  test: HubUnderTest;
  releases: FirmwareReleases;
  camera: SlottedCamera;
}

async function cutUpdates({ faults, random, progress }: CampaignContext, parts: Parts) {
  const { camera } = parts;
  let verdict = NOTHING;
  let images = 0;
  for (let cuts = 0; cuts < faults; cuts += 1) {
    if (!isUnderWay(parts)) parts.releases.publish(parts.test.settings);
    const from = camera.entries();
    const entries = random.between(1, MOST_ENTRIES);
    await parts.test.until(() => camera.entries() >= from + entries, LONGEST_ROUND_MS);
    await pause(random.between(0, 30));
    const found = await camera.cut(random);
    verdict = addVerdicts(verdict, found.verdict);
    images += found.images;
    camera.start();
    progress(cuts + 1);
  }
  return { verdict, cuts: faults, images };
}

/** False once the newest release was kept or given up, and before there is one. */
function isUnderWay({ releases, camera }: Parts): boolean {
  const record = bootRecord(camera.slots);
  const { newest } = releases;
  if (newest === null) return false;
  return !record?.slots.some(
    ({ version, state }) => version === newest && (state === 'valid' || state === 'invalid'),
  );
}

/** Without a cut any more: a release that was given up is followed by another one, which has to be kept. */
async function isUpdated(parts: Parts, stuckAfterMs: number): Promise<boolean> {
  const { camera, releases, test } = parts;
  const isKept = () =>
    bootRecord(camera.slots)?.slots.some(
      ({ version, state }) => version === releases.newest && state === 'valid',
    ) ?? false;
  if (isUnderWay(parts)) await test.until(() => !isUnderWay(parts), stuckAfterMs, 100);
  if (isKept()) return true;
  releases.publish(test.settings);
  return test.until(isKept, stuckAfterMs, 100);
}
