import { accessSync, constants, type Dirent, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../core/errors.js';

/** File or folder of a data directory that the hub cannot open, though it is there. */
export interface ClosedFile {
  /** Below the data directory; `.` for itself. */
  name: string;
  uid: number;
  /** Permission bits. */
  mode: number;
}

/** What a hub cannot begin without, where it is there. */
const NEEDED = ['.', 'hub.lock', 'petcam.db', 'petcam.db-wal', 'petcam.db-shm', 'secret.key', 'tls'];

/**
 * Opens what lies in a data directory as this process may, and gives what is closed to it. A disk that is read-only
 * closes nothing.
 */
export function closedFiles(directory: string, names: readonly string[] = filesOf(directory)): ClosedFile[] {
  const found: ClosedFile[] = [];
  for (const name of [...foldersAbove(directory), ...names]) {
    const file = path.join(directory, name);
    const stat = statOf(file);
    if (!stat || (name.startsWith('..') && !stat.isDirectory())) continue;
    if (opens(file, accessFor(name, stat.isDirectory()))) continue;
    found.push({ name, uid: stat.uid, mode: stat.mode & 0o777 });
    // What lies in a closed folder cannot be looked at.
    if (stat.isDirectory()) break;
  }
  return found;
}

/** Null for what is not there, or lies below something that is no folder. */
function statOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

/** Folders above a directory, from the root on, as names below it. */
function foldersAbove(directory: string): string[] {
  const above: string[] = [];
  for (let folder = path.resolve(directory); folder !== path.dirname(folder); folder = path.dirname(folder))
    above.unshift(path.relative(directory, path.dirname(folder)));
  return above;
}

/** Access that the hub needs: to pass through the folders above, to change its own, to read its key. */
function accessFor(name: string, isFolder: boolean): number {
  if (name.startsWith('..')) return constants.X_OK;
  if (isFolder) return constants.R_OK | constants.W_OK | constants.X_OK;
  return name === 'secret.key' ? constants.R_OK : constants.R_OK | constants.W_OK;
}

/**
 * Names of the files of a hub in its data directory, and of their folders; the directory itself is `.`. Links are left
 * out: a key file that is one belongs to the service manager.
 */
export function filesOf(directory: string): string[] {
  const own = entriesOf(directory);
  const files = (entries: Dirent[]) => entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  if (!own.some((entry) => entry.name === 'tls' && entry.isDirectory())) return ['.', ...files(own)];
  const tls = files(entriesOf(path.join(directory, 'tls')));
  return ['.', ...files(own), 'tls', ...tls.map((name) => path.join('tls', name))];
}

/** Empty for a folder that is not there or that is closed. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function opens(file: string, access: number): boolean {
  try {
    accessSync(file, access);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== 'EACCES' && code !== 'EPERM';
  }
}

/**
 * Check that this process may open what a hub cannot begin without.
 * @throws {Fault} `data-closed`, with every file that is closed to it, its owner and the user of the hub
 */
export function expectAccess(directory: string): void {
  const tls = filesOf(directory).filter((name) => name.startsWith(`tls${path.sep}`));
  const closed = closedFiles(directory, [...NEEDED, ...tls]);
  if (closed.length === 0) return;
  const { text, advice } = sentenceOf(directory, closed, process.geteuid?.() ?? 0);
  throw new Fault('data-closed', text, advice);
}

/** Sentence that names closed files, their owners and the user `uid` that cannot open them; and what to do. */
export function sentenceOf(
  directory: string,
  closed: readonly ClosedFile[],
  uid: number,
): { text: string; advice: string } {
  const user = userName(uid);
  const [first] = closed;
  if (first?.name.startsWith('..')) {
    const folder = path.join(directory, first.name);
    return {
      text: `${folder}, above ${directory}: closed to the user ${user}, who runs the hub`,
      advice: `sudo chmod o+x ${folder}, or choose another folder with PETCAM_DATA_DIR`,
    };
  }
  const foreign = closed.filter((file) => file.uid !== uid);
  if (foreign.length === 0) {
    const files = closed.map(({ name, mode }) => `${nameIn(directory, name)} (mode ${mode.toString(8)})`);
    return {
      text: `${files.join(', ')}: closed to the user ${user}, who owns it and runs the hub`,
      advice: `sudo chmod -R u+rwX ${directory}`,
    };
  }
  const owners = [...new Set(foreign.map((file) => userName(file.uid)))].join(', ');
  const files = foreign.map(({ name }) => nameIn(directory, name)).join(', ');
  return {
    text: `${files}: owned by ${owners}, but the hub runs as ${user}`,
    advice: `sudo chown -R ${user}: ${directory}`,
  };
}

const nameIn = (directory: string, name: string) => path.join(directory, name);

/** Name of a user of this machine; the number where it has none. */
export function userName(uid: number): string {
  try {
    const line = new RegExp(`^([^:]+):[^:]*:${uid}:`, 'm').exec(readFileSync('/etc/passwd', 'utf8'));
    return line?.[1] ?? String(uid);
  } catch {
    return String(uid);
  }
}
