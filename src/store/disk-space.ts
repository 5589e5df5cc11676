import { statfsSync, statSync } from 'node:fs';
import type { Clock } from '../core/clock.js';
import { Fault } from '../core/errors.js';

/** Watches over the free space of the file system that the database is on. */
export interface DiskSpace {
  /** Bytes the hub may still use, the reserve included. */
  free(): number;
  /** False while a frame of the largest size would touch the reserve, or the disk cannot be looked at. */
  hasRoom(): boolean;
  /** @throws {Fault} `storage-full` when a frame of `bytes` would touch the reserve. */
  claim(bytes: number): void;
}

/** Sizes that one look at the disk has found, in bytes. */
export interface DiskLook {
  /** Free space of the file system. */
  free: number;
  /** Size of the write-ahead log: what is in it may still have to go into the database file. */
  log: number;
}

/** The limit of docs/PROTOCOL.md. */
const MAX_FRAME_BYTES = 512 * 1024;

const LOOK_AGAIN_MS = 1_000;

/** Rows, indexes and page headers of one frame, in the log. */
const ROWS_BYTES = 48 * 1024;

/**
 * Space on the disk, in bytes, that a frame of `bytes` takes until it is in the file and its place in the log can be
 * used again.
 */
export function spaceOf(bytes: number): number {
  return 2 * (bytes + ROWS_BYTES);
}

/**
 * Asks the file system at most once a second and counts what was claimed since. `measure` looks at the disk of a
 * database file; by default it asks the kernel.
 */
export function watchDiskSpace(
  file: string,
  reserveBytes: number,
  clock: Clock,
  measure: (file: string) => DiskLook = lookAtDisk,
): DiskSpace {
  let left: DiskLook = { free: 0, log: 0 };
  let lookedAt = Number.NEGATIVE_INFINITY;

  function look(): DiskLook {
    if (clock.monotonic() - lookedAt < LOOK_AGAIN_MS) return left;
    left = measure(file);
    lookedAt = clock.monotonic();
    return left;
  }

  function fits(bytes: number): boolean {
    const { free, log } = look();
    return free - log - spaceOf(bytes) >= reserveBytes;
  }

  return {
    free: () => look().free,
    hasRoom() {
      try {
        return fits(MAX_FRAME_BYTES);
      } catch {
        return false;
      }
    },
    claim(bytes) {
      if (!fits(bytes))
        throw new Fault(
          'storage-full',
          `only ${Math.floor(left.free / 2 ** 20)} MiB are free, ${Math.floor(reserveBytes / 2 ** 20)} MiB are kept in reserve`,
          'Free some space on the disk, or lower PETCAM_STORAGE_RESERVE_MB.',
        );
      left = { ...left, free: left.free - spaceOf(bytes) };
    },
  };
}

/** A look at the disk of a database file to which `lent` bytes, which come back by themselves, count as free. */
export function lookBeside(lent: () => number = () => 0): (file: string) => DiskLook {
  return (file) => {
    const look = lookAtDisk(file);
    return { ...look, free: look.free + lent() };
  };
}

function lookAtDisk(file: string): DiskLook {
  const { bavail, bsize } = statfsSync(file);
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return { free: bavail * bsize, log };
}
