import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { replaceFile } from '../core/durable-file.js';
import { Fault, messageOf, Refusal } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import { type Mounts, mountPointOf, readMounts } from '../core/mounts.js';
import { databasePath } from './database.js';

/** The folder of a hub, and a folder on another disk where it notes which disk that is; empty for none. */
export interface HubDirectories {
  directory: string;
  stateDirectory: string;
}

/** True when there is a database; a file without a byte is what a first start leaves that was killed. */
export function hasDatabase(directory: string): boolean {
  return (statSync(databasePath(directory), { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Asks before a hub begins anew where one was: a disk that is not mounted, a wrong PETCAM_DATA_DIR or a database that
 * somebody moved away must not look like a first start.
 * @throws {Fault} `data-missing`
 */
export function expectDataOrNew(directories: HubDirectories, mounts: Mounts = readMounts()): void {
  if (hasDatabase(directories.directory)) return;
  const why = lostKey(directories.directory) ?? lostDisk(directories, mounts);
  if (why === null) return;
  throw new Fault(
    'data-missing',
    `${directories.directory} holds no database, but ${why}`,
    'Mount the disk or correct PETCAM_DATA_DIR, or put a backup in place: petcam-hub restore DIR. To begin anew on purpose: petcam-hub start-anew.',
  );
}

/** The key file is made after the database: alone it is what is left of a hub. A link is a credential, made before. */
function lostKey(directory: string): string | null {
  const file = path.join(directory, 'secret.key');
  const isOwn = lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
  return isOwn ? 'the key file of a hub lies there: the database was moved or deleted' : null;
}

function lostDisk(directories: HubDirectories, { present, expected }: Mounts): string | null {
  const booted = mountPointOf(directories.directory, expected);
  if (!isPresent(booted, present))
    return `its disk is not mounted at ${booted}, as /etc/fstab says it should be`;
  const noted = notedDisk(directories);
  if (noted !== null && !isPresent(noted, present))
    return `the hub was on a disk that was mounted at ${noted}, and nothing is mounted there now`;
  return null;
}

const isPresent = (point: string, present: readonly string[]) => point === '/' || present.includes(point);

/** Notes the disk of a hub that was opened, where it is another one than that of the note itself. Never fails. */
export function noteDisk(directories: HubDirectories, log: Logger, { present }: Mounts = readMounts()): void {
  if (directories.stateDirectory === '') return;
  const disk = mountPointOf(directories.directory, present);
  const isOther = disk !== '/' && disk !== mountPointOf(directories.stateDirectory, present);
  if (!isOther || notedDisk(directories) === disk) return;
  try {
    replaceFile(noteFile(directories), disk);
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'store: noting the disk failed');
  }
}

/** Null without a note, and for one that holds garbage. */
function notedDisk(directories: HubDirectories): string | null {
  if (directories.stateDirectory === '') return null;
  try {
    const noted = readFileSync(noteFile(directories), 'utf8');
    return path.isAbsolute(noted) && !noted.includes('\0') ? noted : null;
  } catch {
    return null;
  }
}

function noteFile({ directory, stateDirectory }: HubDirectories): string {
  const name = createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 16);
  return path.join(stateDirectory, `disk-of-${name}`);
}

/**
 * Check that a directory holds no database, before a hub begins anew in it.
 * @throws {Refusal} `data-there`
 */
export function expectNoDatabase(directory: string): void {
  if (hasDatabase(directory))
    throw new Refusal('data-there', `${directory} holds a hub already. Move its files away first.`);
}
