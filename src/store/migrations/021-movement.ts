/**
 * Photos of bursts that nobody asked for and that show no pet: while they show none and are no favourite they are left
 * out of lists, not enlarged, and kept only as long as frames that were not chosen. Older programs show them.
 */
export const movement = `
ALTER TABLE photo ADD COLUMN movement INTEGER NOT NULL DEFAULT 0;
CREATE INDEX photo_shown ON photo (taken_at DESC, id DESC)
  WHERE deleted_at IS NULL AND (movement = 0 OR pet IS NOT NULL OR favourite = 1);
CREATE INDEX photo_camera_shown ON photo (camera, taken_at DESC, id DESC)
  WHERE deleted_at IS NULL AND (movement = 0 OR pet IS NOT NULL OR favourite = 1);
CREATE INDEX photo_movement ON photo (taken_at DESC, id DESC)
  WHERE deleted_at IS NULL AND movement = 1 AND pet IS NULL AND favourite = 0;
CREATE INDEX photo_upscale_due ON photo (upscale_attempts, id DESC)
  WHERE deleted_at IS NULL AND upscale = 'pending' AND (movement = 0 OR pet IS NOT NULL OR favourite = 1);
`;
