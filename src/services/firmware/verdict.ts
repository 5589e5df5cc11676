/** Meaning of a camera's own report for its update. docs/PROTOCOL.md, "On trial". Pure. */
import { isNewer } from '../../cameras/protocol/firmware-version.js';
import type { CameraState } from '../../cameras/protocol/types.js';
import type { Rollout, RolloutState, RolloutStep } from '../../store/firmware.js';

/** Not in these any more: the camera has the image, or it is too late for it. */
const open: readonly RolloutState[] = ['waiting', 'offered', 'receiving', 'restarting', 'trial'];
const restarted: readonly RolloutState[] = ['restarting', 'trial'];

/** True for a rollout that the camera's own word can still change; also for one that was given up for its silence. */
export const isOpen = ({ state, reason }: Pick<Rollout, 'state' | 'reason'>): boolean =>
  open.includes(state) || (state === 'failed' && reason === 'silent');

/** The version that runs, read from the newest state that is kept. Null when it changes nothing. */
export function byRunningVersion(row: Rollout, said: CameraState): RolloutStep | null {
  const { state, version } = row;
  if (!isOpen(row)) return null;
  if (said.firmware !== version)
    return state === 'waiting' && !isNewer(version, said.firmware)
      ? { state: 'cancelled', reason: 'not-newer' }
      : null;
  if (said.update?.state !== 'trial') return { state: 'done' };
  return state === 'trial' ? null : { state: 'trial' };
}

/**
 * A state that has just come says that the image was given up. An old one must not be asked: it may tell of an earlier
 * try of the same version.
 */
export function byRollback({ state, version }: Rollout, said: CameraState): RolloutStep | null {
  const isThis = said.update?.version === version && said.update.state === 'rolled-back';
  return isThis && restarted.includes(state) ? { state: 'rolled-back', reason: said.resetReason } : null;
}
