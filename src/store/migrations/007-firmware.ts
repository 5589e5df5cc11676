/** Firmware images, their bytes in the pieces that cameras ask for, and how far each camera is with each image. */
export const firmware = `
CREATE TABLE firmware_image (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  board TEXT NOT NULL,
  version TEXT NOT NULL,
  length INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  claim TEXT NOT NULL,
  signature TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  UNIQUE (board, version)
) STRICT;

CREATE TABLE firmware_chunk (
  image_id INTEGER NOT NULL REFERENCES firmware_image ON DELETE CASCADE,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (image_id, position)
) STRICT;

CREATE TABLE firmware_rollout (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  image_id INTEGER NOT NULL REFERENCES firmware_image ON DELETE CASCADE,
  camera_number INTEGER NOT NULL REFERENCES camera,
  state TEXT NOT NULL CHECK (state IN
    ('waiting', 'offered', 'receiving', 'restarting', 'trial', 'done', 'failed', 'rolled-back', 'cancelled')),
  received INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  halts INTEGER NOT NULL DEFAULT 0,
  asked_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (image_id, camera_number)
) STRICT;
CREATE INDEX firmware_rollout_camera ON firmware_rollout (camera_number);
`;
