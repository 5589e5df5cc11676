import { Readable } from 'node:stream';
import type { EventMap, StoredEvent } from '../../../core/events.js';
import type { EventLog } from '../../../store/contract.js';
import type { TransientMap } from '../schemas/events.js';
import type { News } from './guest-news.js';

/** Reads of the event log that a stream needs. */
export type EventReader = Pick<EventLog, 'eventsSince' | 'lastEventId' | 'firstEventId'>;

/** Events read from the log at once. */
const BATCH = 50;

/** A phone that takes nothing for this many heartbeats is dropped; it comes back where it left off. */
const MISSED_BEATS_MAX = 3;

/**
 * One phone's server-sent events (HTML standard, section 9.2). Pulled, not pushed: the stream reads on in the event
 * log whenever the socket has room, so a slow phone costs one batch of memory, and a phone that slept is served
 * from where it was.
 */
export class EventStream extends Readable {
  readonly #log: EventReader;
  #last: number;
  #hungry = false;
  #missedBeats = 0;
  readonly #hears: (news: News) => boolean;

  /**
   * @param after the last event the phone has seen; without it the stream begins with what comes next
   * @param hears false for what the person behind it is not told
   */
  constructor(log: EventReader, after?: number, hears: (news: News) => boolean = () => true) {
    super({ encoding: 'utf8', highWaterMark: 16 * 1024 });
    this.#log = log;
    this.#hears = hears;
    const newest = log.lastEventId();
    this.#last = after ?? newest;
    this.push(`retry: 3000\n${message('hello', { last: newest })}`);
    if (this.#last > newest || this.#last + 1 < log.firstEventId()) {
      this.#last = newest;
      this.push(message('reset', {}));
    }
  }

  override _read(): void {
    this.#hungry = true;
    this.#missedBeats = 0;
    this.wake();
  }

  /** Says that the log has grown. */
  wake(): void {
    while (this.#hungry && !this.destroyed) {
      const events = this.#read();
      if (events.length === 0) return;
      for (const event of events) {
        if (this.#hears(event)) this.#hungry = this.push(stored(event));
        this.#last = event.id;
      }
    }
  }

  /** A log that cannot be read ends the stream: the page comes back where it left off, and health says why. */
  #read(): StoredEvent[] {
    try {
      return this.#log.eventsSince(this.#last, BATCH);
    } catch {
      this.destroy();
      return [];
    }
  }

  /** Sends something that is not worth keeping; a phone without room for it goes without. */
  tell<T extends keyof TransientMap>(type: T, data: TransientMap[T]): void {
    if (this.#hungry && this.#hears({ type, data } as News)) this.#hungry = this.push(message(type, data));
  }

  /** Keeps the connection open, and finds out whether anybody reads. */
  beat(): void {
    if (this.#hungry) this.#hungry = this.push(': \n\n');
    else this.#missedBeats += 1;
    if (this.#missedBeats >= MISSED_BEATS_MAX) this.destroy();
  }

  /** Ends the stream in good order, or at once when nobody takes what is left. */
  finish(): void {
    if (this.#hungry) this.push(null);
    else this.destroy();
  }
}

function stored(event: StoredEvent): string {
  return `id: ${event.id}\n${message(event.type, event)}`;
}

function message(type: keyof EventMap | keyof TransientMap, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
