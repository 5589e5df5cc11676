/**
 * Tables of the sync: objects that the owner's own storage has. A row outlives its photo, so that a deletion can
 * follow.
 */
export const sync = `
CREATE TABLE sync_object (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('photo', 'frame', 'house')),
  subject INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  -- What the bucket has for certain; empty before the first time.
  mark TEXT NOT NULL DEFAULT '',
  md5 TEXT NOT NULL DEFAULT '',
  bytes INTEGER NOT NULL DEFAULT 0,
  sent_at INTEGER NOT NULL DEFAULT 0,
  -- What is on its way.
  next_mark TEXT,
  next_md5 TEXT,
  next_bytes INTEGER,
  gone TEXT CHECK (gone IN ('person', 'limit')),
  UNIQUE (kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX sync_object_parent ON sync_object (parent) WHERE kind = 'frame';
CREATE INDEX sync_object_gone ON sync_object (gone) WHERE gone IS NOT NULL;

CREATE TRIGGER photo_left AFTER DELETE ON photo BEGIN
  UPDATE sync_object SET gone = iif(OLD.deleted_at IS NULL, 'limit', 'person')
  WHERE (kind = 'photo' AND subject = OLD.id) OR (kind = 'frame' AND parent = OLD.id);
END;
`;
