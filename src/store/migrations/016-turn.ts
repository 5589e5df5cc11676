/** How a camera is mounted, and by how much the pictures of a burst are turned to stand upright; degrees clockwise. */
export const turn = `
ALTER TABLE camera ADD COLUMN turn INTEGER NOT NULL DEFAULT 0 CHECK (turn IN (0, 90, 180, 270));
ALTER TABLE burst ADD COLUMN turn INTEGER NOT NULL DEFAULT 0 CHECK (turn IN (0, 90, 180, 270));
`;
