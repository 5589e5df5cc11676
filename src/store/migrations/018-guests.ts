/**
 * Guests: people who see chosen cameras until a date. They live in tables of their own, sign-ins and invitations
 * included, so that a program that knows no guests finds nobody there, and takes no guest for a member. Their ids begin
 * at 2^40: an id tells which table it is of.
 */
export const guests = `
CREATE TABLE guest (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id >= 1099511627776),
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;

CREATE TABLE guest_camera (
  guest_id INTEGER NOT NULL REFERENCES guest ON DELETE CASCADE,
  camera_number INTEGER NOT NULL REFERENCES camera ON DELETE CASCADE,
  PRIMARY KEY (guest_id, camera_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX guest_camera_number ON guest_camera (camera_number);

CREATE TABLE guest_session (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id >= 1099511627776),
  user_id INTEGER NOT NULL REFERENCES guest ON DELETE CASCADE,
  refresh_hash TEXT NOT NULL UNIQUE,
  device TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX guest_session_user ON guest_session (user_id);

CREATE TABLE guest_spent_refresh (
  hash TEXT PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES guest_session ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX guest_spent_refresh_session ON guest_spent_refresh (session_id);

CREATE TABLE guest_invitation (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id >= 1099511627776),
  code_hash TEXT NOT NULL UNIQUE,
  until INTEGER NOT NULL,
  created_by INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX guest_invitation_user ON guest_invitation (created_by);

CREATE TABLE guest_invitation_camera (
  invitation_id INTEGER NOT NULL REFERENCES guest_invitation ON DELETE CASCADE,
  camera_number INTEGER NOT NULL REFERENCES camera ON DELETE CASCADE,
  PRIMARY KEY (invitation_id, camera_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX guest_invitation_camera_number ON guest_invitation_camera (camera_number);
`;
