import type { Connection } from '../database.js';
import type { FilmJob, FilmRow, Films } from '../films.js';
import { subjectIn } from './subject.js';

/** Nothing that it shows is in the bin. */
const WHOLE = `NOT EXISTS (SELECT 1 FROM film_photo s JOIN photo p ON p.id = s.photo_id
  WHERE s.film_id = f.id AND p.deleted_at IS NOT NULL)`;

const ROW = `SELECT f.id, f.shape, f.state, f.created_by AS createdBy, f.created_at AS createdAt, f.mime,
  ifnull(length(f.bytes), 0) AS length, (SELECT count(*) FROM film_photo s WHERE s.film_id = f.id) AS photos
  FROM film f WHERE ${WHOLE}`;

type RawPhoto = Omit<FilmJob['photos'][number], 'subject'> & { analysis: string };

/** Reads of films and of what they show. */
export function filmReads(db: Connection): Pick<Films, 'films' | 'film' | 'filmBytes' | 'nextFilmJob'> {
  const all = db.prepare<[], FilmRow>(`${ROW} ORDER BY f.id DESC`);
  const one = db.prepare<[number], FilmRow>(`${ROW} AND f.id = ?`);
  const bytes = db.prepare<[number], { bytes: Uint8Array; mime: string; sha256: string }>(
    `SELECT f.bytes, f.mime, f.sha256 FROM film f WHERE f.id = ? AND f.state = 'done' AND ${WHOLE}`,
  );
  const job = db.prepare<[string], Pick<FilmJob, 'id' | 'shape'>>(
    `SELECT f.id, f.shape FROM film f WHERE f.state = 'pending'
     AND f.id NOT IN (SELECT value FROM json_each(?)) AND ${WHOLE} ORDER BY f.attempts, f.id LIMIT 1`,
  );
  const shown = db.prepare<[number], RawPhoto>(
    `SELECT p.id AS photoId, p.frame_id AS frameId, f.analysis, s.caption FROM film_photo s
     JOIN photo p ON p.id = s.photo_id JOIN frame f ON f.id = p.frame_id WHERE s.film_id = ? ORDER BY s.position`,
  );
  return {
    films: () => all.all(),
    film: (id) => one.get(id) ?? null,
    filmBytes: (id) => bytes.get(id) ?? null,
    nextFilmJob(except = []) {
      const found = job.get(JSON.stringify(except));
      if (!found) return null;
      const photos = shown.all(found.id);
      return {
        ...found,
        photos: photos.map(({ analysis, ...rest }) => ({ ...rest, subject: subjectIn(analysis) })),
      };
    },
  };
}
