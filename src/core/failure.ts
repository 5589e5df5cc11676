import { Fault, Refusal } from './errors.js';

/**
 * Owner of a failure. `cancelled`: nobody's, the work was to end. `hub`: store, disk, memory or vision process cannot
 * work now, so that no piece of work is to blame and all of them wait. `item`: this piece of work alone.
 */
export type FailureKind = 'cancelled' | 'hub' | 'item';

/** Refusals that are about the moment: too much is waiting already. */
const BUSY = new Set(['vision-busy', 'hub-busy']);
const NO_MEMORY = /allocation failed|out of memory/i;

/** Owner of the failure that a thrown value stands for. What nobody foresaw is the piece's own, so that it never blocks the others. */
export function failureKind(error: unknown): FailureKind {
  if (error instanceof Fault) return 'hub';
  if (error instanceof Refusal) {
    if (error.code === 'cancelled') return 'cancelled';
    return BUSY.has(error.code) ? 'hub' : 'item';
  }
  return isOfTheMachine(error) ? 'hub' : 'item';
}

/** SQLite, the system and the allocator name their errors by code or by message. */
function isOfTheMachine(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof syscall === 'string' || code?.startsWith('SQLITE_')) return true;
  return error instanceof RangeError && NO_MEMORY.test(error.message);
}

/** A failure of one piece of work as it is stored: a code that never changes, and the sentence behind it. */
export interface FailureRecord {
  reason: string;
  detail: string;
}

const LONGEST_DETAIL = 300;

/** Record of a failure of kind `item`: the code of a refusal, `unforeseen` for anything else. */
export function recordOf(error: unknown): FailureRecord {
  const reason = error instanceof Refusal ? error.code : 'unforeseen';
  const detail = error instanceof Error ? error.message : String(error);
  return { reason, detail: detail.slice(0, LONGEST_DETAIL) };
}
