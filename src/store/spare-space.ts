import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commitGroup, type GroupResult, type Job, type Outcome } from './commit-group.js';
import type { OperationName, Writer } from './writes/operations.js';

/** Enough log for a deletion, for what follows it, and for a step that gives pages back. */
const SPARE_BYTES = 2 * 1024 * 1024;

/** The disk has plenty when this many times the spare space is free. */
const PLENTY = 4;

/** Writes that make room. */
const FREEING = new Set<OperationName>([
  'deletePhoto',
  'purgeDeleted',
  'deleteForEver',
  'trimFrames',
  'trimPhotos',
  'trimMovement',
  'trimHighlights',
  'trimRecords',
  'removeCamera',
  'removeFirmware',
  'removeFlashImage',
  'vacuumStep',
]);

/** A file beside the database that is given up when there is no other space left to delete something with. */
export class SpareSpace {
  readonly #file: string;

  constructor(database: string) {
    this.#file = path.join(path.dirname(database), 'spare-space');
  }

  /** Takes the space while the disk has plenty. Does nothing when it is taken, or cannot be. */
  take(): void {
    if (existsSync(this.#file)) return;
    try {
      const { bavail, bsize } = statfsSync(path.dirname(this.#file));
      if (bavail * bsize < PLENTY * SPARE_BYTES) return;
      writeFileSync(this.#file, Buffer.alloc(SPARE_BYTES, 0x20), { mode: 0o600 });
    } catch {
      rmSync(this.#file, { force: true });
    }
  }

  /** Gives the space to the disk; false when there was none. */
  give(): boolean {
    const had = existsSync(this.#file);
    rmSync(this.#file, { force: true });
    return had;
  }
}

/**
 * Commits as `commitGroup` does. On a full disk what makes room is tried again: first in the log that is there, begun
 * anew after it was folded into the file, then with the spare space.
 */
export function commitWithSpare(writer: Writer, jobs: readonly Job[], spare: SpareSpace): GroupResult {
  const result = commitGroup(writer, jobs);
  const events = [...result.events];
  const outcomes = result.outcomes.map((outcome, at): Outcome => {
    const job = jobs[at] as Job;
    if (!isFull(outcome) || !FREEING.has(job.name)) return outcome;
    for (const makeRoom of [() => true, () => spare.give()]) {
      if (!makeRoom()) continue;
      beginLogAnew(writer);
      const again = commitGroup(writer, [job]);
      const [next] = again.outcomes as [Outcome];
      events.push(...again.events);
      if (!isFull(next)) return next;
    }
    return outcome;
  });
  spare.take();
  return { outcomes, events };
}

/** Has the next commit written over the log instead of behind it, unless the file cannot take what is in the log. */
function beginLogAnew({ db }: Writer): void {
  try {
    db.pragma('wal_checkpoint(RESTART)');
  } catch {
    // The next try has the spare space.
  }
}

function isFull(outcome: Outcome): boolean {
  return 'error' in outcome && outcome.error.code === 'storage-full';
}
