import type { Fault, Refusal } from '../core/errors.js';
import type { StoredEvent } from '../core/events.js';
import { type EncodedError, encodeError } from '../core/rpc/errors.js';
import type { GroupResult, Job, Outcome } from './commit-group.js';
import type { OperationName } from './writes/operations.js';

/** Outcome of one write as it crosses threads. */
export type WireOutcome = { value: unknown } | { error: EncodedError };

/** Outcomes of a group of writes, in their order, and the events of those that were committed. */
export interface Committed {
  outcomes: WireOutcome[];
  events: StoredEvent[];
  /** Why the write-ahead log could not be folded into the file; null when all is well. */
  checkpoint: EncodedError | null;
}

/** Calls of the writing thread. Memory of byte arrays in a job moves to it. */
export interface WriteCalls {
  /** Names of everything that can be written. */
  names: { request: undefined; response: OperationName[] };
  commit: { request: Job[]; response: Committed };
}

/** Data of a committed group, and of why the write-ahead log could not be folded, fit to be sent. */
export function encodeResult(
  { outcomes, events }: GroupResult,
  checkpoint: Refusal | Fault | null,
): Committed {
  const encode = (outcome: Outcome): WireOutcome =>
    'error' in outcome ? { error: encodeError(outcome.error) } : outcome;
  return { outcomes: outcomes.map(encode), events, checkpoint: checkpoint && encodeError(checkpoint) };
}

/**
 * Copies every byte array in `value` into memory of its own and lists it in `transfer`. Arrays that arrive are often
 * views into a large pool, which a transfer would tear from under its other users.
 */
export function ownBytes(value: unknown, transfer: ArrayBuffer[]): unknown {
  if (value instanceof Uint8Array) {
    const copy = new Uint8Array(value);
    transfer.push(copy.buffer);
    return copy;
  }
  if (Array.isArray(value)) return value.map((item) => ownBytes(item, transfer));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ownBytes(item, transfer)]));
}
