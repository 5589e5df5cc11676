/** Kinds of photos that are counted, by column, as conditions on a row of `photo`. */
const COUNTED = {
  photos: () => '1',
  folded: (row: string) => `(${row}.movement = 1 AND ${row}.pet IS NULL AND ${row}.favourite = 0)`,
  pets: (row: string) => `(${row}.pet IS NOT NULL)`,
  cats: (row: string) => `(${row}.pet IS 'cat')`,
  dogs: (row: string) => `(${row}.pet IS 'dog')`,
  favourites: (row: string) => `(${row}.favourite = 1)`,
};

const columns = Object.keys(COUNTED);
const valuesOf = (row: string) => Object.values(COUNTED).map((condition) => condition(row));

const count = `INSERT INTO photo_day (day, camera, ${columns.join(', ')})
    VALUES (new.taken_at / 86400000, new.camera, ${valuesOf('new').join(', ')})
    ON CONFLICT (day, camera) DO UPDATE SET ${columns.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`;

const discount = `UPDATE photo_day
    SET ${columns.map((name, index) => `${name} = ${name} - ${valuesOf('old')[index]}`).join(', ')}
    WHERE day = old.taken_at / 86400000 AND camera = old.camera`;

/**
 * How many photos each camera has of each day of UTC, kept by triggers: counting a million rows takes longer than an answer
 * may. Older programs keep the counts right without knowing of them. Days that lost all photos stay, with zeros.
 */
export const photoDay = `
CREATE TABLE photo_day (
  day INTEGER NOT NULL,
  camera TEXT NOT NULL,
  photos INTEGER NOT NULL,
  -- Those that show only movement.
  folded INTEGER NOT NULL,
  pets INTEGER NOT NULL,
  cats INTEGER NOT NULL,
  dogs INTEGER NOT NULL,
  favourites INTEGER NOT NULL,
  PRIMARY KEY (day, camera)
) STRICT, WITHOUT ROWID;

INSERT INTO photo_day (day, camera, ${columns.join(', ')})
  SELECT taken_at / 86400000 AS taken_on, camera, ${valuesOf('photo')
    .map((value) => `sum(${value})`)
    .join(', ')}
  FROM photo WHERE deleted_at IS NULL GROUP BY taken_on, camera;

CREATE TRIGGER photo_day_added AFTER INSERT ON photo WHEN new.deleted_at IS NULL
BEGIN
  ${count};
END;

CREATE TRIGGER photo_day_removed AFTER DELETE ON photo WHEN old.deleted_at IS NULL
BEGIN
  ${discount};
END;

CREATE TRIGGER photo_day_left AFTER UPDATE OF taken_at, camera, movement, pet, favourite, deleted_at ON photo
WHEN old.deleted_at IS NULL
BEGIN
  ${discount};
END;

CREATE TRIGGER photo_day_entered AFTER UPDATE OF taken_at, camera, movement, pet, favourite, deleted_at ON photo
WHEN new.deleted_at IS NULL
BEGIN
  ${count};
END;
`;
