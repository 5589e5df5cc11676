/**
 * Rows are kept apart from photo bytes, so that reading a page of rows never walks through blobs. A camera that was
 * removed keeps its row (`removed_at`), and one added later under the same id starts with burst names of its own.
 */
export const first = `
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  refresh_hash TEXT NOT NULL UNIQUE,
  device TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX session_user ON session (user_id);

-- Refresh tokens that were replaced: whoever shows one again has stolen it.
CREATE TABLE spent_refresh (
  hash TEXT PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_refresh_session ON spent_refresh (session_id);

CREATE TABLE invitation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code_hash TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
  created_by INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX invitation_user ON invitation (created_by);

CREATE TABLE camera (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  key_sealed BLOB,
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  online INTEGER NOT NULL DEFAULT 0,
  last_seen_at INTEGER,
  state TEXT
) STRICT;
CREATE UNIQUE INDEX camera_present ON camera (id) WHERE removed_at IS NULL;

CREATE TABLE burst (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  camera_number INTEGER NOT NULL REFERENCES camera,
  key TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'cut', 'empty')),
  manifest TEXT,
  manifest_at INTEGER,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by TEXT CHECK (closed_by IN ('manifest', 'quiet', 'crowded')),
  missing TEXT NOT NULL DEFAULT '[]',
  UNIQUE (camera_number, key)
) STRICT;
CREATE INDEX burst_open ON burst (id) WHERE state = 'open';
CREATE INDEX burst_waiting ON burst (closed_at, id) WHERE state = 'closed';
CREATE INDEX burst_empty ON burst (closed_at) WHERE state = 'empty';

CREATE TABLE frame (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  burst_id INTEGER NOT NULL REFERENCES burst ON DELETE CASCADE,
  position INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'durable' CHECK (state IN ('durable', 'kept', 'chosen', 'aside')),
  length INTEGER NOT NULL,
  crc32 INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  taken_at INTEGER NOT NULL,
  has_bytes INTEGER NOT NULL DEFAULT 1,
  analysis TEXT,
  place INTEGER,
  gates TEXT NOT NULL DEFAULT '[]',
  scores TEXT NOT NULL DEFAULT '{}',
  reason TEXT,
  UNIQUE (burst_id, position)
) STRICT;
CREATE INDEX frame_losing ON frame (received_at) WHERE has_bytes = 1 AND state IN ('kept', 'aside');
CREATE INDEX frame_present ON frame (id) WHERE has_bytes = 1;

CREATE TABLE frame_bytes (
  frame_id INTEGER PRIMARY KEY REFERENCES frame ON DELETE CASCADE,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE photo (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  burst_id INTEGER NOT NULL UNIQUE REFERENCES burst,
  frame_id INTEGER NOT NULL REFERENCES frame,
  camera TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  pet TEXT CHECK (pet IN ('cat', 'dog')),
  favourite INTEGER NOT NULL DEFAULT 0,
  score REAL NOT NULL,
  summary TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  upscale TEXT NOT NULL DEFAULT 'pending' CHECK (upscale IN ('pending', 'done', 'failed')),
  upscale_attempts INTEGER NOT NULL DEFAULT 0,
  upscale_note TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX photo_frame ON photo (frame_id);
CREATE INDEX photo_newest ON photo (taken_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX photo_camera ON photo (camera, taken_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX photo_pet ON photo (pet, taken_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX photo_any_pet ON photo (taken_at DESC, id DESC) WHERE deleted_at IS NULL AND pet IS NOT NULL;
CREATE INDEX photo_favourite ON photo (taken_at DESC, id DESC) WHERE deleted_at IS NULL AND favourite = 1;
CREATE INDEX photo_expendable ON photo (taken_at, id) WHERE deleted_at IS NULL AND favourite = 0;
CREATE INDEX photo_upscale ON photo (upscale_attempts, id DESC) WHERE deleted_at IS NULL AND upscale = 'pending';
CREATE INDEX photo_deleted ON photo (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE photo_image (
  photo_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  variant TEXT NOT NULL CHECK (variant IN ('upscaled', 'thumb', 'preview')),
  mime TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (photo_id, variant)
) STRICT;

-- Refusals of one burst, also of one that never had a good frame.
CREATE TABLE rejection (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  camera_number INTEGER NOT NULL REFERENCES camera,
  burst_key TEXT NOT NULL,
  position INTEGER NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  UNIQUE (camera_number, burst_key, position, reason)
) STRICT;

CREATE TABLE rejection_tally (
  camera TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (camera, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE frame_tally (
  camera TEXT PRIMARY KEY,
  waiting INTEGER NOT NULL DEFAULT 0,
  kept INTEGER NOT NULL DEFAULT 0,
  chosen INTEGER NOT NULL DEFAULT 0,
  aside INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;

CREATE TABLE feedback (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  camera TEXT NOT NULL,
  burst_id INTEGER NOT NULL,
  shown TEXT NOT NULL,
  wanted TEXT NOT NULL
) STRICT;
`;
