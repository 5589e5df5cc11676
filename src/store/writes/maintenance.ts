import { BIN_MS, UNDO_MS } from '../reads/bin.js';
import { ONLY_MOVEMENT } from '../reads/movement.js';
import type { WriteContext } from './context.js';
import { asideEnds } from './cut-queue.js';

interface Removable {
  id: number;
  burstId: number;
  bytes: number;
}

/** Oldest things first that are from before a time, of one camera or of all. */
interface Trim {
  before: number;
  limit: number;
  camera: string | null;
}

/** Free pages that stay in the file: the next frames need them anyway. */
const SLACK_PAGES = 1_024;

const PHOTO_BYTES = `(SELECT ifnull(sum(length(i.bytes)), 0) FROM photo_image i WHERE i.photo_id = p.id)
  + (SELECT ifnull(sum(f.length), 0) FROM frame f WHERE f.burst_id = p.burst_id AND f.has_bytes = 1)`;
const REMOVABLE = `SELECT p.id, p.burst_id AS burstId, ${PHOTO_BYTES} AS bytes FROM photo p`;

/**
 * Retention in small steps. What may go is looked up in the very transaction that removes it: a photo that became a
 * favourite, or a frame that the owner chose a moment ago, stays.
 */
export function maintenanceWrites(context: WriteContext) {
  const { db, at } = context;
  const aside = asideEnds(context);
  const losing = db.prepare<Trim, { id: number; length: number }>(
    `SELECT id, length FROM frame f INDEXED BY frame_losing
     WHERE has_bytes = 1 AND state IN ('kept', 'aside') AND received_at < @before
     AND NOT EXISTS (SELECT 1 FROM photo p WHERE p.frame_id = f.id)
     AND (@camera IS NULL OR EXISTS (SELECT 1 FROM burst b JOIN camera c ON c.number = b.camera_number
       WHERE b.id = f.burst_id AND c.id = @camera))
     ORDER BY received_at LIMIT @limit`,
  );
  const dropBytes = db.prepare('DELETE FROM frame_bytes WHERE frame_id = ?');
  const markGone = db.prepare('UPDATE frame SET has_bytes = 0 WHERE id = ?');
  const heartbeat = db.prepare(
    "INSERT INTO setting (key, value) VALUES ('probe', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  const records = recordStatements.map((sql) => db.prepare(sql));
  const freePages = () => db.pragma('freelist_count', { simple: true }) as number;

  return {
    ...photoTrims(context),
    probe: (): void => void heartbeat.run(String(at())),

    trimFrames(
      before: number,
      limit: number,
      camera: string | null = null,
    ): { frames: number; bytes: number } {
      const frames = losing.all({ before, limit, camera });
      for (const { id } of frames) {
        dropBytes.run(id);
        markGone.run(id);
      }
      return { frames: frames.length, bytes: frames.reduce((sum, { length }) => sum + length, 0) };
    },

    trimRecords: (before: number, limit: number): { rows: number } => ({
      rows:
        aside.before(before, limit) +
        records.reduce((sum, statement) => sum + statement.run(before, limit).changes, 0),
    }),

    vacuumStep(pages: number): { pages: number } {
      const free = freePages();
      const count = Math.min(pages, free - SLACK_PAGES);
      if (count <= 0) return { pages: 0 };
      db.pragma(`incremental_vacuum(${count})`);
      return { pages: free - freePages() };
    },
  };
}

/** Removal of whole photos, the oldest first. */
function photoTrims({ db, announce }: WriteContext) {
  const old = db.prepare<Trim, Removable>(
    `${REMOVABLE} INDEXED BY photo_expendable WHERE p.deleted_at IS NULL AND p.favourite = 0 AND p.taken_at < @before
     AND (@camera IS NULL OR p.camera = @camera) ORDER BY p.taken_at, p.id LIMIT @limit`,
  );
  const movement = db.prepare<Trim, Removable>(
    `${REMOVABLE} INDEXED BY photo_movement WHERE deleted_at IS NULL AND ${ONLY_MOVEMENT} AND taken_at < @before
     AND (@camera IS NULL OR camera = @camera) ORDER BY taken_at, id LIMIT @limit`,
  );
  const deleted = db.prepare<[number, number], Removable>(
    `${REMOVABLE} WHERE p.deleted_at IS NOT NULL AND p.deleted_at < ? ORDER BY p.deleted_at LIMIT ?`,
  );
  const binned = db.prepare<[number], Removable>(`${REMOVABLE} WHERE p.id = ? AND p.deleted_at IS NOT NULL`);
  const leaveStorage = db.prepare(
    "UPDATE sync_object SET for_ever = 1 WHERE (kind = 'photo' AND subject = @id) OR (kind = 'frame' AND parent = @id)",
  );
  const dropPhoto = db.prepare('DELETE FROM photo WHERE id = ?');
  const dropFrames = db.prepare('DELETE FROM frame WHERE burst_id = ?');
  const emptyBurst = db.prepare("UPDATE burst SET state = 'empty', final = 1 WHERE id = ?");

  function remove(photos: Removable[]) {
    for (const { id, burstId } of photos) {
      dropPhoto.run(id);
      dropFrames.run(burstId);
      emptyBurst.run(burstId);
    }
    return { photos: photos.length, bytes: photos.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  return {
    trimPhotos(
      before: number,
      limit: number,
      camera: string | null = null,
    ): { photos: number; bytes: number } {
      const removed = remove(old.all({ before, limit, camera }));
      if (removed.photos > 0) announce('storage.trimmed', { photos: removed.photos });
      return removed;
    },

    trimMovement(
      before: number,
      limit: number,
      camera: string | null = null,
    ): { photos: number; bytes: number } {
      const removed = remove(movement.all({ before, limit, camera }));
      if (removed.photos > 0) announce('storage.trimmed', { photos: removed.photos });
      return removed;
    },

    purgeDeleted: (before: number, limit: number): { photos: number; bytes: number } =>
      remove(deleted.all(before + BIN_MS - UNDO_MS, limit)),

    deleteForEver(photoIds: number[]): { photos: number[] } {
      const photos = photoIds.flatMap((id) => binned.get(id) ?? []);
      for (const { id } of photos) leaveStorage.run({ id });
      remove(photos);
      return { photos: photos.map(({ id }) => id) };
    },
  };
}

/** Each takes a time and a limit. A burst without a photo stays known for a while, for a camera that asks late. */
const recordStatements = [
  `DELETE FROM burst WHERE id IN (SELECT id FROM burst INDEXED BY burst_empty
   WHERE state = 'empty' AND closed_at < ? ORDER BY closed_at LIMIT ?)`,
  `DELETE FROM rejection WHERE sequence IN (SELECT sequence FROM rejection r WHERE last_at < ?
   AND NOT EXISTS (SELECT 1 FROM burst b WHERE b.camera_number = r.camera_number AND b.key = r.burst_key) LIMIT ?)`,
  'DELETE FROM session WHERE id IN (SELECT id FROM session WHERE min(expires_at, ifnull(revoked_at, expires_at)) < ? LIMIT ?)',
  'DELETE FROM invitation WHERE id IN (SELECT id FROM invitation WHERE min(expires_at, ifnull(used_at, expires_at)) < ? LIMIT ?)',
  'DELETE FROM guest WHERE id IN (SELECT id FROM guest WHERE until < ? LIMIT ?)',
  'DELETE FROM guest_session WHERE id IN (SELECT id FROM guest_session WHERE min(expires_at, ifnull(revoked_at, expires_at)) < ? LIMIT ?)',
  'DELETE FROM guest_invitation WHERE id IN (SELECT id FROM guest_invitation WHERE min(expires_at, ifnull(used_at, expires_at)) < ? LIMIT ?)',
];
