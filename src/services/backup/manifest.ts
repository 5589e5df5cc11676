import { Fault } from '../../core/errors.js';

/** Content of `backup.json`, which describes the files beside it. */
export interface BackupManifest {
  /** Version of the format of this file. */
  format: 1;
  /** Version of the program that made it. */
  version: string;
  /** Wall time in ms. */
  takenAt: number;
  /** Version of the database. */
  schema: number;
  /** Oldest version whose programs may open it; absent in a backup made before it was known, then its own version. */
  reader?: number;
  photos: number;
  frames: number;
  /** True when a person asked for it, absent when the schedule made it. */
  byHand?: boolean;
  files: BackupFile[];
}

/** One file of a backup with its size and hash. */
export interface BackupFile {
  name: string;
  bytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

/** Name of the manifest in the folder of a backup. */
export const MANIFEST = 'backup.json';

const NAMES = /^(petcam\.db|secret\.key)$/;

/**
 * Manifest out of the text of `backup.json`.
 * @throws {Fault} `backup-damaged` when the text is not such a manifest.
 */
export function parseManifest(text: string): BackupManifest {
  const found = parsed(text);
  if (found.format !== 1 || !Array.isArray(found.files) || !found.files.every(isFile)) throw damaged();
  if (![found.takenAt, found.schema].every(Number.isSafeInteger)) throw damaged();
  return found as BackupManifest;
}

function parsed(text: string): Partial<BackupManifest> {
  try {
    return Object(JSON.parse(text)) as Partial<BackupManifest>;
  } catch (cause) {
    throw damaged(cause);
  }
}

function isFile(file: Partial<BackupFile> | null): boolean {
  return (
    NAMES.test(String(file?.name)) && Number.isSafeInteger(file?.bytes) && typeof file?.sha256 === 'string'
  );
}

function damaged(cause?: unknown): Fault {
  return new Fault('backup-damaged', `${MANIFEST} is not one of a backup`, 'Choose another backup.', {
    cause,
  });
}

const DATE = /^petcam-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z$/;

/** The folder of a backup: `petcam-2026-11-23T03-30-00Z`. */
export function folderName(takenAt: number): string {
  return `petcam-${new Date(takenAt).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

/** When the backup in a folder of this name was made, to the second; null for any other name. */
export function timeOfName(name: string): number | null {
  const [, date, hour, minute, second] = DATE.exec(name) ?? [];
  return date === undefined ? null : Date.parse(`${date}T${hour}:${minute}:${second}Z`);
}
