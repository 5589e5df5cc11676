import type { EncodedError } from './errors.js';

/** Calls of one service by name: what is sent, and what it resolves with. */
export type CallTypes<Calls> = { [Name in keyof Calls]: { request: unknown; response: unknown } };

/** Message from the client to the service. `id` is unique in the life of one service. */
export type ToService =
  | { kind: 'call'; id: number; name: string; request: unknown }
  /** Request to stop working on a call; an answer is still expected, and soon. */
  | { kind: 'cancel'; id: number }
  /** Announcement that there are no more calls: the service ends. */
  | { kind: 'end' };

/** Message from the service to the client. Every call gets exactly one `done` or `failed`, or the service dies. */
export type FromService =
  | { kind: 'ready' }
  /** The service cannot work at all, and ends. */
  | { kind: 'unusable'; error: EncodedError }
  /** Share of a call that is done, 0..1. */
  | { kind: 'progress'; id: number; done: number }
  | { kind: 'done'; id: number; response: unknown }
  | { kind: 'failed'; id: number; error: EncodedError }
  /** News that belongs to no call. */
  | { kind: 'event'; event: unknown };
