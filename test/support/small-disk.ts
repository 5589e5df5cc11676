/** A file system of a few megabytes, where the test may mount one. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
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

/** Mounts a folder that is mounted already at another place, too; gives what takes it away again. */
export function mountAt(t: Test, folder: string, place: string): () => void {
  execFileSync('mount', ['--bind', folder, place]);
  let isMounted = true;
  const unmount = () => {
    if (isMounted) execFileSync('umount', [place]);
    isMounted = false;
  };
  t.teardown(unmount);
  return unmount;
}

/** Lets one file of a mounted folder be opened for reading alone, until what it gives is called. */
export function protectFile(t: Test, file: string): () => void {
  execFileSync('mount', ['--bind', file, file]);
  execFileSync('mount', ['-o', 'remount,ro,bind', file]);
  let isProtected = true;
  const allow = () => {
    // Who has the file open keeps the mount, which is then gone for everybody else.
    if (isProtected) execFileSync('umount', ['--lazy', file]);
    isProtected = false;
  };
  t.teardown(allow);
  return allow;
}

/** Makes what is in a mounted folder read-only from now on. */
export function makeReadOnly(folder: string): void {
  execFileSync('mount', ['-o', 'remount,ro', folder]);
}

/** Lets what is in a mounted folder be written to again. */
export function makeWritable(folder: string): void {
  execFileSync('mount', ['-o', 'remount,rw', folder]);
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

/**
 * An ext4 card that its kernel makes read-only, as it does with one that fails, when `fail` is called; null where
 * nothing may be mounted.
 */
export function mountFailingCard(t: Test, megabytes: number): { folder: string; fail(): void } | null {
  const place = mkdtempSync(path.join(tmpdir(), 'petcam-card-'));
  const [image, folder] = [path.join(place, 'image'), path.join(place, 'card')];
  mkdirSync(folder);
  writeFileSync(image, '');
  truncateSync(image, megabytes * 2 ** 20);
  try {
    execFileSync('mkfs.ext4', ['-q', image], { stdio: 'ignore' });
    execFileSync('mount', ['-o', 'loop,errors=remount-ro', image, folder], { stdio: 'ignore' });
  } catch {
    rmSync(place, { recursive: true });
    t.comment('nothing may be mounted here: the card of this test cannot be made');
    return null;
  }
  t.teardown(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(place, { recursive: true });
  });
  const device = execFileSync('findmnt', ['-no', 'SOURCE', folder], { encoding: 'utf8' }).trim();
  const trigger = `/sys/fs/ext4/${path.basename(device)}/trigger_fs_error`;
  return { folder, fail: () => writeFileSync(trigger, 'the card fails') };
}
