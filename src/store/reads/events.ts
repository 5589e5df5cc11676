import type { EventLog } from '../contract.js';
import type { Connection } from '../database.js';
import type { StoredEvent } from '../types.js';

/** What happened since a client last looked. */
export function eventReads(db: Connection): Pick<EventLog, 'eventsSince' | 'lastEventId' | 'firstEventId'> {
  const since = db.prepare<[number, number], Omit<StoredEvent, 'data'> & { data: string }>(
    'SELECT id, at, type, data FROM event WHERE id > ? ORDER BY id LIMIT ?',
  );
  const last = db.prepare<[], number>('SELECT ifnull(max(id), 0) FROM event').pluck();
  const first = db.prepare<[], number>('SELECT ifnull(min(id), 0) FROM event').pluck();

  return {
    eventsSince: (id, limit) => since.all(id, limit).map((row) => ({ ...row, data: JSON.parse(row.data) })),
    lastEventId: () => last.get() as number,
    firstEventId: () => first.get() as number,
  };
}
