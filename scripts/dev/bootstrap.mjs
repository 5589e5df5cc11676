// Makes a bare clone runnable. Plain Node without dependencies, because there are none yet.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const OLDEST_NODE = [20, 20];

/** Installs what the lock file names, unless it is installed already. Ends the process when the machine cannot. */
export function bootstrap() {
  refuseOldNode();
  if (isInstalled()) return;
  refuseLinkedModules();
  refuseWithoutCompiler();
  console.log('petcam-hub: installing packages (a minute or two, SQLite is compiled here) ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { ONNXRUNTIME_NODE_INSTALL: 'skip' });
}

/** Builds the web page into dist/web. */
export function buildWeb() {
  run(tool('vite'), ['build', '--logLevel', 'warn']);
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
