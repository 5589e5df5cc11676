import type { Connection } from '../database.js';
import { KEEP_MOVEMENT, movementReads } from '../reads/movement.js';
import type { WriteContext } from './context.js';

/** Triggers of a person, whose photo is one whatever it shows. */
const ASKED = "('command', 'button')";

/** Tells of new photos whether they are left out of lists as long as no pet is on them: 1 or 0. */
export function movementMarks(db: Connection): (burstId: number) => number {
  const { foldsMovement } = movementReads(db);
  const asked = db.prepare(
    `SELECT 1 FROM burst WHERE id = ? AND json_extract(manifest, '$.trigger') IN ${ASKED}`,
  );
  return (burstId) => (foldsMovement() && asked.get(burstId) === undefined ? 1 : 0);
}

/** Writes of what becomes of photos that show only movement. */
export function movementWrites({ db, announce }: WriteContext) {
  const keep = db.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)');
  const forget = db.prepare('DELETE FROM setting WHERE key = ?');
  const show = db.prepare('UPDATE photo SET movement = 0 WHERE movement = 1');
  return {
    /** Photos that are there and not folded any more stay, like any other. */
    setFoldsMovement(fold: boolean): void {
      if (fold) forget.run(KEEP_MOVEMENT);
      else {
        keep.run(KEEP_MOVEMENT, '1');
        show.run();
      }
      announce('movement.updated', { fold });
    },
  };
}
