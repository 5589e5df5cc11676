import type { Fault, Refusal } from '../core/errors.js';
import { CHECKPOINT_PAGES, type Connection, faultOf } from './database.js';

/** Watches the folding of the write-ahead log into the file, whose failures SQLite keeps to itself. */
export interface Checkpoints {
  /** To be called after each commit. Gives why the log could not be folded into the file; null when all is well. */
  look(): Fault | Refusal | null;
}

/** Pages that the log grows by before a checkpoint that failed is tried by hand again. */
const AGAIN_PAGES = CHECKPOINT_PAGES / 8;

/**
 * SQLite folds the log by itself at `CHECKPOINT_PAGES`, in the commit that reaches it. A log that is still as long
 * after that commit was not folded: then it is tried once more by hand, which says why. A reader that holds the log,
 * as a backup does, is no failure.
 */
export function watchCheckpoints(db: Connection): Checkpoints {
  let found: Fault | Refusal | null = null;
  let tryAt = CHECKPOINT_PAGES;

  function look(): void {
    const waiting = pagesOf(db, 'NOOP');
    if (waiting < CHECKPOINT_PAGES) tryAt = CHECKPOINT_PAGES;
    else if (waiting < tryAt) return;
    else {
      tryAt = waiting + AGAIN_PAGES;
      pagesOf(db, 'PASSIVE');
    }
    found = null;
  }

  return {
    look() {
      try {
        look();
      } catch (error) {
        found = faultOf(error);
      }
      return found;
    },
  };
}

/** Pages of the log that are not in the file yet, after a checkpoint of this kind. */
function pagesOf(db: Connection, mode: 'NOOP' | 'PASSIVE'): number {
  const [{ log, checkpointed }] = db.pragma(`wal_checkpoint(${mode})`) as [
    { log: number; checkpointed: number },
  ];
  return log - checkpointed;
}
