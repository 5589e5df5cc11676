/**
 * Table of what was seen of the frames of a burst whose cut is not made yet, so that a hub that was stopped meanwhile
 * goes on where it was. Each row is one answer of the vision process; the question has everything that the answer
 * depends on.
 */
export const look = `
CREATE TABLE frame_look (
  frame_id INTEGER NOT NULL REFERENCES frame ON DELETE CASCADE,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (frame_id, question)
) STRICT, WITHOUT ROWID;
`;
