// A folder in memory for the temporary files of unit tests: their thousands of flushes then wait for no disk.
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';

/** Memory that has to be free in it: unit tests take a few MB at a time. A container has 64 MB there unless told otherwise. */
const LEAST_BYTES = 256 * 1024 * 1024;

/**
 * Makes a folder in memory that is removed as this process exits, and gives its path; null where there is no room for it.
 * `memory` is where the system keeps files in memory.
 */
export function memoryFolder(memory = '/dev/shm') {
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < LEAST_BYTES) return null;
    const folder = mkdtempSync(path.join(memory, 'petcam-tests-'));
    // Some tests act as another user below it.
    chmodSync(folder, 0o755);
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  } catch {
    // Only Linux has one, and not everybody may write there: the disk takes the files as well.
    return null;
  }
}
