/**
 * Cameras that somebody has paused: since when, until when (null: until somebody ends it), and the settings that such a
 * camera gets back. Older programs show the camera as one whose motion detection is off.
 */
export const pause = `
ALTER TABLE camera ADD COLUMN paused_at INTEGER;
ALTER TABLE camera ADD COLUMN paused_until INTEGER;
ALTER TABLE camera ADD COLUMN deferred_settings TEXT;
`;
