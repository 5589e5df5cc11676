import { signal } from '../core/signal.js';
import { EventStreamReader, type ServerSentEvent } from './event-stream.js';
import { freshenSession, sessionEpoch } from './freshness.js';
import { reach } from './http.js';
import type { HubEvent, TransientEvent } from './types.js';

/**
 * Events of the hub as they come: stored ones, and `reset` when some were missed and everything has to be read again,
 * how far (0..1) the sharpening of a photo is, how far (0..100) the firmware of a camera, and how far its pairing.
 */
export type LiveEvent = HubEvent | TransientEvent;

/** False while the hub cannot be heard, so that the page can say so. */
export const isConnected = signal(true);

const listeners = new Set<(event: LiveEvent) => void>();
const silenceMs = 45_000;
/** Away from home the hub's address leads nowhere, and a phone tries for minutes. */
const answerMs = 10_000;
const waits = [500, 1000, 2000, 5000, 10_000];

/** Adds a listener for events of the hub; returns its removal. */
export function onLive(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Follows the hub until `signal` says stop; a broken stream is opened again where it ended. */
export async function followHub(signal: AbortSignal): Promise<void> {
  let lastEventId = '';
  let failures = 0;
  while (!signal.aborted) {
    const reader = new EventStreamReader(lastEventId);
    const heard = await readOnce(reader, signal).catch(() => false);
    lastEventId = reader.lastEventId;
    failures = heard ? 0 : failures + 1;
    if (signal.aborted) return;
    if (failures > 1) isConnected.set(false);
    await pause(waits[Math.min(failures, waits.length - 1)] ?? 0, signal);
  }
}

/** One connection, to its end. True when it was accepted. */
async function readOnce(reader: EventStreamReader, signal: AbortSignal): Promise<boolean> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener('abort', abort);
  addEventListener('offline', abort);
  const epoch = sessionEpoch();
  const resume: Record<string, string> = reader.lastEventId ? { 'last-event-id': reader.lastEventId } : {};
  const unanswered = setTimeout(abort, answerMs);
  const init = { headers: { accept: 'text/event-stream', ...resume }, signal: stop.signal };
  try {
    const response = await reach('/events', { ...init, cache: 'no-store' });
    clearTimeout(unanswered);
    if (response.status === 401) await freshenSession(epoch);
    if (!response.ok || !response.body) return response.status === 401;
    isConnected.set(true);
    await drain(response.body, reader, abort).catch(() => undefined);
    return true;
  } finally {
    clearTimeout(unanswered);
    signal.removeEventListener('abort', abort);
    removeEventListener('offline', abort);
    abort();
  }
}

/** A stream that says nothing, not even a comment, for long is dead (a phone that slept): it is given up. */
async function drain(body: ReadableStream<Uint8Array>, reader: EventStreamReader, giveUp: () => void) {
  const decoder = new TextDecoder();
  const chunks = body.getReader();
  for (;;) {
    const silence = setTimeout(giveUp, silenceMs);
    const { done, value } = await chunks.read().finally(() => clearTimeout(silence));
    if (done) return;
    for (const event of reader.push(decoder.decode(value, { stream: true }))) take(event, reader);
  }
}

function tell(event: LiveEvent): void {
  for (const listener of listeners) listener(event);
}

/** Passes an event on; the first word of a stream says where to go on when it breaks before anything happened. */
function take(event: ServerSentEvent, reader: EventStreamReader): void {
  const data = JSON.parse(event.data);
  if (event.type === 'hello') reader.lastEventId ||= String(data.last);
  // Stored events carry their type; others are their data alone.
  else tell(data.type === event.type ? data : { type: event.type, data });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
