import type { Damage } from '../damage.js';
import type { Connection } from '../database.js';

/** Images that are set apart because their bytes are not what was stored. */
export function damageReads(db: Connection): Pick<Damage, 'damagedImages'> {
  const count = db.prepare<[], number>('SELECT count(*) FROM damaged_image').pluck();
  const photos = db
    .prepare<[], number>(
      `SELECT p.id FROM damaged_image d JOIN photo p ON p.id = d.subject WHERE d.source = 'photo' AND p.deleted_at IS NULL
       UNION SELECT p.id FROM damaged_image d JOIN photo p ON p.frame_id = d.subject
       WHERE d.source = 'frame' AND p.deleted_at IS NULL ORDER BY 1 DESC LIMIT 10`,
    )
    .pluck();
  return {
    damagedImages: () => ({ count: count.get() as number, photos: photos.all() as number[] }),
  };
}
