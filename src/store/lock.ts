import { existsSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { Fault, messageOf } from '../core/errors.js';
import { expectAccess } from './data-access.js';
import { asFaults, type Connection, faultOf, isReadOnly, openLock } from './database.js';

/** Is there while the files of a restore are being put in place. */
export const RESTORE_ORDER = 'restoring.json';

/**
 * Check that no restore of a directory was interrupted.
 * @throws {Fault} `restore-unfinished`
 */
export function expectWhole(directory: string): void {
  if (!existsSync(path.join(directory, RESTORE_ORDER))) return;
  throw new Fault(
    'restore-unfinished',
    'a restore was interrupted',
    'Start the hub, which finishes it, then try again.',
  );
}

/**
 * Claims a data directory for one hub, or for a restore. The kernel lets go of it when the process ends, however it
 * ends, so that a power cut leaves no lock behind. What the file holds does not matter: garbage in it, which a failing
 * disk leaves, is emptied. Returns what gives the directory back.
 * @throws {Fault} `hub-running` while another one has it, `data-closed`, `storage-failed`.
 */
export function lockDirectory(directory: string): () => void {
  expectAccess(directory);
  const lock = hold(path.join(directory, 'hub.lock'));
  return () => void lock.close();
}

/** Garbage is a proof that nobody has the lock: SQLite asks for the lock before it reads. */
function hold(file: string): Connection {
  const lock = asFaults(() => openLock(file));
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    // Nobody writes to a disk that only reads: there is nothing to keep others from.
    if (isReadOnly(error)) return lock;
    lock.close();
    const fault = faultOf(error);
    if (fault.code !== 'database-damaged' || statSync(file).size === 0)
      throw isBusy(error) ? taken(file, error) : fault;
    // The same file, and not a new one of its name: another process may have it open.
    truncateSync(file);
    return hold(file);
  }
}

const isBusy = (error: unknown) => String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');

function taken(file: string, cause: unknown): Fault {
  return new Fault(
    'hub-running',
    `another hub, or a restore, is using ${path.dirname(file)}`,
    'Stop it first (systemctl stop petcam-hub), or choose another folder with PETCAM_DATA_DIR.',
    { cause: new Error(messageOf(cause)) },
  );
}
