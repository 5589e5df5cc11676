/**
 * Writes what is made of the table of commands: the manual page and the completion of shells.
 * node scripts/package/papers.mjs SOURCE OUT, with SOURCE built.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [source = '.', out = '.'] = process.argv.slice(2);
const cli = (file) => path.join(path.resolve(source), 'dist', 'cli', file);
const load = (file) => import(pathToFileURL(cli(file)).href);

mkdirSync(out, { recursive: true });
// Versions before had neither.
if (existsSync(cli('man-page.js'))) {
  const { manPage } = await load('man-page.js');
  const { completionOf } = await load('completion.js');
  const { wordsOf } = await load('command-words.js');
  const { commands } = await load('commands.js');
  const { version } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  writeFileSync(path.join(out, 'petcam-hub.1'), manPage(await wordsOf(commands), version));
  for (const shell of ['bash', 'zsh', 'fish']) {
    const print = (text) => writeFileSync(path.join(out, `petcam-hub.${shell}`), `${text}\n`);
    await completionOf(commands).run([shell], { print });
  }
}
