import type { Connection } from '../database.js';
import type { HighlightCandidate, HighlightJob, HighlightRow, Highlights } from '../highlights.js';
import type { ImageBlob } from '../types.js';
import { readIds } from './columns.js';
import { ImageGuard } from './image-guard.js';
import { SHOWN } from './movement.js';
import { subjectIn } from './subject.js';

/** Reads of highlights, their images and candidates. */
export type HighlightReads = Pick<
  Highlights,
  | 'highlights'
  | 'highlight'
  | 'highlightOf'
  | 'highlightImage'
  | 'highlightCandidates'
  | 'highlightIsStale'
  | 'nextHighlightJob'
>;

/** A row as SQLite gives it. */
export type RawHighlight = Omit<HighlightRow, 'photos'> & { photos: string };

const ROW = `SELECT h.id, h.kind, h.day, h.from_at AS "from", h.until_at AS until, h.state, h.best,
  h.chosen_at AS chosenAt, h.version,
  (SELECT json_group_array(photo_id) FROM (SELECT photo_id FROM highlight_photo
   WHERE highlight_id = h.id ORDER BY position)) AS photos FROM highlight h`;

/** The owner has deleted nothing that it shows. */
const WHOLE = `NOT EXISTS (SELECT 1 FROM highlight_photo s JOIN photo p ON p.id = s.photo_id
  WHERE s.highlight_id = h.id AND p.deleted_at IS NOT NULL)`;

/** Query of the highlight of one kind and first day. */
export const HIGHLIGHT_OF_PERIOD = `${ROW} WHERE h.kind = ? AND h.day = ?`;

/** Highlight of a row, its photo ids parsed. */
export function toHighlight(raw: RawHighlight): HighlightRow {
  return { ...raw, photos: readIds(raw.photos) };
}

type RawCandidate = Omit<HighlightCandidate, 'favourite' | 'hasPet'> & { favourite: number; hasPet: number };

/** The best of an hour and camera: more of them would only be more of the same. */
const AN_HOUR = 4;
const HOUR_MS = 3_600_000;

/** Reads of highlights; images that fail their hash are left out. */
export function highlightReads(db: Connection, guard = new ImageGuard()): HighlightReads {
  const newest = db.prepare<[number], RawHighlight>(
    `${ROW} WHERE h.state <> 'quiet' AND ${WHOLE} ORDER BY h.until_at DESC, h.id DESC LIMIT ?`,
  );
  const byId = db.prepare<[number], RawHighlight>(
    `${ROW} WHERE h.id = ? AND h.state <> 'quiet' AND ${WHOLE}`,
  );
  const ofPeriod = db.prepare<[string, string], RawHighlight>(HIGHLIGHT_OF_PERIOD);
  const image = db.prepare<[number, string], ImageBlob>(
    `SELECT i.bytes, i.mime, i.sha256 FROM highlight_image i JOIN highlight h ON h.id = i.highlight_id
     WHERE h.id = ? AND i.variant = ? AND ${WHOLE}`,
  );
  const candidates = db.prepare<[number, number], RawCandidate>(
    `SELECT id, burstId, camera, takenAt, score, favourite, hasPet FROM (
       SELECT id, burst_id AS burstId, camera, taken_at AS takenAt, score, favourite, pet IS NOT NULL AS hasPet,
         row_number() OVER (PARTITION BY camera, taken_at / ${HOUR_MS}
                            ORDER BY favourite DESC, pet IS NULL, score DESC, id) AS rank
       FROM photo INDEXED BY photo_shown WHERE deleted_at IS NULL AND ${SHOWN} AND taken_at >= ? AND taken_at < ?
     ) WHERE rank <= ${AN_HOUR}`,
  );
  const stale = db.prepare<[number], number>(
    `SELECT 1 FROM highlight_photo s JOIN photo p ON p.id = s.photo_id
     WHERE s.highlight_id = ? AND (p.frame_id <> s.frame_id OR p.deleted_at IS NOT NULL) LIMIT 1`,
  );
  const job = db.prepare<[string], { id: number; version: number; attempts: number; best: number }>(
    `SELECT h.id, h.version, h.attempts, h.best FROM highlight h
     WHERE h.state = 'pending' AND h.id NOT IN (SELECT value FROM json_each(?)) AND ${WHOLE} ORDER BY h.attempts, h.id LIMIT 1`,
  );
  const shown = db.prepare<[number], { photoId: number; frameId: number; analysis: string }>(
    `SELECT p.id AS photoId, p.frame_id AS frameId, f.analysis FROM highlight_photo s
     JOIN photo p ON p.id = s.photo_id JOIN frame f ON f.id = p.frame_id
     WHERE s.highlight_id = ? ORDER BY s.position`,
  );

  return {
    highlights: (limit) => newest.all(limit).map(toHighlight),
    highlight(id) {
      const raw = byId.get(id);
      return raw ? toHighlight(raw) : null;
    },
    highlightOf(kind, day) {
      const raw = ofPeriod.get(kind, day);
      return raw ? toHighlight(raw) : null;
    },
    highlightImage: (id, variant) =>
      guard.intact(image.get(id, variant), { source: 'highlight', subject: id, variant }),
    highlightCandidates: (from, until) =>
      candidates
        .all(from, until)
        .map((row) => ({ ...row, favourite: Boolean(row.favourite), hasPet: Boolean(row.hasPet) })),
    highlightIsStale: (id) => stale.get(id) !== undefined,
    nextHighlightJob(except = []): HighlightJob | null {
      const found = job.get(JSON.stringify(except));
      if (!found) return null;
      const photos = shown.all(found.id);
      const best = Math.max(
        0,
        photos.findIndex(({ photoId }) => photoId === found.best),
      );
      return {
        ...found,
        best,
        photos: photos.map(({ analysis, ...photo }) => ({ ...photo, subject: subjectIn(analysis) })),
      };
    },
  };
}
