/**
 * Tables of what pets on photos look like, which pet of the home each is by that, and what people said it is not. Older
 * programs do not look there, and tell pets apart by their kinds.
 */
export const recognition = `
-- The frame of a photo that was looked at, and by which model; with the reason where it could not be.
CREATE TABLE photo_recognition (
  photo_id INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
  frame_id INTEGER NOT NULL,
  model TEXT NOT NULL,
  -- What people had said by then, as a number that rises with all they say (setting pets.lesson).
  lesson INTEGER NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX photo_recognition_lesson ON photo_recognition (lesson);

-- One pet that was seen in it: what it looks like as floats of 32 bits, and which it is, or which a person is asked about.
CREATE TABLE photo_sighting (
  photo_id INTEGER NOT NULL REFERENCES photo_recognition ON DELETE CASCADE,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('cat', 'dog')),
  appearance BLOB NOT NULL,
  pet_id INTEGER REFERENCES pet ON DELETE SET NULL,
  maybe_id INTEGER REFERENCES pet ON DELETE SET NULL,
  PRIMARY KEY (photo_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_sighting_pet ON photo_sighting (pet_id, photo_id);
CREATE INDEX photo_sighting_maybe ON photo_sighting (maybe_id);

-- The pets that a person said are not on a photo.
CREATE TABLE photo_denial (
  photo_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  pet_id INTEGER NOT NULL REFERENCES pet ON DELETE CASCADE,
  PRIMARY KEY (photo_id, pet_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_denial_pet ON photo_denial (pet_id);
`;
