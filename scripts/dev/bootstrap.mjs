// Makes a bare clone runnable. Plain Node without dependencies, because there are none yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const OLDEST_NODE = [20, 20];

/** Compiled SQLite of earlier installations on this machine: compiling it takes most of the time of an installation. */
const PREBUILDS = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'petcam-hub');

/** Installs what the lock file names, unless it is installed already. Ends the process when the machine cannot. */
export function bootstrap() {
  refuseOldNode();
  if (isInstalled()) return;
  refuseLinkedModules();
  refuseWithoutCompiler();
  console.log('petcam-hub: installing packages (a minute or two when SQLite is compiled here) ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    ONNXRUNTIME_NODE_INSTALL: 'skip',
    // Where prebuild-install, which better-sqlite3 asks first, looks for a build before the network.
    npm_config_better_sqlite3_local_prebuilds: PREBUILDS,
  });
  keepSqlite();
}

/** Keeps what was compiled, under the name that prebuild-install asks for. */
function keepSqlite() {
  const folder = path.join(root, 'node_modules', 'better-sqlite3');
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { modules } = process.versions;
  const name = `better-sqlite3-v${version}-node-v${modules}-${process.platform}-${process.arch}.tar.gz`;
  const file = path.join(PREBUILDS, name);
  if (existsSync(file)) return;
  const partial = `${file}.${process.pid}`;
  try {
    mkdirSync(PREBUILDS, { recursive: true });
    const packed = spawnSync('tar', ['-czf', partial, '-C', folder, 'build/Release/better_sqlite3.node']);
    if (packed.status === 0) renameSync(partial, file);
  } catch (error) {
    console.log(`petcam-hub: the compiled SQLite is not kept for the next time: ${error.message}`);
  }
  rmSync(partial, { force: true });
}

/** Builds the web page into dist/web, unless it was built there of the same sources. */
export function buildWeb() {
  const stamp = path.join(root, 'node_modules', '.cache', 'petcam-hub-page');
  const sources = pageSources();
  const built = existsSync(path.join(root, 'dist', 'web', 'index.html')) && existsSync(stamp);
  if (built && readFileSync(stamp, 'utf8') === sources) return;
  run(tool('vite'), ['build', '--logLevel', 'warn']);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

/** Hash of all that the page is made of. */
function pageSources() {
  const hash = createHash('sha256');
  const page = readdirSync(path.join(root, 'src', 'web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of [...page, 'vite.config.ts', 'package-lock.json'].map((name) => path.resolve(root, name)))
    hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** Where a program lies that a package of this checkout brings. */
export const tool = (name) => path.join(root, 'node_modules', '.bin', name);

/** Runs a program of this checkout and ends the process with its exit code when it fails. */
export function run(command, args, environment = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (done.status !== 0)
    fail(`${command} ${args.join(' ')} failed${done.error ? `: ${done.error.message}` : ''}`);
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantMajor, wantMinor] = OLDEST_NODE;
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return;
  fail(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}`);
}

// npm ci empties node_modules first, and through a link that is somebody else's folder.
function refuseLinkedModules() {
  const link = lstatSync(path.join(root, 'node_modules'), { throwIfNoEntry: false });
  if (!link?.isSymbolicLink()) return;
  fail('node_modules is a link to packages of other versions; remove the link, and they are installed here');
}

function refuseWithoutCompiler() {
  const missing = ['cc', 'c++', 'make', 'python3'].filter((tool) => spawnSync(tool, ['--version']).error);
  if (missing.length === 0) return;
  fail(
    `${missing.join(', ')} not found; on Debian and Raspberry Pi OS: sudo apt install build-essential python3`,
  );
}

function isInstalled() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  return (
    statSync(installed).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs ||
    sameVersions(installed)
  );
}

// A fresh checkout may carry a newer date on the same lock file.
function sameVersions(installed) {
  const versions = (file) =>
    Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages)
      .filter(([name, entry]) => name !== '' && !entry.optional)
      .map(([name, entry]) => `${name}@${entry.version}`)
      .sort()
      .join();
  return versions(installed) === versions(path.join(root, 'package-lock.json'));
}

function fail(message) {
  console.error(`petcam-hub: ${message}`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) bootstrap();
