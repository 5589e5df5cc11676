/** Tables of a page of docs/, for tests that hold the page and the program together. */
import { readFileSync } from 'node:fs';

/** Rows of the first table below `heading` (`## The data`): the cells of each, without the header, trimmed. */
export function tableOf(file: string, heading: string): string[][] {
  const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  const after = text.split(`${heading}\n`)[1] ?? '';
  const rows = /(?:^\|.*\n)+/m.exec(after)?.[0].trimEnd().split('\n') ?? [];
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Names in backquotes of a cell. */
export const namesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** Parts of a cell that commas divide; none of an empty one. */
export const listIn = (cell = '') => cell.split(',').flatMap((part) => part.trim() || []);
