/** Security events of the hub: bounded, for its owners. */
export const security = `
CREATE TABLE security_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  name TEXT NOT NULL,
  person TEXT,
  address TEXT,
  camera TEXT,
  count INTEGER NOT NULL
) STRICT;
`;
