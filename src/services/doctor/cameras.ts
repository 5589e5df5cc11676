import { existsSync } from 'node:fs';
import type { ConnectionReport } from '../../cameras/mqtt/connection-watch.js';
import type { CameraSensor } from '../../cameras/protocol/types.js';
import { type HealthIssue, messageOf } from '../../core/errors.js';
import type { CameraRow, RefusedFrames } from '../../store/cameras.js';
import { databasePath } from '../../store/database.js';
import { camerasOf } from '../../store/snapshot.js';
import { type Finding, fine, worry } from './finding.js';

/** A single burst may go wrong; from the second on it is the camera. */
const UNUSABLE_BURSTS = 2;

/** Refusals are an issue while they happen, in ms after the last one; their number stays on the camera's page. */
const REFUSED_LATELY_MS = 60 * 60_000;

const REASONS: Record<string, string> = {
  'image-undecodable': 'the pictures are damaged or of a kind that is not taken',
  'image-too-large': 'the pictures are too large',
  'image-damaged': 'the pictures were damaged on the disk',
  'bytes-missing': 'the pictures are gone',
  'frame-too-large': 'too many bytes',
  'frame-empty': 'empty',
  'not-jpeg': 'not a JPEG',
  'index-out-of-range': 'a number that no frame can have',
  'crc-mismatch': 'altered on the way',
  'length-mismatch': 'of another length than announced',
  conflict: 'two different frames under one number',
  'manifest-invalid': 'a list of frames that cannot be read',
  'manifest-conflict': 'two different lists of frames',
  'topic-invalid': 'sent to a topic that is not in the contract',
  'message-too-large': 'a message that is too long',
};

const SENSORS: Partial<Record<CameraSensor['state'], (called: string) => string>> = {
  failing: () =>
    'its image sensor does not answer. Push the flat cable into its connector, close the latch, and look at the power supply',
  unsupported: (called) =>
    `its image sensor${called} makes no JPEGs. Get another one with an OV2640: the ribbon of those that do not work says RHYX M21-45`,
  'no-memory': () => 'the board has no PSRAM, or it is broken. Get a board with PSRAM',
};

/** Health issues of a camera's pictures, for health. `now` is wall time in ms. */
export function pictureIssues({ id, name, unusable, refused }: CameraRow, now: number): HealthIssue[] {
  const issues: HealthIssue[] = [];
  if (unusable !== null && unusable.bursts >= UNUSABLE_BURSTS)
    issues.push({
      code: 'camera-unusable',
      about: id,
      text: `nothing of the last ${unusable.bursts} bursts of ${name} could be used (${reasonsOf(unusable.reasons)}): clean its lens, restart it, and look at its power supply and Wi-Fi`,
    });
  if (refused !== null && now - refused.lastAt < REFUSED_LATELY_MS)
    issues.push({
      code: 'frames-refused',
      about: id,
      text: `${refusedText(name, refused)}: restart the camera, and update its firmware if that does not help`,
    });
  return issues;
}

/** Health issues of the image sensor of a camera that is there, for health. */
export function sensorIssues({ id, name, online, state }: CameraRow): HealthIssue[] {
  const sensor = state?.sensor;
  const text = sensor && SENSORS[sensor.state];
  if (!online || !text) return [];
  const called = sensor.id === undefined ? '' : ` (it calls itself 0x${sensor.id.toString(16)})`;
  return [{ code: 'camera-sensor', about: id, text: `${name} takes no pictures: ${text(called)}` }];
}

/** Health issues of a camera's connection, for health. */
export function connectionIssues({ id, name }: CameraRow, report: ConnectionReport): HealthIssue[] {
  const { state, connects, replaced, addresses } = report;
  if (state === 'steady') return [];
  if (state === 'flapping')
    return [
      {
        code: 'camera-flapping',
        about: id,
        text: `${name} connected ${connects} times in ten minutes: look at its power supply and how far it is from the Wi-Fi`,
      },
    ];
  const where = addresses.length > 1 ? `, from ${addresses.join(' and ')}` : '';
  const text = `connections of ${name} ended each other ${replaced} times in ten minutes${where}: two cameras seem to have the id ${id}. Switch one off and add it again under a name of its own; if there is only one, look at its power supply`;
  return [{ code: 'camera-contested', about: id, text }];
}

/** Pictures of each camera that could not be used, as the database counts them. Works beside a running hub. `now` is wall time in ms. */
export function checkCameras(directory: string, now: number): Finding {
  const file = databasePath(directory);
  if (!existsSync(file)) return fine('cameras', 'none yet');
  try {
    const cameras = camerasOf(file);
    const issues = cameras.flatMap((camera) => [...pictureIssues(camera, now), ...sensorIssues(camera)]);
    if (issues.length > 0) return worry('cameras', issues.map(({ text }) => text).join('\n'), LOOK);
    const refused = cameras.flatMap(({ name, refused }) =>
      refused === null ? [] : [refusedText(name, refused)],
    );
    const known = cameras.length === 1 ? '1 known' : `${cameras.length} known`;
    return fine('cameras', [known, ...refused].join('\n'));
  } catch (error) {
    return worry('cameras', messageOf(error), 'The check of the database says more.');
  }
}

const LOOK = "Each camera's page in the app has the numbers.";

function refusedText(name: string, { frames, reasons }: RefusedFrames): string {
  const counts = reasons.map(({ reason, count }) => `${count} ${reasonOf(reason)}`);
  return `${frames} frames of ${name} were refused (${counts.join(', ')})`;
}

function reasonsOf(reasons: readonly string[]): string {
  return [...new Set(reasons.map(reasonOf))].join('; ');
}

function reasonOf(code: string): string {
  return REASONS[code] ?? code.replaceAll('-', ' ');
}
