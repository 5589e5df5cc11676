import { statfsSync } from 'node:fs';
import type { Clock } from '../core/clock.js';
import { Fault } from '../core/errors.js';

/** Watches over the free space of the file system that the database is on. */
export interface DiskSpace {
  /** Bytes the hub may still use, the reserve included. */
  free(): number;
  /** @throws {Fault} `storage-full` when `bytes` more would touch the reserve. */
  claim(bytes: number): void;
}

const LOOK_AGAIN_MS = 1_000;

/**
 * Asks the file system at most once a second and counts what was claimed since. `measure` gives the free bytes of
 * the file system; by default it asks the kernel.
 */
export function watchDiskSpace(
  directory: string,
  reserveBytes: number,
  clock: Clock,
  measure: (directory: string) => number = freeBytes,
): DiskSpace {
  let left = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;

  function look(): number {
    if (clock.monotonic() - lookedAt < LOOK_AGAIN_MS) return left;
    lookedAt = clock.monotonic();
    left = measure(directory);
    return left;
  }

  return {
    free: look,
    claim(bytes) {
      if (look() - bytes < reserveBytes)
        throw new Fault(
          'storage-full',
          `only ${Math.floor(left / 2 ** 20)} MiB are free, ${Math.floor(reserveBytes / 2 ** 20)} MiB are kept in reserve`,
          'Free some space on the disk, or lower PETCAM_STORAGE_RESERVE_MB.',
        );
      left -= bytes;
    },
  };
}

function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
