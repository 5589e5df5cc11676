import type { CutOrder } from '../store/work.js';

/** Number of waiting bursts from which on what happens now is shown before what happened long ago. */
export const LONG_QUEUE = 12;
/** Number of cuts from a long queue of which one is of the burst that has waited longest, so that each gets its turn. */
const OLDEST_EVERY = 4;

/**
 * Order in which the next burst is taken: in their order while few wait; of a long queue the newest, and in every fourth turn the one
 * that has waited longest. `turn` counts the cuts since the start, from 0: a hub that always ends soon works off the
 * queue from its old end.
 */
export function cutOrderOf(turn: number, waiting: number): CutOrder {
  return waiting < LONG_QUEUE || turn % OLDEST_EVERY === 0 ? 'oldest' : 'newest';
}
