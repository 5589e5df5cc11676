import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Fault, Refusal } from '../../core/errors.js';
import { databasePath, settleJournal } from '../../store/database.js';
import { lockDirectory, RESTORE_ORDER } from '../../store/lock.js';
import { expectReadable } from '../../store/migrations.js';
import { checkDatabase, contentsOf, foreignParts, newestSchema } from '../../store/snapshot.js';
import {
  type Backup,
  copyPrivately,
  flush,
  freeBytes,
  listBackups,
  publish,
  readBackup,
  writePrivately,
  wrongFiles,
} from './files.js';
import { folderName, MANIFEST } from './manifest.js';

/** Source, target and time of a restore. */
export interface RestoreRequest {
  /** Folder of one backup, or of many: then the newest is taken. */
  from: string;
  dataDirectory: string;
  /** Move what is there aside. */
  force: boolean;
  /** Wall time in ms. */
  now: number;
}

/** Backup that was restored, and where the replaced data lies. */
export interface RestoreReport {
  backup: Backup;
  /** Where what was there is now; null when there was nothing. */
  aside: string | null;
}

/** Where the new files lie until they are whole. `RESTORE_ORDER` says that they are, and where the old ones go. */
const STAGE = 'restoring';

const ASIDE = /\breplaced-[\w-]+/;

const asideName = (time: number) => `replaced-${folderName(time).slice('petcam-'.length)}`;

/** Files to move aside, in this order; the log before the database, so that neither is ever seen without the other. */
const REPLACED = ['petcam.db-wal', 'petcam.db-shm', 'petcam.db', 'secret.key'];

/**
 * Puts a backup in the place of a data directory's files. Proves it first, writes the new files beside the old ones,
 * then moves the old ones into a folder of their own and the new ones into their place. A power cut meanwhile leaves
 * either the old hub, or an order that the next start of the hub (or `restore`) finishes.
 * @throws {Refusal} `restore-over-data` when there is a hub already and `force` is not given.
 * @throws {Fault} `backup-missing`, `backup-damaged`, `backup-foreign`, `database-newer`, `hub-running`, `storage-full`, `storage-failed`.
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoreReport> {
  const { dataDirectory } = request;
  const backup = await findBackup(request.from);
  await prove(backup);
  const unlock = lockDirectory(dataDirectory);
  try {
    await finishRestore(dataDirectory);
    if (existsSync(databasePath(dataDirectory)) && !request.force) throw overData(dataDirectory);
    await stage(backup, dataDirectory).catch(async (error) => {
      await rm(path.join(dataDirectory, STAGE), { recursive: true, force: true });
      throw error;
    });
    const aside = path.join(dataDirectory, asideName(request.now));
    await giveOrder(dataDirectory, aside);
    await finishRestore(dataDirectory);
    return { backup, aside: existsSync(aside) ? aside : null };
  } finally {
    unlock();
  }
}

async function findBackup(from: string): Promise<Backup> {
  if (existsSync(path.join(from, MANIFEST))) return readBackup(from);
  const [newest] = await listBackups(from).catch(() => []);
  if (newest) return newest;
  throw new Fault(
    'backup-missing',
    `there is no backup in ${from}`,
    `Give the folder of a backup (petcam-...Z, with ${MANIFEST} in it), or the folder that holds them.`,
  );
}

/** Every byte is as the manifest says, and the database in it is sound. */
async function expectIntact(folder: string, files: Backup['files']): Promise<void> {
  const wrong = await wrongFiles(folder, files);
  const damage = wrong.length > 0 ? [] : checkDatabase(path.join(folder, 'petcam.db'), { whole: true });
  if (wrong.length + damage.length > 0)
    throw new Fault(
      'backup-damaged',
      `the backup in ${folder} is damaged: ${[...wrong, ...damage].join(', ')}`,
      'Nothing was changed. Choose another backup; if every one is damaged here, check the disk.',
    );
}

/** The copy is looked at and not the original, which somebody else may be able to change meanwhile. */
async function expectOurs(stage: string): Promise<void> {
  const foreign = foreignParts(path.join(stage, 'petcam.db'));
  if (foreign.length > 0)
    throw new Fault(
      'backup-foreign',
      `the backup has been changed by somebody: ${foreign.join(', ')}`,
      'Nothing was changed. Choose another backup, and find out who can write to this one.',
    );
}

/** A link could lead to any file of this machine, or to another one each time it is read. */
async function expectFiles({ folder, files }: Backup): Promise<void> {
  for (const { name } of files) {
    const found = await lstat(path.join(folder, name)).catch(() => null);
    if (found && !found.isFile())
      throw new Fault(
        'backup-foreign',
        `${name} in ${folder} is not a file of its own`,
        'Nothing was changed. Choose another backup, and find out who can write to this one.',
      );
  }
}

async function prove(backup: Backup): Promise<void> {
  const { folder, files, schema, reader } = backup;
  await expectFiles(backup);
  await expectIntact(folder, files);
  expectReadable(reader ?? schema, schema, newestSchema);
}

function overData(directory: string): Refusal {
  const { photos } = contentsOf(databasePath(directory));
  return new Refusal(
    'restore-over-data',
    `${directory} holds a hub with ${photos} photos. --force moves it aside and puts the backup in its place.`,
  );
}

async function stage({ folder, files }: Backup, directory: string): Promise<void> {
  const stage = path.join(directory, STAGE);
  await rm(stage, { recursive: true, force: true });
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if ((await freeBytes(directory)) < needed * 1.01)
    throw new Fault(
      'storage-full',
      `the backup needs ${Math.ceil(needed / 2 ** 20)} MiB in ${directory}, and there is less`,
      'Free some space first. What is there stays beside it until you remove it.',
    );
  await mkdir(stage, { mode: 0o700 });
  for (const { name } of files) await copyPrivately(path.join(folder, name), path.join(stage, name));
  await expectIntact(stage, files);
  await expectOurs(stage);
  settleJournal(path.join(stage, 'petcam.db'), 'WAL');
  await flush(stage);
}

async function giveOrder(directory: string, aside: string): Promise<void> {
  const order = path.join(directory, RESTORE_ORDER);
  await rm(`${order}.partial`, { force: true });
  await writePrivately(`${order}.partial`, JSON.stringify({ aside: path.basename(aside) }));
  await publish(`${order}.partial`, order);
}

/**
 * Ends a restore whose new files were whole when the power went. Each step is left out when it was done before. The
 * directory must be locked. Does nothing when there is none.
 */
export async function finishRestore(directory: string): Promise<void> {
  const order = path.join(directory, RESTORE_ORDER);
  if (!existsSync(order)) return;
  const aside = path.join(directory, await asideOf(order));
  const stage = path.join(directory, STAGE);
  if (existsSync(path.join(stage, 'petcam.db'))) await moveAside(directory, aside);
  for (const file of ['secret.key', 'petcam.db']) {
    if (existsSync(path.join(stage, file))) await publish(path.join(stage, file), path.join(directory, file));
  }
  await rm(stage, { recursive: true, force: true });
  await rm(order, { recursive: true });
  await flush(directory);
}

/**
 * The name of the folder that the old files go to. An order that a failing disk has garbled is carried out all the
 * same: it was only given when the new files were whole, so that it is there says all but this name.
 */
async function asideOf(order: string): Promise<string> {
  const { mtimeMs } = await stat(order);
  const text = await readFile(order, 'latin1').catch(() => '');
  const [name] = ASIDE.exec(text) ?? [asideName(mtimeMs)];
  return name;
}

/** The new database goes in last: while it is still staged, what lies there is old. */
async function moveAside(directory: string, aside: string): Promise<void> {
  for (const file of REPLACED) {
    const from = path.join(directory, file);
    const isNew = file === 'secret.key' && !existsSync(path.join(directory, STAGE, file));
    if (isNew || !existsSync(from)) continue;
    await mkdir(aside, { recursive: true, mode: 0o700 });
    await rename(from, path.join(aside, file));
  }
  if (existsSync(aside)) await flush(aside);
}
