/** A file system of a few megabytes, where the test may mount one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

type Test = { teardown(end: () => void): void; comment(text: string): void };

/** Null where nothing may be mounted; then the output of the test says so. */
export function mountSmallDisk(t: Test, megabytes: number): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'petcam-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmdirSync(folder);
    t.comment('nothing may be mounted here: the disk of this test cannot be made');
    return null;
  }
  t.teardown(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  });
  return folder;
}

/** Makes what is in a mounted folder read-only from now on. */
export function makeReadOnly(folder: string): void {
  execFileSync('mount', ['-o', 'remount,ro', folder]);
}

/** Fills a folder until not a byte more fits. */
export function fillUp(file: string): void {
  const chunk = Buffer.alloc(64 * 1024);
  for (let size = chunk.length; size >= 512; size /= 2)
    try {
      for (;;) writeFileSync(file, chunk.subarray(0, size), { flag: 'a' });
    } catch {
      // Full for pieces of this size; smaller ones may still fit.
    }
}
