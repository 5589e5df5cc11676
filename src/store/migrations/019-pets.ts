/**
 * The pets of the home, and who is on a photo where a person has said so. All of it is beside what older programs
 * read: they go on showing the kind that the hub saw.
 */
export const pets = `
CREATE TABLE pet (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('cat', 'dog', 'other')),
  -- The photo that it is shown by.
  photo_id INTEGER REFERENCES photo ON DELETE SET NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pet_photo ON pet (photo_id);

-- What a person said of a photo: the kind that photo.pet shall have, and the one that the hub saw.
CREATE TABLE photo_correction (
  photo_id INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
  pet TEXT CHECK (pet IN ('cat', 'dog')),
  seen TEXT CHECK (seen IN ('cat', 'dog')),
  at INTEGER NOT NULL
) STRICT;

-- The pets that a person named on a photo.
CREATE TABLE photo_label (
  pet_id INTEGER NOT NULL REFERENCES pet ON DELETE CASCADE,
  photo_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  PRIMARY KEY (pet_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_label_photo ON photo_label (photo_id);

-- The second kind of animal in the frame that a photo shows; of no use once it shows another one.
CREATE TABLE photo_also (
  photo_id INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
  frame_id INTEGER NOT NULL,
  pet TEXT NOT NULL CHECK (pet IN ('cat', 'dog'))
) STRICT;
`;
