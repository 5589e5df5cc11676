import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A command in front of Node that takes rights away from it. */
export interface Sandbox {
  /** `bubblewrap` leaves no files but the program and no network; `own-user` keeps to a user without files. */
  kind: 'bubblewrap' | 'own-user' | 'none';
  command: readonly string[];
}

/** Files on the disk that a confined process needs. */
export interface SandboxNeeds {
  /** Its entry, in a folder below `dist` or `src`. */
  entry: URL;
  /** Files and folders beside the program and the libraries of the system. */
  files: readonly string[];
}

/** Parts of the program, below its root, from its sources and as built. A data directory in the root stays out. */
const PROGRAM = ['package.json', 'dist', 'src', 'scripts/dev'];
/** Paths of the system: shared libraries, and what ONNX Runtime chooses its kernels by. */
const SYSTEM = ['/usr', '/lib', '/lib64', '/bin', '/etc/ld.so.cache', '/sys/devices/system/cpu'];

/** Fixed programs of Debian, and not what PATH says. */
const SETPRIV = '/usr/bin/setpriv';
const BWRAP = '/usr/bin/bwrap';
const TEST = '/usr/bin/test';

/** A user that owns nothing: far from those that a system gives to people and services (adduser.conf). */
const NOBODYS_USER = '61099';

/** A right that the hub was given, as that to a raw Bluetooth socket, ends before the service (capabilities(7)). */
const NO_RIGHTS = [SETPRIV, '--inh-caps=-all', '--ambient-caps=-all', '--no-new-privs'];
/** Only root may become another user. */
const OWN_USER = [
  SETPRIV,
  `--reuid=${NOBODYS_USER}`,
  `--regid=${NOBODYS_USER}`,
  '--clear-groups',
  '--inh-caps=-all',
  '--ambient-caps=-all',
  '--bounding-set=-all',
  '--no-new-privs',
];

const run = promisify(execFile);
const TRY_MS = 5_000;

/** The closest sandbox that this machine allows, tried by having it look at the entry. `bwrap` is the path of bubblewrap. */
export async function chooseSandbox(needs: SandboxNeeds, isRoot: boolean, bwrap = BWRAP): Promise<Sandbox> {
  for (const sandbox of candidates(needs, isRoot, bwrap)) if (await works(sandbox, needs)) return sandbox;
  return { kind: 'none', command: [] };
}

function candidates(needs: SandboxNeeds, isRoot: boolean, bwrap: string): Sandbox[] {
  const arguments_ = bubblewrapArguments(needs);
  // Versions before 0.8 cannot keep what is inside from making namespaces of its own.
  const bubblewraps = [
    [bwrap, '--unshare-user', '--disable-userns', ...arguments_],
    [bwrap, ...arguments_],
  ];
  // A root whose program other users may not read keeps its user, without its rights.
  const prefixes = isRoot ? [OWN_USER, []] : [[]];
  const sandboxes = prefixes.flatMap((prefix) =>
    bubblewraps.map((command): Sandbox => ({ kind: 'bubblewrap', command: [...prefix, ...command] })),
  );
  const ownUser: Sandbox[] = isRoot ? [{ kind: 'own-user', command: OWN_USER }] : [];
  return [...sandboxes, ...ownUser, { kind: 'none', command: NO_RIGHTS }];
}

/** Arguments of bwrap(1): own namespaces of every kind, nothing of the disk that is not named, and that for reading. */
function bubblewrapArguments({ entry, files: needed }: SandboxNeeds): string[] {
  const root = programRoot(entry);
  const program = PROGRAM.map((name) => path.join(root, name));
  const files = [...SYSTEM, ...program, ...packageFolders(root), ...needed];
  const node = realpathSync(process.execPath);
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...['--tmpfs', '/', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
    ...[...files, node].filter((file) => existsSync(file)).flatMap((file) => ['--ro-bind', file, file]),
    ...['--remount-ro', '/', '--chdir', root],
  ];
}

/** The folder above `dist` or `src`, the nearest one that has a package.json. */
function programRoot(entry: URL): string {
  for (let folder = path.dirname(fileURLToPath(entry)); ; folder = path.dirname(folder))
    if (path.dirname(folder) === folder || existsSync(path.join(folder, 'package.json'))) return folder;
}

/** Where Node looks for packages: in the folder and in each one above it. */
function packageFolders(folder: string): string[] {
  const above = path.dirname(folder);
  return [...(above === folder ? [] : packageFolders(above)), path.join(folder, 'node_modules')];
}

async function works({ command }: Sandbox, { entry }: SandboxNeeds): Promise<boolean> {
  const [program = '', ...args] = [...command, TEST, '-r', fileURLToPath(entry)];
  return run(program, args, { timeout: TRY_MS, env: {} }).then(
    () => true,
    () => false,
  );
}
