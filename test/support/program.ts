import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Root of the repository. Tests run in a tree of JavaScript beside it (scripts/test/compile.mjs), where everything that is
 * no TypeScript is a link: what is copied or listed has to be named from here.
 */
export const repository = path.dirname(realpathSync(new URL('../../package.json', import.meta.url)));

/** URL of a program of the repository, named without its extension, in the form that this test itself runs in. */
export function programUrl(name: string): URL {
  return new URL(`../../${name}${path.extname(import.meta.url)}`, import.meta.url);
}

/** The same as a path, for the command line of a process. */
export const program = (name: string): string => fileURLToPath(programUrl(name));
