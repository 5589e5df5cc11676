/** Cameras that are read at an address; where, and with which password, is sealed as camera keys are. */
export const cameraStream = `
CREATE TABLE camera_stream (
  camera_number INTEGER PRIMARY KEY REFERENCES camera,
  source_sealed BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('stream', 'snapshot')),
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  settings TEXT NOT NULL
) STRICT;
`;
