/**
 * Films that people have made of photos: which photos with which lines of text, and the film once it is encoded. A photo
 * that is removed for good takes the films that show it along, so that it is nowhere any more.
 */
export const film = `
CREATE TABLE film (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  shape TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
  note TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  created_by INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  mime TEXT,
  sha256 TEXT,
  width INTEGER,
  height INTEGER,
  bytes BLOB
) STRICT;
CREATE INDEX film_pending ON film (attempts, id) WHERE state = 'pending';
CREATE INDEX film_user ON film (created_by);

CREATE TABLE film_photo (
  film_id INTEGER NOT NULL REFERENCES film ON DELETE CASCADE,
  position INTEGER NOT NULL,
  photo_id INTEGER NOT NULL,
  caption BLOB,
  PRIMARY KEY (film_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX film_photo_photo ON film_photo (photo_id);

CREATE TRIGGER film_without_deleted AFTER DELETE ON photo WHEN old.deleted_at IS NOT NULL
BEGIN
  DELETE FROM film WHERE id IN (SELECT film_id FROM film_photo WHERE photo_id = old.id);
END;
`;
