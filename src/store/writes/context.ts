import { type EventMap, type EventType, type StoredEvent, storedEvent } from '../../core/events.js';
import type { Connection } from '../database.js';

/** Connection, time and announcements of one write operation. */
export interface WriteContext {
  db: Connection;
  /** When the operation was asked for, wall time in ms. */
  at(): number;
  /** Stores an event with this operation; it is announced once the commit is durable. */
  announce<T extends EventType>(type: T, data: EventMap[T]): void;
}

/** The side of the context that runs operations one after the other. */
export interface ContextControl {
  context: WriteContext;
  begin(at: number): void;
  /** The events of the operation since `begin`. */
  events(): StoredEvent[];
}

/** A phone that missed more than these reads the gallery anew. */
const KEPT_EVENTS = 10_000;

/** Binds the time and the event log to one writing connection. */
export function createContext(db: Connection): ContextControl {
  const insert = db.prepare('INSERT INTO event (at, type, data) VALUES (?, ?, ?)');
  const trim = db.prepare('DELETE FROM event WHERE id <= ?');
  let now = 0;
  let announced: StoredEvent[] = [];

  return {
    context: {
      db,
      at: () => now,
      announce(type, data) {
        const id = Number(insert.run(now, type, JSON.stringify(data)).lastInsertRowid);
        trim.run(id - KEPT_EVENTS);
        announced.push(storedEvent(id, now, type, data));
      },
    },
    begin(at) {
      now = at;
      announced = [];
    },
    events: () => announced,
  };
}
