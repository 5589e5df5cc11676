import { type EventType, isEventData, type StoredEvent, storedEvent } from '../../core/events.js';
import type { EventLog } from '../contract.js';
import type { Connection } from '../database.js';

interface RawEvent {
  id: number;
  at: number;
  type: EventType;
  data: string;
}

/** Reads what happened since a client last looked. */
export function eventReads(db: Connection): Pick<EventLog, 'eventsSince' | 'lastEventId' | 'firstEventId'> {
  const since = db.prepare<[number], RawEvent>(
    'SELECT id, at, type, data FROM event WHERE id > ? ORDER BY id',
  );
  const last = db.prepare<[], number>('SELECT ifnull(max(id), 0) FROM event').pluck();
  const first = db.prepare<[], number>('SELECT ifnull(min(id), 0) FROM event').pluck();

  /** One event that cannot be read must not hold up those behind it. */
  function eventsSince(id: number, limit: number): StoredEvent[] {
    const events: StoredEvent[] = [];
    for (const row of since.iterate(id)) {
      const event = toEvent(row);
      if (event) events.push(event);
      if (events.length === limit) break;
    }
    return events;
  }

  return {
    eventsSince,
    lastEventId: () => last.get() as number,
    firstEventId: () => first.get() as number,
  };
}

/** Null for an event that is damaged, or of a version that this one does not know. */
function toEvent({ id, at, type, data }: RawEvent): StoredEvent | null {
  const value = parsed(data);
  return isEventData(type, value) ? storedEvent(id, at, type, value) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
