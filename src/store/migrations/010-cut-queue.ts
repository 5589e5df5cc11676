/**
 * The order in which bursts get their cuts, and the bursts that were set aside. A burst waits as long as it is `closed`
 * and has a row in the queue; one that was set aside is `closed` and has none, so that nothing takes it for work.
 */
export const cutQueue = `
CREATE TABLE cut_queue (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  burst_id INTEGER NOT NULL UNIQUE REFERENCES burst ON DELETE CASCADE,
  -- 1 from the first look until the end: what is found so at a start was ended from outside.
  under_way INTEGER NOT NULL DEFAULT 0,
  -- How often it was sent to the back.
  returns INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX cut_queue_new ON cut_queue (position) WHERE returns = 0;
CREATE INDEX cut_queue_under_way ON cut_queue (position) WHERE under_way = 1;

CREATE TABLE burst_aside (
  burst_id INTEGER PRIMARY KEY REFERENCES burst ON DELETE CASCADE,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX burst_aside_at ON burst_aside (at);

INSERT INTO cut_queue (burst_id) SELECT id FROM burst WHERE state = 'closed' ORDER BY closed_at, id;

CREATE TRIGGER burst_queued AFTER UPDATE OF state ON burst WHEN new.state = 'closed' AND old.state <> 'closed'
BEGIN
  INSERT OR IGNORE INTO cut_queue (burst_id) VALUES (new.id);
END;

CREATE TRIGGER burst_unqueued AFTER UPDATE OF state ON burst WHEN new.state <> 'closed' AND old.state = 'closed'
BEGIN
  DELETE FROM cut_queue WHERE burst_id = new.id;
  DELETE FROM burst_aside WHERE burst_id = new.id;
END;

DROP INDEX burst_waiting;
`;
