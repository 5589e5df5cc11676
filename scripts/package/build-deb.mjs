// npm run deb: a Debian package of the hub, with its own Node and the modules of production.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { bootstrap, root } from '../dev/bootstrap.mjs';
import { billOfMaterials } from './sbom.mjs';

const HELP = `npm run deb -- [OPTIONS]

Builds the hub and packs it as petcam-hub_VERSION_ARCH.deb, for Debian 12 and 13 and Raspberry Pi OS. The package
carries its own Node ${process.versions.node.split('.')[0]}, because no Debian has one that is new enough. Needs dpkg-deb and binutils; for another
architecture than this machine's also its compiler: apt install g++-aarch64-linux-gnu.

  --arch ARCH      amd64 or arm64 (default: this machine's)
  --version V      version of the package (default: that of package.json)
  --source DIR     another checkout of the hub to pack, already built (default: this one, built first)
  --built          take dist/ of this checkout as it is
  --fast           compress less, for trying it out
  --out DIR        where the package goes (default: dist-deb)
  --help           this text`;

/** The Node that is packed, with the hashes of its two packages: what is fetched is this or nothing. */
const NODE = {
  version: '20.20.2',
  amd64: 'PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  arm64: 'LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==',
};

/** What the architectures are called elsewhere. */
const ARCHITECTURES = {
  amd64: { node: 'x64', tools: '', machine: 'x86-64' },
  arm64: { node: 'arm64', tools: 'aarch64-linux-gnu-', machine: 'aarch64' },
};

/** Modules that are compiled on installation: the folder of each, and the file that is loaded. */
const NATIVE = {
  'better-sqlite3': 'build/Release/better_sqlite3.node',
  'unix-dgram': 'build/Release/unix_dgram.node',
  '@abandonware/bluetooth-hci-socket': 'lib/binding/bluetooth_hci_socket.node',
};

/** In node_modules for building, or for a radio that the hub does not use. */
const UNUSED_PACKAGES = ['node-gyp', 'usb', 'prebuild-install', 'nan', 'node-addon-api', '@types'];
const UNUSED_FILES = /(\.(map|d\.[cm]?ts|cc|cpp|[ch]|gyp|gypi|mk|o|a|sh|target\.mk)|\.(md|markdown))$/i;
const UNUSED_FOLDERS = new Set([
  '.github',
  'test',
  'tests',
  '__tests__',
  'example',
  'examples',
  'benchmark',
  'integration',
  'spec',
  'docs',
  '.bin',
]);

const MAINTAINER = 'PetCam hub maintainers <petcam-hub@localhost.invalid>';

/** What may be run; everything else is data. */
const PROGRAMS = new Set(['usr/bin/petcam-hub', 'usr/lib/petcam-hub/bin/node']);

const { values: options } = parseArgs({
  options: {
    arch: { type: 'string', default: process.arch === 'arm64' ? 'arm64' : 'amd64' },
    version: { type: 'string' },
    source: { type: 'string', default: root },
    built: { type: 'boolean', default: false },
    fast: { type: 'boolean', default: false },
    out: { type: 'string', default: path.join(root, 'dist-deb') },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const architecture = ARCHITECTURES[options.arch];
if (!architecture) fail(`--arch ${options.arch}: amd64 and arm64 are what there is`);
const native = architecture.node === process.arch;
const source = path.resolve(options.source);
const manifest = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
/** Debian sorts ~ before everything: 1.0.0~rc.1 comes before 1.0.0. */
const version = (options.version ?? manifest.version).replace('-', '~');

if (source === root) bootstrap();
const work = mkdtempSync(path.join(tmpdir(), 'petcam-deb-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
const tree = path.join(work, 'tree');
const home = path.join(tree, 'usr', 'lib', 'petcam-hub');

step('the hub', packHub);
step('its modules', packModules);
step('Node', packNode);
step('the service and its papers', packService);
step('the package', packTree);

function packHub() {
  if (source === root && !options.built)
    run('node', [path.join(source, 'scripts', 'dev', 'build.mjs')], { cwd: source });
  for (const part of ['dist', 'models', 'package.json']) copy(path.join(source, part), path.join(home, part));
  rmSync(path.join(home, 'models', 'README.md'));
  const images = path.join('firmware', 'images');
  if (existsSync(path.join(source, images))) copy(path.join(source, images), path.join(home, images));
  for (const file of filesBelow(path.join(home, 'dist')))
    if (file.endsWith('.map')) rmSync(file);
    else if (file.endsWith('.js')) unmap(file);
}

/** Says no more where the source map was, nor which Node to run it with: the package has its own. */
function unmap(file) {
  const text = readFileSync(file, 'utf8').replace(/^#!.*\n/, '');
  writeFileSync(file, text.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n'));
}

function packModules() {
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    copy(path.join(source, file), path.join(work, file));
  const target = ['--os=linux', `--cpu=${architecture.node}`, '--libc=glibc'];
  run(
    'npm',
    ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...target],
    {
      cwd: work,
      env: { ONNXRUNTIME_NODE_INSTALL: 'skip' },
    },
  );
  for (const [name, file] of Object.entries(NATIVE)) provide(name, file);
  const modules = path.join(home, 'node_modules');
  copy(path.join(work, 'node_modules'), modules);
  thinOut(modules);
  packBill(modules);
}

/** Says what is in the package, read off the modules that are in it. */
function packBill(modules) {
  // By the lock file: npm misses the modules for development otherwise, and prints nothing.
  const printed = run(
    'npm',
    ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx', '--loglevel=error'],
    { capture: true, env: { ONNXRUNTIME_NODE_INSTALL: 'skip' } },
  );
  const { models } = JSON.parse(readFileSync(path.join(source, 'models', 'manifest.json'), 'utf8'));
  const bill = billOfMaterials(JSON.parse(printed), {
    version,
    architecture: architecture.node,
    node: { version: NODE.version, sha512: NODE[options.arch] },
    models,
    packed: new Set(packagesBelow(modules).map(({ folder }) => nameOf(folder))),
    time: buildTime(),
  });
  write(
    path.join(tree, 'usr', 'share', 'doc', 'petcam-hub', 'sbom.cdx.json'),
    `${JSON.stringify(bill, null, 1)}\n`,
  );
}

/** `sharp@0.35.5`, out of the package.json of a module's folder. */
function nameOf(folder) {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return '';
  const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
  return `${name}@${version}`;
}

/** Takes a native module from the source's own node_modules where it fits this machine, else compiles it. */
function provide(name, file) {
  const folder = path.join(work, 'node_modules', name);
  if (!existsSync(folder)) return; // optional, and not in this version of the hub
  const built = path.join(source, 'node_modules', name, file);
  const binary = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const fits =
    native &&
    existsSync(built) &&
    readFileSync(path.join(source, 'node_modules', name, 'package.json'), 'utf8') === binary;
  if (fits) copy(built, path.join(folder, file));
  else {
    const { tools, node } = architecture;
    const env = native
      ? {}
      : { CC: `${tools}gcc`, CXX: `${tools}g++`, AR: `${tools}ar`, npm_config_arch: node };
    run('npm', ['rebuild', name, '--ignore-scripts=false', '--loglevel=error'], { cwd: work, env });
  }
  if (!existsSync(path.join(folder, file))) fail(`${name} was not built: ${file} is not there`);
}

function thinOut(modules) {
  for (const name of UNUSED_PACKAGES) rmSync(path.join(modules, name), { recursive: true, force: true });
  for (const { folder, nested } of packagesBelow(modules)) {
    const kept = NATIVE[nested];
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && UNUSED_FOLDERS.has(entry.name))
        rmSync(path.join(folder, entry.name), { recursive: true });
    }
    if (kept) keepBinary(folder, kept);
  }
  const runtime = path.join(modules, 'onnxruntime-node', 'bin');
  for (const file of filesBelow(runtime))
    if (!file.includes(`${path.sep}linux${path.sep}${architecture.node}${path.sep}`)) rmSync(file);
  for (const file of filesBelow(modules)) if (isUnused(path.basename(file))) rmSync(file);
  removeEmpty(modules);
}

function isUnused(name) {
  return (UNUSED_FILES.test(name) && !/licen[cs]e|notice/i.test(name)) || /^(\.|eslint\.config)/.test(name);
}

/** Of a compiled module its sources and the rest of the build are of no use. */
function keepBinary(folder, kept) {
  const wanted = path.join(folder, kept);
  const bytes = readFileSync(wanted);
  for (const name of ['build', 'deps', 'src', 'package-lock.json'])
    rmSync(path.join(folder, name), { recursive: true, force: true });
  mkdirSync(path.dirname(wanted), { recursive: true });
  writeFileSync(wanted, bytes);
}

function packNode() {
  const name = `node-linux-${architecture.node}@${NODE.version}`;
  const packed = run('npm', ['pack', '--silent', '--pack-destination', work, name], { capture: true }).trim();
  const file = path.join(work, packed.split('\n').at(-1));
  if (createHash('sha512').update(readFileSync(file)).digest('base64') !== NODE[options.arch])
    fail(`${name} is not the file that this script knows`);
  run('tar', ['-xzf', file, '-C', work, 'package/bin/node', 'package/LICENSE']);
  copy(path.join(work, 'package', 'bin', 'node'), path.join(home, 'bin', 'node'));
  copy(
    path.join(work, 'package', 'LICENSE'),
    path.join(tree, 'usr', 'share', 'doc', 'petcam-hub', 'LICENSE.node'),
  );
}

function packService() {
  const papers = path.join(root, 'scripts', 'package', 'debian');
  const share = path.join(tree, 'usr', 'share');
  copy(path.join(papers, 'petcam-hub'), path.join(tree, 'usr', 'bin', 'petcam-hub'));
  const confined = ['vision', 'rtsp'].flatMap((name) => [
    `petcam-hub-${name}.socket`,
    `petcam-hub-${name}@.service`,
  ]);
  for (const unit of ['petcam-hub.service', ...confined])
    copy(path.join(root, 'systemd', unit), path.join(tree, 'lib', 'systemd', 'system', unit));
  // What the confined processes have for a disk; systemd makes the places to mount at.
  mkdirSync(path.join(home, 'vision-root'));
  copy(path.join(root, 'systemd', 'backoff.conf'), path.join(share, 'petcam-hub', 'backoff.conf'));
  write(path.join(tree, 'etc', 'petcam-hub', 'petcam-hub.env'), settings());
  copy(path.join(papers, 'lintian-overrides'), path.join(share, 'lintian', 'overrides', 'petcam-hub'));
  copy(path.join(papers, 'copyright'), path.join(share, 'doc', 'petcam-hub', 'copyright'));
  compress(path.join(share, 'doc', 'petcam-hub', 'changelog.gz'), changelog());
  for (const name of ['OPERATIONS.md', 'SECURITY.md']) {
    const file = path.join(root, 'docs', name);
    if (existsSync(file)) copy(file, path.join(share, 'doc', 'petcam-hub', name));
  }
  packCommandPapers(share);
}

/** Manual page and completion of shells, made of the table of commands; older sources have none. */
function packCommandPapers(share) {
  const made = path.join(work, 'papers');
  run('node', [path.join(root, 'scripts', 'package', 'papers.mjs'), source, made]);
  if (!existsSync(path.join(made, 'petcam-hub.1'))) return;
  compress(
    path.join(share, 'man', 'man1', 'petcam-hub.1.gz'),
    readFileSync(path.join(made, 'petcam-hub.1'), 'utf8'),
  );
  const completions = {
    bash: ['bash-completion', 'completions', 'petcam-hub'],
    zsh: ['zsh', 'vendor-completions', '_petcam-hub'],
    fish: ['fish', 'vendor_completions.d', 'petcam-hub.fish'],
  };
  for (const [shell, place] of Object.entries(completions))
    copy(path.join(made, `petcam-hub.${shell}`), path.join(share, ...place));
}

/** The example of the source with the one setting that a package decides. */
function settings() {
  const example = readFileSync(path.join(source, '.env.example'), 'utf8');
  return example.replace(/^#PETCAM_DATA_DIR=.*$/m, 'PETCAM_DATA_DIR=/var/lib/petcam-hub');
}

function changelog() {
  const date = new Date(buildTime() * 1000).toUTCString().replace('GMT', '+0000');
  const note = 'See https://keepachangelog.com style notes in the repository (CHANGELOG.md).';
  return `petcam-hub (${version}) stable; urgency=medium\n\n  * ${note}\n\n -- ${MAINTAINER}  ${date}\n`;
}

/** Of the last commit, so that the same sources give the same package. */
function buildTime() {
  const asked = process.env.SOURCE_DATE_EPOCH;
  return Number(asked ?? run('git', ['log', '-1', '--format=%ct'], { cwd: source, capture: true }));
}

function packTree() {
  stripBinaries();
  setModes();
  const control = path.join(tree, 'DEBIAN');
  mkdirSync(control);
  for (const script of ['postinst', 'prerm', 'postrm']) {
    copy(path.join(root, 'scripts', 'package', 'debian', script), path.join(control, script));
    chmodSync(path.join(control, script), 0o755);
  }
  write(path.join(control, 'conffiles'), '/etc/petcam-hub/petcam-hub.env\n');
  write(path.join(control, 'md5sums'), checksums());
  write(path.join(control, 'control'), controlFile());
  const out = path.resolve(options.out);
  mkdirSync(out, { recursive: true });
  const file = path.join(out, `petcam-hub_${version}_${options.arch}.deb`);
  const env = { SOURCE_DATE_EPOCH: String(buildTime()) };
  run(
    'dpkg-deb',
    ['--root-owner-group', ...(options.fast ? ['-Zgzip', '-z1'] : ['-Zxz']), '--build', tree, file],
    { env, capture: true },
  );
  console.log(
    `${file}: ${megabytes(statSync(file).size)} MB, ${megabytes(installedKib() * 1024)} MB installed`,
  );
}

/** Strips every ELF file, and refuses one of another architecture: it would fail only once installed. */
function stripBinaries() {
  for (const file of filesBelow(tree)) {
    if (readFileSync(file).subarray(0, 4).toString('latin1') !== '\x7fELF') continue;
    const kind = run('file', ['-b', file], { capture: true });
    if (!kind.includes(architecture.machine))
      fail(`${path.relative(tree, file)} is of another machine: ${kind}`);
    run(`${native ? '' : architecture.tools}strip`, ['--strip-unneeded', file]);
  }
}

function setModes() {
  for (const file of readdirSync(tree, { recursive: true, encoding: 'utf8' })) {
    const full = path.join(tree, file);
    const kind = lstatSync(full);
    if (!kind.isSymbolicLink()) chmodSync(full, kind.isDirectory() || PROGRAMS.has(file) ? 0o755 : 0o644);
  }
}

function controlFile() {
  return readFileSync(path.join(root, 'scripts', 'package', 'debian', 'control'), 'utf8')
    .replace('@VERSION@', version)
    .replace('@ARCH@', options.arch)
    .replace('@MAINTAINER@', MAINTAINER)
    .replace('@SIZE@', String(installedKib()))
    .replace('@LIBC@', newestLibc());
}

/** The newest version of the C library that a binary of the package asks for. */
function newestLibc() {
  const dump = `${native ? '' : architecture.tools}objdump`;
  const binaries = filesBelow(tree).filter(
    (file) => readFileSync(file).subarray(0, 4).toString('latin1') === '\x7fELF',
  );
  const versions = binaries.flatMap((file) => [
    ...run(dump, ['-T', file], { capture: true }).matchAll(/\bGLIBC_(\d+\.\d+)/g),
  ]);
  return versions
    .map(([, found]) => found)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
}

function installedKib() {
  return Math.ceil(filesBelow(tree).reduce((sum, file) => sum + lstatSync(file).size, 0) / 1024);
}

function checksums() {
  return filesBelow(tree)
    .filter((file) => !file.startsWith(path.join(tree, 'DEBIAN')))
    .map(
      (file) =>
        `${createHash('md5').update(readFileSync(file)).digest('hex')}  ${path.relative(tree, file)}\n`,
    )
    .sort()
    .join('');
}

function packagesBelow(modules, found = []) {
  for (const entry of readdirSync(modules, { withFileTypes: true })) {
    const folder = path.join(modules, entry.name);
    if (!entry.isDirectory()) continue;
    if (entry.name.startsWith('@')) packagesBelow(folder, found);
    else {
      const scope = path.basename(modules);
      found.push({ folder, nested: scope.startsWith('@') ? `${scope}/${entry.name}` : entry.name });
      const inner = path.join(folder, 'node_modules');
      if (existsSync(inner)) packagesBelow(inner, found);
    }
  }
  return found;
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(path.join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

function compress(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(text, { level: 9 }));
}

function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function copy(from, to) {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function step(what, work) {
  const begun = performance.now();
  process.stderr.write(`petcam-hub: packing ${what} ...\n`);
  work();
  process.stderr.write(`petcam-hub: packed ${what} in ${Math.round((performance.now() - begun) / 1000)} s\n`);
}

function run(command, args, { cwd = work, env = {}, capture = false } = {}) {
  const stdio = ['ignore', capture ? 'pipe' : 'inherit', 'inherit'];
  const done = spawnSync(command, args, {
    cwd,
    stdio,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (done.error) fail(`${command} cannot be run: ${done.error.message}`);
  if (done.status !== 0) fail(`${command} ${args.join(' ')} failed`);
  return done.stdout ?? '';
}

function fail(message) {
  console.error(`petcam-hub: ${message}`);
  process.exit(1);
}

function megabytes(bytes) {
  return Math.round(bytes / 1e6);
}
