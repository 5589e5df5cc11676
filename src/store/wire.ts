import type { FaultCode, RefusalCode } from '../core/codes.js';
import { Fault, Refusal } from '../core/errors.js';
import type { GroupResult, Job, Outcome } from './commit-group.js';
import type { StoredEvent } from './types.js';

/** What the main thread sends the writing thread. `null` asks it to close the file and end. */
export type Request = Job[] | null;

/** An error as it crosses threads, where classes are lost. */
export type WireError =
  | { code: RefusalCode; message: string; hint: null; cause: unknown }
  | { code: FaultCode; message: string; hint: string; cause: unknown };

export type WireOutcome = { value: unknown } | { error: WireError };

export type Reply =
  | { type: 'ready' }
  | { type: 'unusable'; error: WireError }
  | { type: 'committed'; outcomes: WireOutcome[]; events: StoredEvent[]; checkpoint: WireError | null };

export function encodeError(error: Refusal | Fault): WireError {
  const { message, cause } = error;
  if (error instanceof Fault) return { code: error.code, message, hint: error.hint, cause };
  return { code: error.code, message, hint: null, cause };
}

export function decodeError(error: WireError): Refusal | Fault {
  if (error.hint === null) return new Refusal(error.code, error.message);
  return new Fault(error.code, error.message, error.hint, { cause: error.cause });
}

/** `checkpoint` is why the write-ahead log could not be folded into the file; null when all is well. */
export function encodeResult({ outcomes, events }: GroupResult, checkpoint: Refusal | Fault | null): Reply {
  const encode = (outcome: Outcome): WireOutcome =>
    'error' in outcome ? { error: encodeError(outcome.error) } : outcome;
  return {
    type: 'committed',
    outcomes: outcomes.map(encode),
    events,
    checkpoint: checkpoint && encodeError(checkpoint),
  };
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
