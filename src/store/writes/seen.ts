import type { Cut } from '../../imaging/select/types.js';
import type { FrameAnalysis } from '../../imaging/vision/types.js';
import type { Connection } from '../database.js';
import { secondKind } from '../reads/household.js';

/** Writes that keep who is on a photo true when it is cut, cut again or shows another frame. */
export function seenWrites(db: Connection) {
  const note = db.prepare(
    `INSERT INTO photo_also (photo_id, frame_id, pet) VALUES (?, ?, ?)
     ON CONFLICT (photo_id) DO UPDATE SET frame_id = excluded.frame_id, pet = excluded.pet`,
  );
  const drop = db.prepare('DELETE FROM photo_also WHERE photo_id = ?');
  const learn = db.prepare(
    `UPDATE photo_correction SET seen = (SELECT p.pet FROM photo p WHERE p.id = photo_id) WHERE photo_id = ?`,
  );
  const obey = db.prepare(
    `UPDATE photo SET pet = (SELECT c.pet FROM photo_correction c WHERE c.photo_id = photo.id)
     WHERE id = ? AND EXISTS (SELECT 1 FROM photo_correction c WHERE c.photo_id = photo.id)`,
  );

  return {
    /** Keeps the second kind of animal in the frame that a photo shows from now on. */
    noteAlso(photoId: number, frameId: number, analysis: FrameAnalysis): void {
      const also = secondKind(analysis);
      if (also === null) drop.run(photoId);
      else note.run(photoId, frameId, also);
    },

    /** Has the kind of a photo follow what a person said of it. */
    follow: (photoId: number): void => void obey.run(photoId),

    /** The same after the hub has looked anew; what it saw now is kept beside it. */
    followAnew(photoId: number): void {
      learn.run(photoId);
      obey.run(photoId);
    },
  };
}

/** Value of `photo.kind_unsure` after a cut. */
export const unsureOf = ({ pet, isKindSure }: Cut): 0 | 1 => (pet !== null && !isKindSure ? 1 : 0);

/** Has every photo follow what a person said of it: an older program may have looked anew without knowing. */
export function followCorrections(db: Connection): void {
  db.prepare(
    `UPDATE photo SET pet = c.pet FROM photo_correction c WHERE c.photo_id = photo.id AND c.pet IS NOT photo.pet`,
  ).run();
}
