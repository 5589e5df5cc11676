/** Images of the whole flash that an owner has given for bare boards, one for each kind of board. */
export const flash = `
CREATE TABLE flash_image (
  board TEXT PRIMARY KEY,
  claim TEXT NOT NULL,
  signature TEXT NOT NULL,
  bytes BLOB NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;
`;
