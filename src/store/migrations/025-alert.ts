/**
 * Notifications that are not of a photo: what was told of a camera or the hub, and what is still to be told, where. In
 * tables of their own, where an older program, which takes every `notice` for a visit, does not look.
 */
export const alert = `
CREATE TABLE alert (
  subject TEXT PRIMARY KEY,
  told_at INTEGER NOT NULL,
  since INTEGER NOT NULL,
  codes TEXT NOT NULL DEFAULT '[]',
  ended INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE alert_notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL,
  message TEXT NOT NULL,
  target TEXT NOT NULL,
  at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_notice_due ON alert_notice (next_try_at);
CREATE INDEX alert_notice_subject ON alert_notice (subject);
`;
