import { existsSync } from 'node:fs';
import path from 'node:path';
import { Fault, messageOf } from '../errors.js';
import { asFaults, openLock } from './database.js';

/** Is there while the files of a restore are being put in place. */
export const RESTORE_ORDER = 'restoring.json';

/** @throws {Fault} `restore-unfinished` when the power went in a restore. */
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
 * ends, so that a power cut leaves no lock behind. Returns what gives it back.
 * @throws {Fault} `hub-running` while another one has it, `storage-failed`.
 */
export function lockDirectory(directory: string): () => void {
  const lock = asFaults(() => openLock(path.join(directory, 'hub.lock')));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new Fault(
      'hub-running',
      `another hub, or a restore, is using ${directory}`,
      'Stop it first (systemctl stop petcam-hub), or choose another folder with PETCAM_DATA_DIR.',
      { cause: new Error(messageOf(cause)) },
    );
  }
  return () => void lock.close();
}
