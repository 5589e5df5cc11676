/** Frames that were set aside and are still there: they are listed, so that a person can have them tried again. */
export const frameAside = `
CREATE INDEX frame_aside ON frame (burst_id) WHERE state = 'aside' AND has_bytes = 1;
`;
