/**
 * Links by which people without an account see some photos until a date. Of the link only a hash of its secret is kept;
 * it ends with whoever made it, and a photo that is removed for good leaves it.
 */
export const shareLink = `
CREATE TABLE share_link (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL UNIQUE,
  created_by INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  opened INTEGER NOT NULL DEFAULT 0,
  last_opened_at INTEGER
) STRICT;
CREATE INDEX share_link_user ON share_link (created_by);

CREATE TABLE share_link_photo (
  link_id INTEGER NOT NULL REFERENCES share_link ON DELETE CASCADE,
  number INTEGER NOT NULL,
  photo_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  PRIMARY KEY (link_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX share_link_photo_photo ON share_link_photo (photo_id);
`;
