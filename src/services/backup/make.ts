import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Fault, messageOf, Refusal } from '../../core/errors.js';
import { databasePath } from '../../store/database.js';
import { checkDatabase, contentsOf, copyDatabase } from '../../store/snapshot.js';
import {
  type Backup,
  copyPrivately,
  digestOf,
  discard,
  flush,
  freeBytes,
  listBackups,
  PARTIAL,
  publish,
  writePrivately,
} from './files.js';
import { type BackupManifest, folderName, MANIFEST, timeOfName } from './manifest.js';
import { expendable } from './rotation.js';

/** Source, target and time of a backup. */
export interface BackupRequest {
  dataDirectory: string;
  /** Where backups are kept, one folder each. Must be there: a disk that is not mounted is not filled by mistake. */
  folder: string;
  version: string;
  /** Wall time in ms. */
  now: number;
  /** A person asked for it: later ones of the same day do not take its place. */
  byHand?: boolean;
  /** Free space of that disk that is left alone. */
  reserveBytes: number;
}

/** Backup that was made, and older ones that had to go for it. */
export interface BackupReport {
  backup: Backup;
  /** Folders of older backups that had to go, by the rotation or for room. */
  removed: string[];
  /** Remarks for the owner, a sentence each. */
  remarks: string[];
}

/** Beside the database: the key file, the manifest, and what a file system takes for itself. */
const SLACK_BYTES = 4 * 1024 * 1024;

/** Remark about a backup on a disk that keeps no rights, as FAT. */
const READABLE =
  'This disk keeps no rights: whoever can read it can read the backup, the keys of the cameras included.';

/**
 * Copies a hub, which may run meanwhile, into a folder of its own under `folder`: the database and the key file, without
 * which the keys of the cameras in it are of no use. It gets its name when every byte has been read back and the
 * database in it has been checked; until then it is called `.partial` and removed by the next backup. Older ones go by
 * the rotation, and the oldest ones when the room does not suffice; the newest never.
 * @throws {Fault} `backup-folder`, `backup-full`, `backup-failed`, `database-damaged`.
 */
export async function makeBackup(
  request: BackupRequest,
  onProgress: (done: number) => void = () => {},
): Promise<BackupReport> {
  try {
    await expectFolder(request.folder);
    await removePartial(request.folder);
    const removed = await makeRoom(request);
    const backup = await copyHub(request, onProgress);
    removed.push(...(await rotate(request.folder)));
    const { mode } = await stat(path.join(backup.folder, MANIFEST));
    return { backup, removed, remarks: [READABLE].filter(() => (mode & 0o077) !== 0) };
  } catch (error) {
    throw faultOfBackup(error, request.folder);
  }
}

async function expectFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory())
    throw new Fault(
      'backup-folder',
      `the backup folder ${folder} is not there`,
      'Plug the disk in and mount it, or make the folder; backups go on by themselves then.',
    );
}

async function removePartial(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const ours = name.endsWith(PARTIAL) && timeOfName(name.slice(0, -PARTIAL.length)) !== null;
    if (ours) await rm(path.join(folder, name), { recursive: true });
  }
}

/** Lets the oldest ones go until the next one fits; gives their folders. */
async function makeRoom({ dataDirectory, folder, reserveBytes }: BackupRequest): Promise<string[]> {
  const needed = (await sizeOf(databasePath(dataDirectory))) + SLACK_BYTES + reserveBytes;
  const removed: string[] = [];
  const [, ...older] = await listBackups(folder);
  while ((await freeBytes(folder)) < needed) {
    const oldest = older.pop();
    if (!oldest) throw full(folder, needed, await freeBytes(folder));
    await discard(oldest.folder);
    removed.push(oldest.folder);
  }
  return removed;
}

function full(folder: string, needed: number, free: number): Fault {
  const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  return new Fault(
    'backup-full',
    `a backup needs ${megabytes(needed)} MiB in ${folder}, and ${megabytes(free)} MiB are free`,
    'Free some space there, or choose a larger disk with PETCAM_BACKUP_DIR.',
  );
}

/** The write-ahead log counts: what is in it becomes part of the copy. */
async function sizeOf(database: string): Promise<number> {
  const log = await stat(`${database}-wal`).catch(() => ({ size: 0 }));
  return (await stat(database)).size + log.size;
}

async function copyHub(
  { dataDirectory, folder, version, now, byHand = false }: BackupRequest,
  onProgress: (done: number) => void,
): Promise<Backup> {
  const goal = path.join(folder, folderName(now));
  const draft = `${goal}${PARTIAL}`;
  await mkdir(draft, { mode: 0o700 });
  const database = path.join(draft, 'petcam.db');
  await copyDatabase(databasePath(dataDirectory), database, { onProgress });
  await flush(database);
  await copyPrivately(path.join(dataDirectory, 'secret.key'), path.join(draft, 'secret.key'));
  const damage = checkDatabase(database, { whole: true });
  if (damage.length > 0)
    throw new Fault(
      'database-damaged',
      `the database is damaged: ${damage[0]}`,
      'Nothing was changed, older backups are kept. Restore the newest of them: petcam-hub restore.',
    );
  const files: BackupManifest['files'] = [];
  for (const name of ['petcam.db', 'secret.key'])
    files.push({ name, ...(await digestOf(path.join(draft, name))) });
  const kind = byHand ? { byHand } : {};
  const manifest = { format: 1 as const, version, takenAt: now, ...contentsOf(database), ...kind, files };
  await writePrivately(path.join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  await flush(draft);
  await publish(draft, goal);
  return { folder: goal, ...manifest };
}

async function rotate(folder: string): Promise<string[]> {
  const doomed = expendable(await listBackups(folder)).map((backup) => backup.folder);
  for (const each of doomed) await discard(each);
  return doomed;
}

function faultOfBackup(error: unknown, folder: string): Fault | Refusal {
  if (error instanceof Fault || error instanceof Refusal) return error;
  return new Fault(
    'backup-failed',
    `no backup could be made in ${folder}: ${messageOf(error)}`,
    'Check the disk, its mount options and the rights on the folder.',
    { cause: error },
  );
}
