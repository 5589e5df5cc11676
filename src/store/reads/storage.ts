import type { Upkeep } from '../contract.js';
import type { Connection } from '../database.js';

/** How much there is. Counts come from narrow indexes, never from blobs. */
export function storageReads(db: Connection, freeBytes: () => number): Pick<Upkeep, 'storageUse'> {
  const photos = db
    .prepare<[], number>('SELECT count(*) FROM photo INDEXED BY photo_newest WHERE deleted_at IS NULL')
    .pluck();
  const frames = db
    .prepare<[], number>('SELECT count(*) FROM frame INDEXED BY frame_present WHERE has_bytes = 1')
    .pluck();
  const number = (pragma: string) => db.pragma(pragma, { simple: true }) as number;

  return {
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
