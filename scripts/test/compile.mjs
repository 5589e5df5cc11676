// The JavaScript that tests run: src, test and scripts with their types blanked out, in a tree like that of the repository.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../dev/bootstrap.mjs';
import { bundlePackages } from '../dev/bundled-packages.mjs';

/** Folder of the tree, inside the repository so that packages are found from it. */
export const BUILT = path.join(root, '.build');

const COMPILED = ['src', 'test', 'scripts'];
/** Parts of the repository that are made, or that no program reads. */
const LEFT_OUT = /^(node_modules|coverage|\.(?!env\.example$).*)$/;
const isSource = (name) => name.endsWith('.ts') && !name.endsWith('.d.ts');

/**
 * Brings the tree up to date and returns the number of files that were compiled. Every other file of the repository is
 * there as a link, so that `new URL('../models', import.meta.url)` means the same in both trees. Blanks take the place
 * of types: every position is that of the source, and coverage and stack traces need no source maps.
 */
export async function compile() {
  forgetOtherCompilers();
  await bundlePackages(BUILT);
  const changed = [];
  for (const folder of COMPILED) mirror(folder, changed);
  for (const name of [...readdirSync(root), 'dist'])
    if (!COMPILED.includes(name) && !LEFT_OUT.test(name)) link(name);
  if (changed.length === 0) return 0;
  const { default: blankTypes } = await import('ts-blank-space');
  for (const file of changed) compileFile(file, blankTypes);
  return changed.length;
}

/** Path of the JavaScript of a source file; both are relative to the repository. */
export const builtPath = (file) => path.join(path.basename(BUILT), file.replace(/\.ts$/, '.js'));

function forgetOtherCompilers() {
  const { version } = createRequire(import.meta.url)('ts-blank-space/package.json');
  const stamp = path.join(BUILT, 'compiler');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  rmSync(BUILT, { recursive: true, force: true });
  mkdirSync(BUILT);
  writeFileSync(stamp, version);
}

/** Links or lists for compilation what `folder` holds, and removes what it no longer holds. */
function mirror(folder, changed) {
  const target = path.join(BUILT, folder);
  if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(target);
  mkdirSync(target, { recursive: true });
  const kept = new Set();
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    kept.add(isSource(entry.name) ? path.basename(builtPath(file)) : entry.name);
    if (entry.isDirectory() && holdsSources(file)) mirror(file, changed);
    else if (!isSource(entry.name)) link(file);
    else if (!isFresh(file)) changed.push(file);
  }
  for (const name of readdirSync(target))
    if (!kept.has(name)) rmSync(path.join(target, name), { recursive: true });
}

const holdsSources = (folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).some(isSource);

/** A compiled file has the date of its source: git sets dates back as well as forward. */
function isFresh(file) {
  const built = statSync(path.join(root, builtPath(file)), { throwIfNoEntry: false });
  return built !== undefined && Math.abs(built.mtimeMs - statSync(path.join(root, file)).mtimeMs) < 1;
}

function compileFile(file, blankTypes) {
  const fail = (node) => {
    throw new Error(
      `${file}: ${node.getText().split('\n')[0]} is more than a type; tsc says what is allowed`,
    );
  };
  const script = blankTypes(readFileSync(path.join(root, file), 'utf8'), fail);
  const built = path.join(root, builtPath(file));
  // Renamed into place: another run may be reading it.
  const partial = `${built}.${process.pid}`;
  writeFileSync(partial, script);
  const { mtime } = statSync(path.join(root, file));
  utimesSync(partial, mtime, mtime);
  renameSync(partial, built);
}

function link(file) {
  const link = path.join(BUILT, file);
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) return;
  if (found) rmSync(link, { recursive: true });
  symlinkSync(path.relative(path.dirname(link), path.join(root, file)), link);
}
