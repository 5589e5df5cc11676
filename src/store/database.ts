import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { FaultCode } from '../core/codes.js';
import { flushFolder, makeFolder } from '../core/durable-file.js';
import { Fault, messageOf, Refusal } from '../core/errors.js';

/** An open SQLite connection. Nothing outside the store sees one. */
export type Connection = Database.Database;

/** "PCAM": tells our file from any other SQLite file. */
const APPLICATION_ID = 0x5043414d;

/**
 * Besides its bytes a frame changes about ten pages of tables and indexes, and each goes into the write-ahead log
 * whole. Large pages are no faster here, because the flush takes the time, and wear an SD card out several times over.
 */
const PAGE_BYTES = 4 * 1024;

/** The log is folded into the file at this size: often-changed pages are then written once for many commits. */
export const CHECKPOINT_PAGES = 4_096;

const BUSY_MS = 5_000;
const CACHE_KIB = 8_192;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

/** Where the database of a data directory is. */
export function databasePath(directory: string): string {
  return path.join(directory, 'petcam.db');
}

/**
 * Opens the file for the one thread that writes, and makes it when it is not there, readable by its owner alone.
 * The schema is not looked at. What is not a database of ours stays as it is.
 * @throws {Fault} `database-damaged`, `storage-full`, `storage-failed`.
 */
export function openForWriting(file: string): Connection {
  return asFaults(() => {
    createPrivately(file);
    const db = new Database(file, { timeout: BUSY_MS });
    try {
      if (isEmpty(db)) shape(db);
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      db.pragma('trusted_schema = OFF');
      db.pragma(`cache_size = -${CACHE_KIB}`);
      db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Opens the file, which a writer has open, for reading only. */
export function openForReading(file: string): Connection {
  return asFaults(() => {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
    db.pragma(`cache_size = -${CACHE_KIB}`);
    return db;
  });
}

/** Opens a small database that stays empty: its only use is the lock that a transaction on it holds. Never waits. */
export function openLock(file: string): Connection {
  createPrivately(file);
  return new Database(file, { timeout: 0 });
}

/** Makes a database that nobody has open one file without a log beside it (`DELETE`), or one that is written to (`WAL`). */
export function settleJournal(file: string, mode: 'WAL' | 'DELETE'): void {
  asFaults(() => {
    const db = new Database(file, { fileMustExist: true, timeout: BUSY_MS });
    try {
      db.pragma(`journal_mode = ${mode}`);
    } finally {
      db.close();
    }
  });
}

/**
 * Leaves an empty write-ahead log, and its index, beside a database that nobody has open any more. SQLite takes the
 * files for none, but could not open the database on a disk that has turned read-only without them.
 */
export function leaveLog(file: string): void {
  if (!existsSync(file)) return;
  try {
    for (const end of ['-wal', '-shm']) closeSync(openSync(file + end, 'a', 0o600));
  } catch {
    // A disk that takes nothing: it has them from before, or needed them earlier.
  }
}

/** True for what SQLite or the file system throws on a disk that only reads. */
export function isReadOnly(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null | undefined)?.code);
  return code.startsWith('SQLITE_READONLY') || code === 'EROFS';
}

/** True when a database, its log and the index of that can be written to at this moment. */
export function isWritable(file: string): boolean {
  try {
    for (const each of [file, `${file}-wal`, `${file}-shm`]) closeSync(openSync(each, 'r+'));
    return true;
  } catch {
    return false;
  }
}

function createPrivately(file: string): void {
  const folder = path.dirname(file);
  makeFolder(folder);
  if (existsSync(file)) return;
  // SQLite gives its -wal and -shm files the mode of the database.
  closeSync(openSync(file, 'a', 0o600));
  flushFolder(folder);
}

/** Settings that have to be written while the file is empty. */
function shape(db: Connection): void {
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  db.pragma(`application_id = ${APPLICATION_ID}`);
}

/** Reads the header and the schema, before anything is written. */
function isEmpty(db: Connection): boolean {
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  const id = db.pragma('application_id', { simple: true }) as number;
  if (tables > 0 && id !== APPLICATION_ID)
    throw new Fault(
      'database-damaged',
      'the database file belongs to another program, or its header is damaged',
      RESTORE,
    );
  return tables === 0;
}

/** SQLite gives a read that the disk fails once (EIO) the same name as a file whose pages are wrong. */
const RESTORE =
  'Nothing was changed. A disk that fails a single read looks the same: start the hub again first. If this comes back, put a backup in its place: petcam-hub restore DIR --force moves this file aside and keeps it.';

/** Runs `work`; what it throws arrives as a `Refusal` or a `Fault`. */
export function asFaults<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw faultOf(error);
  }
}

/** Translates what SQLite, or the file system under it, has thrown. */
export function faultOf(error: unknown): Refusal | Fault {
  if (error instanceof Refusal || error instanceof Fault) return error;
  const code = (error as { code?: unknown } | null)?.code;
  const [fault, message, hint] = explain(typeof code === 'string' ? code : '');
  // A plain Error survives the way from the writing thread, SQLite's own class does not.
  const cause = Object.assign(new Error(`${code ?? 'unexpected'}: ${messageOf(error)}`), { code });
  return new Fault(fault, message, hint, { cause });
}

function explain(code: string): [code: FaultCode, message: string, hint: string] {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return ['storage-full', 'the disk is full', 'Free some space, or lower PETCAM_STORAGE_MAX_MB.'];
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return ['database-damaged', 'the database file is damaged', RESTORE];
  if (isReadOnly({ code }))
    return [
      'storage-failed',
      'the disk, or the data directory, is read-only',
      'An SD card that is worn out does that: make a backup elsewhere and replace it. Else check mount options and rights.',
    ];
  if (code.startsWith('SQLITE_BUSY'))
    return ['storage-failed', 'another program holds the database', 'Is the hub running twice?'];
  return [
    'storage-failed',
    'the database could not be read or written',
    'Look at the cause; check the disk, its mount options and the rights on the data directory.',
  ];
}
