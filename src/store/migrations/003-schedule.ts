/**
 * Tables of jobs, so that a power cut neither loses nor doubles a run, and of the cameras' timetables. `next_at` is
 * null while a job is off.
 */
export const schedule = `
CREATE TABLE job (
  name TEXT PRIMARY KEY,
  next_at INTEGER,
  last_at INTEGER,
  outcome TEXT CHECK (outcome IN ('done', 'failed', 'missed')),
  note TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE timetable (
  camera_number INTEGER PRIMARY KEY REFERENCES camera,
  spec TEXT NOT NULL
) STRICT;
`;
