import type { WriteContext } from './context.js';

interface MovedPhoto {
  id: number;
  version: number;
  favourite: number;
  deletedAt: number | null;
}

/**
 * Times of photos, which are those of the frames that they show: a manifest that comes late says when a frame was
 * taken, which until then was known by its arrival alone.
 */
export function takenTimes({ db, announce }: WriteContext) {
  const follow = db.prepare<[number], MovedPhoto>(
    `UPDATE photo SET taken_at = f.taken_at, version = version + 1 FROM frame f
     WHERE f.id = photo.frame_id AND photo.burst_id = ? AND photo.taken_at <> f.taken_at
     RETURNING id, version, favourite, deleted_at AS deletedAt`,
  );

  return {
    /** Dates the photo of a burst that is not cut again by the frame that it shows, in a new version, and says so. */
    settle(burstId: number): void {
      const moved = follow.get(burstId);
      if (!moved || moved.deletedAt !== null) return;
      const { id, version, favourite } = moved;
      announce('photo.updated', { photoId: id, version, favourite: favourite === 1 });
    },
  };
}
