import type { Bin, BinRow } from '../bin.js';
import type { Connection } from '../database.js';
import type { ImageBlob } from '../types.js';
import { ImageGuard } from './image-guard.js';
import { petReads } from './pets.js';
import { PHOTO_COLUMNS, type RawPhoto, toPhoto } from './photo-page.js';
import { subjectReads } from './subject.js';

/**
 * How long before its end `deleted_at` of a photo in the bin is, in ms. Programs that know no bin let a deletion be taken
 * back until then, and remove the photo afterwards.
 */
export const UNDO_MS = 10 * 60_000;

/** How long a photo stays in the bin, in ms: thirty days. */
export const BIN_MS = 30 * 86_400_000;

type RawBin = RawPhoto & { deletedAt: number };

/** Reads of the bin. `now` decides what has left it. */
export function binReads(
  db: Connection,
  now: () => number,
  guard = new ImageGuard(),
): Pick<Bin, 'bin' | 'binCount' | 'binImage'> {
  const { pets } = petReads(db);
  const subjectOf = subjectReads(db);
  const page = db.prepare<[number, number, number, number], RawBin>(
    `SELECT ${PHOTO_COLUMNS}, deleted_at AS deletedAt FROM photo INDEXED BY photo_deleted
     WHERE deleted_at IS NOT NULL AND deleted_at > ? AND (deleted_at, id) < (?, ?)
     ORDER BY deleted_at DESC, id DESC LIMIT ?`,
  );
  const count = db
    .prepare<[number], number>(
      'SELECT count(*) FROM photo INDEXED BY photo_deleted WHERE deleted_at IS NOT NULL AND deleted_at > ?',
    )
    .pluck();
  const image = db.prepare<[number, string, number], ImageBlob>(
    `SELECT i.bytes, i.mime, i.sha256 FROM photo_image i JOIN photo p ON p.id = i.photo_id
     WHERE i.photo_id = ? AND i.variant = ? AND p.deleted_at > ?`,
  );
  const since = () => now() - UNDO_MS;
  return {
    bin(limit, after) {
      const [end, id] = after ? [after.until - UNDO_MS, after.id] : [Number.MAX_SAFE_INTEGER, 0];
      const household = pets();
      return page.all(since(), end, id, limit).map(({ deletedAt, ...raw }): BinRow => {
        const until = deletedAt + UNDO_MS;
        return { ...toPhoto(raw, household, subjectOf), until, deletedAt: Math.max(0, until - BIN_MS) };
      });
    },
    binCount: () => count.get(since()) as number,
    binImage: (photoId, variant) =>
      guard.intact(image.get(photoId, variant, since()), { source: 'photo', subject: photoId, variant }),
  };
}
