/** One server-sent event, as the WHATWG HTML standard dispatches it (section 9.2.6). */
export interface ServerSentEvent {
  /** The last event id seen so far, empty when the stream never named one. */
  id: string;
  /** `message` unless the stream says otherwise. */
  type: string;
  data: string;
}

/**
 * Reads `text/event-stream` in pieces of any size. `push` gives the events that a piece completes. The browser's
 * own EventSource can neither refresh a session nor resume after one, so the app reads the stream itself.
 */
export class EventStreamReader {
  /** Value of `Last-Event-ID` when the stream has to be opened again. */
  lastEventId: string;
  #rest = '';
  #type = '';
  #data: string[] = [];

  constructor(lastEventId = '') {
    this.lastEventId = lastEventId;
  }

  push(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = line === '' ? this.#dispatch() : this.#field(line);
      if (event) events.push(event);
    }
    return events;
  }

  #field(line: string): null {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#type = value;
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id' && !value.includes('\0')) this.lastEventId = value;
    return null;
  }

  #dispatch(): ServerSentEvent | null {
    const type = this.#type || 'message';
    const data = this.#data;
    this.#type = '';
    this.#data = [];
    return data.length > 0 ? { id: this.lastEventId, type, data: data.join('\n') } : null;
  }
}
