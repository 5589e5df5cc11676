import type { Clock } from '../core/clock.js';
import { type Fault, type HealthIssue, Refusal } from '../core/errors.js';
import { faultOf } from './database.js';
import type { Writing } from './write-client.js';

/** A failed read or write that was not repeated since is of the past after this time. */
const FORGET_MS = 10 * 60_000;

/** A write that has not been answered for so long will hardly be answered soon. */
const STALLED_MS = 30_000;

/**
 * Record of failing reads and writes, for health. Damage stays until the hub starts again: a page that is broken
 * stays so, also while nobody asks for it. Anything else is over when the same thing succeeds.
 */
export class StorageFaults {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #failing = new Map<string, { text: string; at: number }>();
  /** When each write that is not answered yet was asked for; the oldest first. */
  readonly #waiting = new Map<symbol, number>();
  #damaged = false;
  #checkpoint: string | null = null;
  #end: string | null = null;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Takes note of what an operation has thrown, and gives it as the rest of the hub knows it. */
  note(operation: string, thrown: unknown): unknown {
    if (!isOfStorage(thrown)) return thrown;
    const fault = faultOf(thrown);
    if (fault.code === 'database-damaged') this.#damaged = true;
    if (fault.code === 'storage-failed')
      this.#failing.set(operation, { text: fault.message, at: this.#clock.monotonic() });
    return fault;
  }

  well(operation: string): void {
    this.#failing.delete(operation);
  }

  /** Says how the last folding of the write-ahead log into the file went; null when all is well. */
  noteCheckpoint(fault: Fault | Refusal | null): void {
    this.#checkpoint = fault?.message ?? null;
    if (fault?.code === 'database-damaged') this.#damaged = true;
  }

  /** The writing thread is gone. */
  noteEnd(fault: Fault): void {
    this.#end = fault.message;
  }

  /** Begins to wait for a write; the function that it gives ends that. */
  await(): () => void {
    const write = Symbol();
    this.#waiting.set(write, this.#clock.monotonic());
    return () => void this.#waiting.delete(write);
  }

  issues(): HealthIssue[] {
    const now = this.#clock.monotonic();
    for (const [operation, { at }] of this.#failing)
      if (now - at > FORGET_MS) this.#failing.delete(operation);
    const [failing] = this.#failing.values();
    const [oldest = now] = this.#waiting.values();
    return [
      ...of('database-damaged', this.#damaged && 'the database file is damaged: some of it cannot be read'),
      ...of('storage-failed', this.#end && `nothing can be stored any more: ${this.#end}`),
      ...of('storage-failed', failing && `the database could not do something: ${failing.text}`),
      ...of('storage-stalled', now - oldest > STALLED_MS && 'the disk does not answer: writes wait for it'),
      ...of(
        'checkpoint-failed',
        this.#checkpoint &&
          `the write-ahead log cannot be folded into the database file: ${this.#checkpoint}. Nothing is lost, but the log grows: look at the disk, and never copy petcam.db without petcam.db-wal`,
      ),
    ];
  }
}

const of = (code: string, text: string | false | null | undefined): HealthIssue[] =>
  text ? [{ code, text }] : [];

/** Errors of SQLite, of the file system and of rows that hold garbage; anything else is a mistake of the program. */
function isOfStorage(thrown: unknown): boolean {
  if (thrown instanceof Refusal) return false;
  return thrown instanceof SyntaxError || typeof (thrown as { code?: unknown } | null)?.code === 'string';
}

type Reads = Record<string, (...args: never[]) => unknown>;

/** Reads that note each failure in `faults` and throw it as a `Fault`. */
export function watchReads<R extends object>(reads: R, faults: StorageFaults): R {
  const watched = Object.entries(reads as Reads).map(([name, read]) => {
    const noted = (...args: never[]) => {
      try {
        const found = read(...args);
        faults.well(name);
        return found;
      } catch (error) {
        throw faults.note(name, error);
      }
    };
    return [name, noted];
  });
  return Object.fromEntries(watched) as R;
}

/** Writer whose failures, and writes without an answer, are noted in `faults`. */
export function watchWrites(writer: Writing, faults: StorageFaults): Writing {
  return {
    run(name, ...args) {
      const answered = faults.await();
      const noted = writer.run(name, ...args).then(
        (found) => {
          faults.well(name);
          return found;
        },
        (error: unknown) => {
          throw faults.note(name, error);
        },
      );
      return noted.finally(answered);
    },
    close: () => writer.close(),
  };
}
