/** Imports between the files of src/, read from the sources. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from './program.js';

const source = path.join(repository, 'src');

/** One import statement, export from another file, or dynamic import. */
export interface Import {
  /** The importing file, relative to src/. */
  file: string;
  /** The imported file relative to src/ without its extension, or the name of a package. */
  to: string;
  inside: boolean;
  typeOnly: boolean;
}

/** An arrow between two folders: `typeOnly` while every import of it is one of types. */
export interface Arrow {
  from: string;
  to: string;
  typeOnly: boolean;
}

/** Sources of src/ by path, test declarations and generated types included. */
export const sources = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .sort();

export const textOf = (file: string) => readFileSync(path.join(source, file), 'utf8');

export const imports = sources.flatMap(importsOf);

function importsOf(file: string): Import[] {
  const text = textOf(file);
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^;]*?from\s+)?'([^']+)'/gm);
  const dynamic = text.matchAll(/\bimport\('([^']+)'\)/g);
  const all = [
    ...[...statements].map(([, type, from = '']) => importOf(file, from, type !== undefined)),
    ...[...dynamic].map(([, from = '']) => importOf(file, from, false)),
  ];
  return all.filter(({ to }) => !to.endsWith('.css'));
}

function importOf(file: string, from: string, typeOnly: boolean): Import {
  const inside = from.startsWith('.');
  const to = inside ? withoutExtension(path.posix.join(path.posix.dirname(file), from)) : from;
  return { file, to, inside, typeOnly };
}

export function withoutExtension(file: string): string {
  return file.replace(/(\.d)?\.[jt]sx?$/, '');
}

/** The folder of a file; a file that lies in src/ itself is a folder of its own. */
export function folderOf(file: string): string {
  const folder = path.posix.dirname(withoutExtension(file));
  return folder === '.' ? `${withoutExtension(file)}.ts` : folder;
}

export const topOf = (folder: string) => folder.split('/')[0] ?? folder;

/** Arrows of all imports when each file is named by `nameOf` its folder; `seenFrom` may name the target otherwise. */
export function arrows(
  nameOf: (folder: string) => string,
  seenFrom: (from: string, to: string) => string = (_from, to) => to,
): Arrow[] {
  const found = new Map<string, Arrow>();
  for (const { file, to: target, typeOnly } of imports.filter(({ inside }) => inside)) {
    const from = nameOf(folderOf(file));
    const to = seenFrom(from, nameOf(folderOf(target)));
    if (from === to) continue;
    const arrow = found.get(`${from} ${to}`) ?? { from, to, typeOnly: true };
    found.set(`${from} ${to}`, { ...arrow, typeOnly: arrow.typeOnly && typeOnly });
  }
  return [...found.values()];
}
