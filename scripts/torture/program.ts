/** A copy of the hub's program in a folder of its own, made of today's sources, whole or with a planted defect. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The repository itself: tests run from a tree of JavaScript in which all but the sources are links to it. */
const root = path.dirname(realpathSync(fileURLToPath(new URL('../../package.json', import.meta.url))));

/** One place of the sources that becomes another text. The text to find must be there exactly once. */
export interface Edit {
  find: string;
  replace: string;
}

export interface Program {
  /** The entry, for `node`. */
  main: string;
  /** The library to preload. */
  shim: string;
}

/**
 * Compiles src/ (the page apart) and the shim into `folder`.
 * @throws {Error} when an edit does not find its place, or cc is missing or fails.
 */
export function buildProgram(folder: string, edits: readonly Edit[] = []): Program {
  expectPlaces(edits);
  const target = path.join(folder, 'dist');
  for (const file of sources()) {
    const to = path.join(target, file);
    mkdirSync(path.dirname(to), { recursive: true });
    if (file.endsWith('.ts')) writeFileSync(to.replace(/\.ts$/, '.js'), compiled(file, edits));
    else copyFileSync(path.join(root, 'src', file), to);
  }
  for (const name of ['models', 'node_modules', 'package.json'])
    symlinkSync(path.join(root, name), path.join(folder, name));
  return { main: path.join(target, 'main.js'), shim: buildShim(folder) };
}

/** @throws {Error} when the text that an edit is to find is not there exactly once. */
export function expectPlaces(edits: readonly Edit[]): void {
  const texts = sources()
    .filter((file) => file.endsWith('.ts'))
    .map(sourceOf);
  for (const { find } of edits) {
    const count = texts.reduce((sum, text) => sum + text.split(find).length - 1, 0);
    if (count !== 1)
      throw new Error(`a defect is to be planted at a line that is there ${count} times: ${find}`);
  }
}

const sourceOf = (file: string) => readFileSync(path.join(root, 'src', file), 'utf8');

function sources(): string[] {
  return readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts'))
    .map((entry) => path.relative(path.join(root, 'src'), path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(`web${path.sep}`));
}

function compiled(file: string, edits: readonly Edit[]): string {
  const source = edits.reduce((text, { find, replace }) => text.replace(find, () => replace), sourceOf(file));
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

function buildShim(folder: string): string {
  const library = path.join(folder, 'shim.so');
  const source = fileURLToPath(new URL('shim.c', import.meta.url));
  execFileSync('cc', ['-std=gnu11', '-O2', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread']);
  return library;
}
