/**
 * The best of days and weeks. A photo that the owner deletes takes the highlight that shows it along, so that it is
 * nowhere any more; one that makes room for newer ones does not.
 */
export const highlight = `
CREATE TABLE highlight (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('day', 'week')),
  day TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('quiet', 'pending', 'done', 'failed')),
  best INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  note TEXT,
  chosen_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (kind, day)
) STRICT;
CREATE INDEX highlight_newest ON highlight (until_at DESC, id DESC) WHERE state <> 'quiet';
CREATE INDEX highlight_pending ON highlight (attempts, id) WHERE state = 'pending';
CREATE INDEX highlight_chosen ON highlight (chosen_at);

CREATE TABLE highlight_photo (
  highlight_id INTEGER NOT NULL REFERENCES highlight ON DELETE CASCADE,
  position INTEGER NOT NULL,
  photo_id INTEGER NOT NULL,
  frame_id INTEGER NOT NULL,
  PRIMARY KEY (highlight_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX highlight_photo_photo ON highlight_photo (photo_id);

CREATE TABLE highlight_image (
  highlight_id INTEGER NOT NULL REFERENCES highlight ON DELETE CASCADE,
  variant TEXT NOT NULL CHECK (variant IN ('animation', 'collage')),
  mime TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (highlight_id, variant)
) STRICT;

CREATE TRIGGER highlight_without_deleted AFTER DELETE ON photo WHEN old.deleted_at IS NOT NULL
BEGIN
  DELETE FROM highlight WHERE id IN (SELECT highlight_id FROM highlight_photo WHERE photo_id = old.id);
END;
`;
