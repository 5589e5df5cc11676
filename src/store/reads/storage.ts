import type { Upkeep } from '../contract.js';
import type { Connection } from '../database.js';

/** How much there is. Counts come from narrow indexes, never from blobs. */
export function storageReads(
  db: Connection,
  freeBytes: () => number,
): Pick<Upkeep, 'storageUse' | 'cameraSpaces'> {
  const photos = db
    .prepare<[], number>('SELECT count(*) FROM photo INDEXED BY photo_newest WHERE deleted_at IS NULL')
    .pluck();
  const frames = db
    .prepare<[], number>('SELECT count(*) FROM frame INDEXED BY frame_present WHERE has_bytes = 1')
    .pluck();
  const number = (pragma: string) => db.pragma(pragma, { simple: true }) as number;

  const spaces = db.prepare<[], ReturnType<Upkeep['cameraSpaces']>[number]>(
    `SELECT camera, sum(bytes) AS bytes FROM (
       SELECT c.id AS camera, sum(f.length) AS bytes FROM frame f INDEXED BY frame_size
         JOIN burst b ON b.id = f.burst_id JOIN camera c ON c.number = b.camera_number
         WHERE f.has_bytes = 1 GROUP BY c.number
       UNION ALL
       SELECT p.camera, sum(length(i.bytes)) FROM photo_image i INDEXED BY photo_image_size
         JOIN photo p ON p.id = i.photo_id GROUP BY p.camera)
     GROUP BY camera ORDER BY camera`,
  );

  return {
    cameraSpaces: () => spaces.all(),
    storageUse() {
      const pages = number('page_count');
      const pageBytes = number('page_size');
      return {
        usedBytes: (pages - number('freelist_count')) * pageBytes,
        databaseBytes: pages * pageBytes,
        photos: photos.get() as number,
        frames: frames.get() as number,
        freeBytes: freeBytes(),
      };
    },
  };
}
