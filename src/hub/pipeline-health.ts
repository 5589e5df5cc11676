import type { HealthIssue } from '../core/errors.js';
import { sayAside, WAYS_TO_RETRY } from '../services/doctor/bursts-aside.js';
import type { Work } from '../store/contract.js';
import { LONG_QUEUE } from './cut-order.js';

const HOUR_MS = 3_600_000;

/** Time for which frames that cost too much are remembered against their camera. */
export const COSTLY_MS = 24 * HOUR_MS;

/** Frames of one camera from which on it is said; one may be an accident of the Wi-Fi or the sensor. */
const COSTLY_FRAMES = 3;

/** Causes that a person should know: how many photos wait when they are many, which were set aside, which cameras cost too much. */
export function queueIssues(store: Work, now: number): HealthIssue[] {
  const { waiting, oldestClosedAt } = store.cutQueue();
  const aside = store.burstsAside();
  const costly = store.costlyFrames(now - COSTLY_MS).filter(({ frames }) => frames >= COSTLY_FRAMES);
  return [
    ...(waiting < LONG_QUEUE ? [] : [queueIssue(waiting, now - (oldestClosedAt as number))]),
    ...(aside.length === 0 ? [] : [asideIssue(aside)]),
    ...(costly.length === 0 ? [] : [costlyIssue(costly)]),
  ];
}

function queueIssue(waiting: number, oldestMs: number): HealthIssue {
  const hours = Math.max(0, Math.floor(oldestMs / HOUR_MS));
  const since = hours === 0 ? 'less than an hour' : hours === 1 ? 'an hour' : `${hours} hours`;
  const text = `${waiting} bursts wait for their photo, the oldest for ${since}; the newest go first`;
  return { code: 'photos-late', text };
}

function asideIssue(aside: readonly { id: number; reason: string }[]): HealthIssue {
  return { code: 'bursts-aside', text: `${sayAside(aside)}: try again ${WAYS_TO_RETRY}` };
}

function costlyIssue(costly: ReturnType<Work['costlyFrames']>): HealthIssue {
  const cameras = costly.map(({ name, frames }) => `${name} (${frames})`).join(', ');
  const text = `frames of the last day were refused because they cost too much to look at: ${cameras}. Photos of the other cameras go first. If you trust the camera, set its picture size again and restart it; if you do not, remove it`;
  return { code: 'frames-costly', text };
}
