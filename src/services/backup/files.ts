import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type BackupFile, type BackupManifest, MANIFEST, parseManifest, timeOfName } from './manifest.js';

/** Ends the name of what is not finished yet, or is being removed. */
export const PARTIAL = '.partial';

/** SHA-256 of a file as lower-case hexadecimal, and its length. */
export async function digestOf(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Copies a file to a new one that only its owner can read, through to the disk. */
export async function copyPrivately(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: 'wx', mode: 0o600 }));
  await flush(to);
}

/** Writes a new file that only its owner may read, and flushes it to the disk. Rejects when it is there. */
export async function writePrivately(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  await flush(file);
}

/** Makes what was written to a file, or the names in a folder, outlast a power cut. */
export async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a finished file or folder its name: there is the whole of it, or nothing. */
export async function publish(from: string, to: string): Promise<void> {
  await rename(from, to);
  await flush(path.dirname(to));
}

/** Removes a folder so that a power cut meanwhile leaves nothing that looks whole. */
export async function discard(folder: string): Promise<void> {
  const doomed = `${folder}${PARTIAL}`;
  await rename(folder, doomed);
  await rm(doomed, { recursive: true });
}

/** Free bytes of the file system of a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** A backup and what it says of itself. */
export interface Backup extends BackupManifest {
  folder: string;
}

/**
 * Backup in a folder, by its manifest alone; the files are not looked at.
 * @throws {Fault} `backup-damaged`; an Error of the file system when there is none.
 */
export async function readBackup(folder: string): Promise<Backup> {
  return { folder, ...parseManifest(await readFile(path.join(folder, MANIFEST), 'utf8')) };
}

/** The backups in a folder, the newest first. What cannot be read is left out. */
export async function listBackups(folder: string): Promise<Backup[]> {
  const names = (await readdir(folder)).filter((name) => timeOfName(name) !== null);
  const found = await Promise.all(names.map((name) => readBackup(path.join(folder, name)).catch(() => null)));
  return found.filter((backup) => backup !== null).sort((a, b) => b.takenAt - a.takenAt);
}

/** The names of the files that are not what the manifest says. */
export async function wrongFiles(folder: string, files: readonly BackupFile[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { name, bytes, sha256 } of files) {
    const found = await digestOf(path.join(folder, name)).catch(() => null);
    if (found?.bytes !== bytes || found.sha256 !== sha256) wrong.push(name);
  }
  return wrong;
}
