/**
 * Photos of whose pet the hub does not know whether it is a cat or a dog: `pet` is the likelier kind there, under which it
 * is listed, and which older programs show.
 */
export const kindUnsure = `
ALTER TABLE photo ADD COLUMN kind_unsure INTEGER NOT NULL DEFAULT 0 CHECK (kind_unsure IN (0, 1));
`;
