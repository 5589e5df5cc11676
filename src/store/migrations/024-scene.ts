/**
 * Places in the picture of a fixed camera that look like a pet and are none, said by somebody or learned, and those that
 * the hub watches until it knows. Older programs do not look there, and see pets at them.
 */
export const scene = `
CREATE TABLE camera_region (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  camera_number INTEGER NOT NULL REFERENCES camera ON DELETE CASCADE,
  -- By how much the pictures were turned: the place is of the upright one.
  turn INTEGER NOT NULL CHECK (turn IN (0, 90, 180, 270)),
  made_by TEXT NOT NULL CHECK (made_by IN ('person', 'hub')),
  in_force INTEGER NOT NULL,
  anything INTEGER NOT NULL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  width REAL NOT NULL,
  height REAL NOT NULL,
  views TEXT NOT NULL,
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  days INTEGER NOT NULL,
  sightings INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  misses INTEGER NOT NULL,
  -- The photo on which somebody said it first: what is said of it otherwise takes the place back.
  photo_id INTEGER REFERENCES photo ON DELETE SET NULL
) STRICT;
CREATE INDEX camera_region_camera ON camera_region (camera_number, turn);
CREATE INDEX camera_region_photo ON camera_region (photo_id);
`;
