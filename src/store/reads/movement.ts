import type { Gallery } from '../contract.js';
import type { Connection } from '../database.js';

/** Condition of photos that are shown as such; the indexes of migration 21 hold it word by word. */
export const SHOWN = '(movement = 0 OR pet IS NOT NULL OR favourite = 1)';

/** Condition of photos that show only movement. */
export const ONLY_MOVEMENT = 'movement = 1 AND pet IS NULL AND favourite = 0';

/** Name of the setting that keeps photos without a pet like all others; absent where they are folded. */
export const KEEP_MOVEMENT = 'photos.keep-movement';

/** More than come together in the days that they are kept, at the most bursts of a few cameras. */
const MOST = 10_000;

/** Reads of photos that show only movement. */
export function movementReads(db: Connection): Pick<Gallery, 'movementTimes' | 'foldsMovement'> {
  const times = db.prepare<[], { camera: string; takenAt: number }>(
    `SELECT camera, taken_at AS takenAt FROM photo INDEXED BY photo_movement
     WHERE deleted_at IS NULL AND ${ONLY_MOVEMENT} ORDER BY taken_at DESC, id DESC LIMIT ${MOST}`,
  );
  const kept = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  return {
    movementTimes: () => times.all(),
    foldsMovement: () => kept.get(KEEP_MOVEMENT) === undefined,
  };
}
