/**
 * Images whose bytes are not what was stored. Their bytes stay where they are, for whoever can mend them; a row goes
 * with its bytes, or when they are written anew.
 */
export const damage = `
CREATE TABLE damaged_image (
  source TEXT NOT NULL CHECK (source IN ('frame', 'photo', 'highlight')),
  subject INTEGER NOT NULL,
  variant TEXT NOT NULL,
  found_at INTEGER NOT NULL,
  PRIMARY KEY (source, subject, variant)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER frame_bytes_left AFTER DELETE ON frame_bytes BEGIN
  DELETE FROM damaged_image WHERE source = 'frame' AND subject = old.frame_id;
END;
CREATE TRIGGER photo_image_left AFTER DELETE ON photo_image BEGIN
  DELETE FROM damaged_image WHERE source = 'photo' AND subject = old.photo_id AND variant = old.variant;
END;
CREATE TRIGGER photo_image_renewed AFTER UPDATE OF bytes ON photo_image BEGIN
  DELETE FROM damaged_image WHERE source = 'photo' AND subject = old.photo_id AND variant = old.variant;
END;
CREATE TRIGGER highlight_image_left AFTER DELETE ON highlight_image BEGIN
  DELETE FROM damaged_image WHERE source = 'highlight' AND subject = old.highlight_id AND variant = old.variant;
END;
CREATE TRIGGER highlight_image_renewed AFTER UPDATE OF bytes ON highlight_image BEGIN
  DELETE FROM damaged_image WHERE source = 'highlight' AND subject = old.highlight_id AND variant = old.variant;
END;
`;
