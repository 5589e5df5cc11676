import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../core/errors.js';
import { type ClosedFile, closedFiles, filesOf, sentenceOf } from '../../store/data-access.js';
import { type Finding, failure, fine, worry } from './finding.js';

const MEBIBYTE = 1024 * 1024;
const OTHERS = 0o077;

/** Paths in a data directory that must be closed to other users. */
const PRIVATE = ['.', 'secret.key', 'petcam.db'];

/** Is the directory there, the hub's own, and closed to others? `uid` is the user that the hub runs as. */
export function checkOwnership(directory: string, uid: number): Finding {
  const seen = PRIVATE.map((name) => ({
    file: path.join(directory, name),
    ...modeOf(path.join(directory, name)),
  }));
  if (!seen[0]?.there) {
    return worry(
      'data directory',
      `${directory} is not there yet`,
      'The hub makes it at its first start. If it has run before: check PETCAM_DATA_DIR, or run this with sudo.',
    );
  }
  const there = seen.filter((entry) => entry.there);
  const names = filesOf(directory);
  const foreign = names.map((name) => ownerOf(directory, name)).filter((entry) => entry.uid !== uid);
  const closed = foreign.length > 0 ? foreign : closedFiles(directory, names);
  if (closed.length > 0) {
    const { text, advice } = sentenceOf(directory, closed, uid);
    return failure('data directory', text, advice);
  }
  const open = there.find((entry) => (entry.mode & OTHERS) !== 0);
  return open
    ? failure(
        'data directory',
        `others may read ${open.file} (mode ${(open.mode & 0o777).toString(8)})`,
        `chmod -R go= ${directory}`,
      )
    : fine('data directory', `${directory}, closed to others`);
}

function ownerOf(directory: string, name: string): ClosedFile {
  const { uid, mode } = lstatSync(path.join(directory, name));
  return { name, uid, mode: mode & 0o777 };
}

function modeOf(file: string) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? { there: true, uid: stat.uid, mode: stat.mode } : { there: false, uid: -1, mode: 0 };
}

/** Is there room for more photos? `reserveBytes` is what the hub leaves alone. */
export function checkRoom(directory: string, reserveBytes: number): Finding {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  const text = `${Math.round(free / MEBIBYTE)} MiB free`;
  if (free <= reserveBytes)
    return failure(
      'disk',
      `${text}, and ${Math.round(reserveBytes / MEBIBYTE)} MiB are kept in reserve: no photo is taken in`,
      'Free some space, or lower PETCAM_STORAGE_MAX_MB so that old photos make room.',
    );
  return free <= 4 * reserveBytes
    ? worry('disk', `${text} is little`, 'Free some space, or lower PETCAM_STORAGE_MAX_MB.')
    : fine('disk', text);
}

/** Can tonight's backup be written? @param directory PETCAM_BACKUP_DIR, empty for none */
export function checkBackups(directory: string): Finding {
  if (directory === '')
    return worry(
      'backups',
      'none at night',
      'Name a folder on another disk: PETCAM_BACKUP_DIR. A card that dies takes every photo along.',
    );
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return fine('backups', `every night to ${directory}`);
  } catch (error) {
    return failure(
      'backups',
      messageOf(error),
      'Is the disk mounted, and may the user of the hub write there?',
    );
  }
}

const BLOCK = Buffer.alloc(64 * 1024, 1);
const WRITES = 12;
const SLOW_MS = 150;
const TOO_SLOW_MS = 1500;

/** How long a small write takes until it would survive a power cut: the median of a dozen. Leaves nothing behind. */
export function checkDurableWrites(directory: string, now: () => number = () => performance.now()): Finding {
  const file = path.join(directory, `.doctor-${process.pid}`);
  try {
    const times = measureWrites(file, now).sort((a, b) => a - b);
    const median = Math.round(times[WRITES / 2] as number);
    if (median <= SLOW_MS) return fine('durable writes', `${median} ms`);
    return median <= TOO_SLOW_MS
      ? worry(
          'durable writes',
          `${median} ms is slow`,
          'Photos arrive slowly. A card of class A2 or a USB SSD helps; so does less other work on this disk.',
        )
      : failure(
          'durable writes',
          `${median} ms: the card is too slow or failing`,
          'Make a backup now and replace the card.',
        );
  } catch (error) {
    return failure(
      'durable writes',
      messageOf(error),
      "Is the disk mounted read-only, full, or another user's? Look at: mount, dmesg.",
    );
  }
}

function measureWrites(file: string, now: () => number): number[] {
  const handle = openSync(file, 'w', 0o600);
  try {
    return Array.from({ length: WRITES }, () => {
      const begun = now();
      writeSync(handle, BLOCK);
      fsyncSync(handle);
      return now() - begun;
    });
  } finally {
    closeSync(handle);
    rmSync(file, { force: true });
  }
}
