/**
 * Photos in the bin are gone for older programs: `deleted_at` lies so far ahead that these, too, keep them for thirty
 * days. What a person deletes for ever leaves the owner's own storage whatever else stays there.
 */
export const bin = `
ALTER TABLE sync_object ADD COLUMN for_ever INTEGER NOT NULL DEFAULT 0;
`;
