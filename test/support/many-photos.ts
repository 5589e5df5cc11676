/** A gallery of any size in a second: rows only, no bytes of originals. */
import { sha256Of } from '../../src/cameras/protocol/checksum.js';
import type { Connection } from '../../src/store/database.js';

const SUMMARY = JSON.stringify({ code: 'chosen-only', params: {}, text: 'The only frame.' });

/** Photos `everyMs` apart, two at each time, by two cameras; every third has no pet, every 50th is a favourite. */
export function fillGallery(db: Connection, photos: number, everyMs = 60_000, firstId = 1): void {
  db.exec(`BEGIN;
    WITH RECURSIVE n (i) AS (SELECT ${firstId} UNION ALL SELECT i + 1 FROM n WHERE i < ${firstId + photos - 1})
    INSERT INTO burst (id, camera_number, key, state, opened_at) SELECT i, 1, 'b' || i, 'cut', i FROM n;
    INSERT INTO frame (id, burst_id, position, state, length, crc32, sha256, received_at, taken_at)
      SELECT id, id, 0, 'chosen', 1, 1, 'x', 1, 1 FROM burst WHERE id >= ${firstId};
    INSERT INTO photo (id, burst_id, frame_id, camera, taken_at, pet, favourite, score, summary, width, height,
                       created_at, deleted_at)
      SELECT id, id, id, iif(id % 2, 'porch', 'hall'), (id / 2) * ${everyMs},
        CASE id % 3 WHEN 0 THEN NULL WHEN 1 THEN 'cat' ELSE 'dog' END, id % 50 = 0, 0.5, '${SUMMARY}', 800, 600, 1,
        iif(id % 1000 = 7, 5, NULL) FROM burst WHERE id >= ${firstId};
    COMMIT`);
}

/**
 * Counts photos of days that have none: of both cameras so many a day, from one day since 1970 until before another. A
 * gallery is as tall as its counts, and only what is near the window is read.
 */
export function countDays(db: Connection, from: number, until: number, ofEach: number): void {
  db.prepare(
    `WITH RECURSIVE d (day) AS (SELECT @from UNION ALL SELECT day + 1 FROM d WHERE day < @until - 1)
     INSERT INTO photo_day (day, camera, photos, folded, pets, cats, dogs, favourites)
       SELECT day, camera, @ofEach, 0, 0, 0, 0, 0 FROM d, (SELECT 'porch' AS camera UNION SELECT 'hall')`,
  ).run({ from, until, ofEach });
}

/** Gives every photo, or those up to an id, the same thumbnail. */
export function giveThumbnails(db: Connection, thumbnail: Uint8Array, upTo = Number.MAX_SAFE_INTEGER): void {
  db.prepare(
    `INSERT INTO photo_image (photo_id, variant, mime, sha256, width, height, bytes)
     SELECT id, 'thumb', 'image/webp', ?, 32, 24, ? FROM photo WHERE id <= ?`,
  ).run(sha256Of(thumbnail), thumbnail, upTo);
}
