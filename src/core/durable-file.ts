import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/**
 * Small files that outlast a power cut: the content is on the disk before the name is, and the folder that holds the
 * name is on the disk before the call returns.
 */

/** Writes a file in place of the one before; a power cut leaves one of the two, whole. Its owner alone reads it unless said. */
export function replaceFile(file: string, content: string | Uint8Array, mode = 0o600): void {
  renameSync(draftOf(file, content, mode), file);
  flushFolder(path.dirname(file));
}

/** Writes a file, readable by its owner alone, unless there is one of that name: then that one stays as it is. */
export function createFile(file: string, content: string | Uint8Array): void {
  const draft = draftOf(file, content, 0o600);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
  flushFolder(path.dirname(file));
}

/** Makes a folder, closed to others unless said, and every folder above it that is not there. */
export function makeFolder(folder: string, mode = 0o700): void {
  const first = mkdirSync(folder, { recursive: true, mode });
  if (first === undefined) return;
  const above = path.dirname(path.resolve(first));
  for (let made = path.resolve(folder); made !== above; made = path.dirname(made))
    flushFolder(path.dirname(made));
}

/** Puts the names in a folder on the disk. */
export function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function draftOf(file: string, content: string | Uint8Array, mode: number): string {
  makeFolder(path.dirname(file));
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(draft, 'wx', mode);
  try {
    writeSync(handle, Buffer.from(content as Uint8Array));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}
