import { BIN_MS, UNDO_MS } from '../reads/bin.js';
import { PHOTO_BY_ID, type RawPhoto } from '../reads/photo-page.js';
import type { RowIds, TimeShift } from '../types.js';
import type { WriteContext } from './context.js';

/** Corrects the times that a wrong clock gave. */
export function clockWrites({ db, announce }: WriteContext) {
  const ofFrames = 'f.id > @afterFrame AND f.id <= @throughFrame AND f.received_at BETWEEN @since AND @until';
  const photos = db.prepare<[Named], { id: number }>(
    `UPDATE photo SET taken_at = taken_at + @by, version = version + 1,
     created_at = ${moved('created_at')}, deleted_at = ${moved('deleted_at')}
     WHERE frame_id IN (SELECT f.id FROM frame f WHERE ${ofFrames}) RETURNING id`,
  );
  const others = [
    `UPDATE frame AS f SET received_at = received_at + @by, taken_at = taken_at + @by WHERE ${ofFrames}`,
    `UPDATE burst SET opened_at = ${moved('opened_at')}, manifest_at = ${moved('manifest_at')},
     closed_at = ${moved('closed_at')} WHERE id > @afterBurst AND id <= @throughBurst`,
    `UPDATE camera SET last_seen_at = ${moved('last_seen_at')}`,
    // A pause of an hour that was begun by the wrong clock lasts an hour.
    `UPDATE camera SET paused_at = paused_at + @by, paused_until = paused_until + @by
     WHERE paused_at BETWEEN @since AND @until`,
    // Sessions started meanwhile stay valid.
    `UPDATE session SET created_at = created_at + @by, last_used_at = last_used_at + @by,
     expires_at = expires_at + @by WHERE created_at BETWEEN @since AND @until`,
    `UPDATE invitation SET created_at = created_at + @by, expires_at = expires_at + @by
     WHERE created_at BETWEEN @since AND @until`,
    // What was put into the bin meanwhile stays there as long as anything else.
    `UPDATE photo SET deleted_at = deleted_at + @by
     WHERE deleted_at BETWEEN @since + ${BIN_MS - UNDO_MS} AND @until + ${BIN_MS - UNDO_MS}`,
  ].map((sql) => db.prepare<[Named]>(sql));
  const photo = db.prepare<[number], RawPhoto>(PHOTO_BY_ID);

  return {
    shiftTimes({ since, until, after, through, by }: TimeShift): { photos: number } {
      const values: Named = {
        since: Math.floor(since),
        until: Math.ceil(until),
        by: Math.round(by),
        afterFrame: after.frame,
        throughFrame: through?.frame ?? Number.MAX_SAFE_INTEGER,
        afterBurst: after.burst,
        throughBurst: through?.burst ?? Number.MAX_SAFE_INTEGER,
      };
      const changed = photos.all(values);
      for (const statement of others) statement.run(values);
      for (const { id } of changed) {
        const raw = photo.get(id);
        if (!raw) continue;
        announce('photo.updated', { photoId: id, version: raw.version, favourite: raw.favourite === 1 });
      }
      return { photos: changed.length };
    },
  };
}

interface Named {
  since: number;
  until: number;
  by: number;
  afterFrame: RowIds['frame'];
  throughFrame: RowIds['frame'];
  afterBurst: RowIds['burst'];
  throughBurst: RowIds['burst'];
}

/** A column that moves only where its time lies within: a photo is often cut later than its frames came. */
function moved(column: string): string {
  return `CASE WHEN ${column} BETWEEN @since AND @until THEN ${column} + @by ELSE ${column} END`;
}
