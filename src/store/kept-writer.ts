import { Fault } from '../core/errors.js';
import { type Checkpoints, watchCheckpoints } from './checkpoints.js';
import type { GroupResult, Job, Outcome } from './commit-group.js';
import { type Connection, faultOf, isReadOnly, isWritable, openForWriting } from './database.js';
import { migrate } from './migrations.js';
import { commitWithSpare, type SpareSpace } from './spare-space.js';
import { createWriter, type OperationName, type Writer } from './writes/operations.js';
import { followCorrections } from './writes/seen.js';

/** Least time between two tries to open the file for writing again, in ms: each reads the schema. */
const REOPEN_EVERY_MS = 1_000;

/**
 * The connection that writes. SQLite opens a file that it cannot open for writing just now for reading alone, and such a
 * connection reads for ever: one failed call at the start must not keep a hub from writing until somebody starts it
 * again. So the file is opened anew when it is found to be open for reading.
 *
 * All connections of a process share the index of the log. Where that was opened for reading alone, as on a disk that was
 * read-only at the start, only a new process can write.
 */
export class KeptWriter {
  readonly #file: string;
  readonly #spare: SpareSpace;
  #writer: Writer;
  #checkpoints: Checkpoints;
  #reopenedAt = Number.NEGATIVE_INFINITY;

  /** Opens the file, and brings it to this version. Throws what SQLite throws. */
  constructor(file: string, spare: SpareSpace) {
    this.#file = file;
    this.#spare = spare;
    this.#writer = openWriter(file);
    this.#checkpoints = watchCheckpoints(this.#writer.db);
  }

  get names(): OperationName[] {
    return Object.keys(this.#writer.operations) as OperationName[];
  }

  /**
   * Commits as `commitWithSpare` does; jobs that a connection open for reading refused are tried with another.
   * @throws {Fault} `storage-failed` when the disk takes writes, but none that this process makes.
   */
  commit(jobs: readonly Job[]): GroupResult {
    const result = commitWithSpare(this.#writer, jobs, this.#spare);
    const wasRefused = result.outcomes.map(isRefused);
    if (!wasRefused.includes(true) || !this.#reopen()) return result;
    const refused = jobs.filter((_, at) => wasRefused[at]);
    const again = commitWithSpare(this.#writer, refused, this.#spare);
    if (again.outcomes.some(isRefused) && isWritable(this.#file)) throw onlyReads();
    const rest = [...again.outcomes];
    return {
      outcomes: result.outcomes.map((outcome, at) => (wasRefused[at] ? (rest.shift() as Outcome) : outcome)),
      events: [...result.events, ...again.events],
    };
  }

  /** Why the log could not be folded into the file, to be asked after each commit; null when all is well. */
  checkpoint(): ReturnType<Checkpoints['look']> {
    return this.#checkpoints.look();
  }

  close(): void {
    this.#writer.db.close();
  }

  /** True when the file is open anew; whether that one may write, the next commit shows. */
  #reopen(): boolean {
    const now = performance.now();
    if (now - this.#reopenedAt < REOPEN_EVERY_MS) return false;
    this.#reopenedAt = now;
    try {
      const writer = openWriter(this.#file);
      this.#writer.db.close();
      this.#writer = writer;
      this.#checkpoints = watchCheckpoints(writer.db);
      return true;
    } catch (error) {
      if (isReadOnly(faultOf(error).cause) && isWritable(this.#file)) throw onlyReads();
      // The disk does not even read now: the refusal that is there already says why.
      return false;
    }
  }
}

function isRefused(outcome: Outcome): boolean {
  return 'error' in outcome && isReadOnly(outcome.error.cause);
}

function onlyReads(): Fault {
  return new Fault(
    'storage-failed',
    'the disk can be written to again, but was opened when it could only be read',
    'Start the hub again; the service does so by itself.',
  );
}

function openWriter(file: string): Writer {
  const db = openForWriting(file);
  try {
    migrate(db);
    putRight(db);
    return createWriter(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Mends what an older program has done meanwhile. A disk that only reads shows it as that program left it. */
function putRight(db: Connection): void {
  try {
    followCorrections(db);
  } catch (error) {
    if (!isReadOnly(error)) throw error;
  }
}
