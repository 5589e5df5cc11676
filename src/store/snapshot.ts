import { closeSync, openSync } from 'node:fs';
import type { CameraRow } from './cameras.js';
import { asFaults, type Connection, faultOf, openForReading, settleJournal } from './database.js';
import { migrations, oldestReaderOf, versionOf } from './migrations.js';
import { cameraReads } from './reads/cameras.js';
import type { AsideBurst } from './types.js';

/** Pages copied at once: 1 MiB, a few milliseconds of a slow disk. */
const PAGES = 256;

/** Schema and numbers of photos and frames of a database. */
export interface Contents {
  /** Number of its newest migration. */
  schema: number;
  /** Oldest version whose programs may open it. */
  reader: number;
  photos: number;
  frames: number;
}

/** Progress of a copy, and a way to end it. */
export interface CopyOptions {
  /** Called with 0..1 after each step. What it throws ends the copy. */
  onProgress?: (done: number) => void;
}

/**
 * Copies a database that others write to, as it was at one moment, with SQLite's backup API. A read transaction holds
 * that moment: without one, each write of another connection would start the copy over. Writers are not held up. The
 * copy is one file without a log beside it, readable by its owner alone. Rests after each step as long as it took.
 * @throws {Fault} `database-damaged`, `storage-full`, `storage-failed`.
 */
export async function copyDatabase(
  source: string,
  target: string,
  { onProgress }: CopyOptions = {},
): Promise<void> {
  const db = openForReading(source);
  try {
    db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    closeSync(openSync(target, 'wx', 0o600));
    let stepBegan = performance.now();
    await db.backup(target, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress?.(1 - remainingPages / Math.max(totalPages, 1));
        rest(performance.now() - stepBegan);
        stepBegan = performance.now();
        return PAGES;
      },
    });
    onProgress?.(1);
  } catch (error) {
    throw faultOf(error);
  } finally {
    db.close();
  }
  settleJournal(target, 'DELETE');
}

/** Lets others at the disk. Only a thread or a command that does nothing else may call this. */
export function rest(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.min(ms, 200));
}

/**
 * Damage of a database, one sentence each; empty when all is well. `whole` reads every index against its table, else
 * only the structure is looked at, which takes a fraction of the time.
 * @throws {Fault} `database-damaged` when it cannot be read at all.
 */
export function checkDatabase(file: string, { whole }: { whole: boolean }): string[] {
  return asFaults(() => {
    const db = openForReading(file);
    try {
      const check = whole ? 'integrity_check' : 'quick_check';
      const found = db.prepare(`PRAGMA ${check}(20)`).pluck().all() as string[];
      const lines = found.flatMap((text) => text.split('\n'));
      const damage = lines.filter((line) => line !== 'ok' && !line.startsWith('***'));
      return damage.length > 0 ? damage : orphansIn(db);
    } finally {
      db.close();
    }
  });
}

/**
 * Parts of a database that could do something by themselves and that no migration of this program made: triggers, views
 * and virtual tables. One sentence each; empty for a database of ours.
 * @throws {Fault} `database-damaged` when it cannot be read.
 */
export function foreignParts(file: string): string[] {
  return asFaults(() => {
    const db = openForReading(file);
    try {
      const rows = db
        .prepare('SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL')
        .all() as Part[];
      return rows.filter(isForeign).map(({ type, name }) => `${type} ${name} is not of this program`);
    } finally {
      db.close();
    }
  });
}

interface Part {
  type: string;
  name: string;
  sql: string;
}

/** SQLite keeps a trigger's text as it was written. */
function isForeign({ type, sql }: Part): boolean {
  if (type === 'trigger') return !migrations.some((step) => step.includes(sql));
  return type === 'view' || /^CREATE\s+VIRTUAL/i.test(sql);
}

function orphansIn(db: Connection): string[] {
  const orphans = db.pragma('foreign_key_check') as { table: string }[];
  return orphans.slice(0, 20).map(({ table }) => `a row of ${table} has lost its parent`);
}

/**
 * Contents of the database in a file, read without changing it.
 * @throws {Fault} `database-damaged` when it cannot be read.
 */
export function contentsOf(file: string): Contents {
  return asFaults(() => {
    const db = openForReading(file);
    try {
      const count = (sql: string) => db.prepare(sql).pluck().get() as number;
      return {
        schema: versionOf(db),
        reader: oldestReaderOf(db),
        photos: count('SELECT count(*) FROM photo WHERE deleted_at IS NULL'),
        frames: count('SELECT count(*) FROM frame WHERE has_bytes = 1'),
      };
    } finally {
      db.close();
    }
  });
}

/** Images that are known to be damaged; 0 for a database of an older program. */
export function damagedImagesOf(file: string): number {
  const [row] = rowsOf<{ count: number }>(
    file,
    'damaged_image',
    'SELECT count(*) AS count FROM damaged_image',
  );
  return row?.count ?? 0;
}

/** Bursts that were set aside, the latest first; none for a database of an older program. */
export function asideBurstsOf(file: string): Pick<AsideBurst, 'id' | 'reason'>[] {
  return rowsOf(
    file,
    'burst_aside',
    'SELECT burst_id AS id, reason FROM burst_aside ORDER BY at DESC, burst_id DESC',
  );
}

/** Rows of a query of one table; none where there is no such table. @throws {Fault} `database-damaged` */
function rowsOf<Row>(file: string, table: string, sql: string): Row[] {
  return asFaults(() => {
    const db = openForReading(file);
    try {
      const known = db.prepare('SELECT count(*) FROM sqlite_schema WHERE name = ?').pluck().get(table);
      return known === 1 ? (db.prepare(sql).all() as Row[]) : [];
    } finally {
      db.close();
    }
  });
}

/** Cameras with what is known of them; none for a database of an older program. */
export function camerasOf(file: string): CameraRow[] {
  return asFaults(() => {
    const db = openForReading(file);
    try {
      const isCurrent = versionOf(db) >= migrations.length;
      return isCurrent ? cameraReads(db).cameras() : [];
    } finally {
      db.close();
    }
  });
}

/** The newest schema that this program can read. */
export const newestSchema = migrations.length;
