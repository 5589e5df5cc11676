/** When frames of a camera were refused last, and how many bursts since its last photo gave nothing to look at. */
export const cameraTrouble = `
ALTER TABLE rejection_tally ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE camera ADD COLUMN unusable_bursts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE camera ADD COLUMN unusable_since INTEGER;
ALTER TABLE camera ADD COLUMN unusable_reasons TEXT NOT NULL DEFAULT '[]';
`;
