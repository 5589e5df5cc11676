/** Whose turn it is. One camera at a time: a bad image costs one camera, and the others go on watching. Pure. */
import type { Rollout, RolloutState } from '../../store/firmware.js';

const underWay: readonly RolloutState[] = ['offered', 'receiving', 'restarting', 'trial'];

/** True for a rollout that its camera is busy with; no other one begins meanwhile. */
export const isUnderWay = ({ state }: Pick<Rollout, 'state'>): boolean => underWay.includes(state);

/** Something went wrong with this image, and the owner has not gone on since. */
export function isHalted(rollouts: readonly Rollout[], imageId: number): boolean {
  return rollouts.some((row) => row.imageId === imageId && row.halts);
}

/**
 * The next to be offered its image: nobody while any camera is under way, nobody of an image that has halted, else the
 * first in line of those that are `ready` (there, and not busy with a burst).
 */
export function nextTurn(rollouts: readonly Rollout[], ready: (camera: string) => boolean): Rollout | null {
  if (rollouts.some(isUnderWay)) return null;
  const next = rollouts.find(
    ({ state, imageId, camera }) => state === 'waiting' && !isHalted(rollouts, imageId) && ready(camera),
  );
  return next ?? null;
}
