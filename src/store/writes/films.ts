import { createHash } from 'node:crypto';
import { Refusal } from '../../core/errors.js';
import type { EncodedFilm, FilmRow, NewFilm } from '../films.js';
import { filmReads } from '../reads/films.js';
import type { WriteContext } from './context.js';

/** Films that are kept: they are there to be shared, and a photo says more in less space. */
const MOST_KEPT = 12;
/** Films that may wait: each takes the processor for a while. */
const MOST_WAITING = 4;

/** Writes of films that people ask for. */
export function filmWrites({ db, at }: WriteContext) {
  const { film } = filmReads(db);
  const waiting = db.prepare<[], number>("SELECT count(*) FROM film WHERE state = 'pending'").pluck();
  const insert = db.prepare(
    "INSERT INTO film (shape, state, created_by, created_at) VALUES (?, 'pending', ?, ?)",
  );
  const show = db.prepare(
    `INSERT INTO film_photo (film_id, position, photo_id, caption)
     SELECT ?, ?, id, ? FROM photo WHERE id = ? AND deleted_at IS NULL`,
  );
  const trim = db.prepare(
    `DELETE FROM film WHERE state <> 'pending' AND id NOT IN (SELECT id FROM film ORDER BY id DESC LIMIT ${MOST_KEPT})`,
  );
  const count = db.prepare('UPDATE film SET attempts = max(0, attempts + ?) WHERE id = ?');
  const save = db.prepare(
    `UPDATE film SET state = 'done', mime = @mime, sha256 = @sha256, width = @width, height = @height, bytes = @bytes
     WHERE id = @id`,
  );
  const dropCaptions = db.prepare('UPDATE film_photo SET caption = NULL WHERE film_id = ?');
  const fail = db.prepare("UPDATE film SET state = 'failed', note = ? WHERE id = ? AND state = 'pending'");
  const remove = db.prepare('DELETE FROM film WHERE id = ?');

  return {
    createFilm({ shape, photos, createdBy }: NewFilm): FilmRow {
      if ((waiting.get() as number) >= MOST_WAITING)
        throw new Refusal('films-busy', `${MOST_WAITING} films wait already`);
      const id = Number(insert.run(shape, createdBy, at()).lastInsertRowid);
      for (const [position, photo] of photos.entries())
        if (show.run(id, position, photo.caption, photo.id).changes === 0)
          throw new Refusal('photo-unknown', `there is no photo ${photo.id}`);
      trim.run();
      return film(id) as FilmRow;
    },

    beginFilm: (id: number): void => void count.run(1, id),

    forgoFilm: (id: number): void => void count.run(-1, id),

    saveFilm(id: number, { bytes, mime, width, height }: EncodedFilm): void {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      save.run({ id, mime, sha256, width, height, bytes });
      dropCaptions.run(id);
    },

    failFilm: (id: number, reason: string): void => void fail.run(reason, id),

    removeFilm: (id: number): void => void remove.run(id),
  };
}
