import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { wordsOf } from '../../src/cli/command-words.js';
import { commands } from '../../src/cli/commands.js';
import { manPage } from '../../src/cli/man-page.js';
import { settingFields } from '../../src/core/config/config.js';
import { petcamHub } from '../support/command-line.js';
import { temporaryFolder } from '../support/folder.js';

const isHere = (program: string) => spawnSync(program, ['--version']).error === undefined;

t.test('bash completes commands, their verbs and their options', async (t) => {
  const file = path.join(temporaryFolder(t), 'petcam-hub');
  writeFileSync(file, (await petcamHub(['completion', 'bash'])).out);
  const complete = (...words: string[]) => {
    const typed = ['petcam-hub', ...words].map((word) => `'${word}'`).join(' ');
    const script = `. ${file}; COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _petcam_hub; echo "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
    return stdout.trim().split(' ');
  };
  t.strictSame(complete('ser'), ['serve']);
  t.strictSame(complete('camera', 'ro'), ['rotate']);
  t.strictSame(complete('--config', 'file', 'sync', 've'), ['verify']);
  t.strictSame(complete('sync', 'verify', '--re'), ['--repair']);
  t.strictSame(complete('--ver'), ['--version']);
  t.strictSame(complete('sync', 'verify', '--key', ''), [''], 'a file, which the shell completes itself');
  t.strictSame(complete('nothing', 'x'), ['']);
});

t.test('every shell is told every command, and takes what it is given', async (t) => {
  const folder = temporaryFolder(t);
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const { out: text } = await petcamHub(['completion', shell]);
    for (const { name } of commands) t.match(text, name);
    const file = path.join(folder, shell);
    writeFileSync(file, text);
    if (!isHere(shell)) t.comment(`${shell} is not installed: its completion is not parsed`);
    else t.equal(spawnSync(shell, ['-n', file]).status, 0, `${shell} parses it`);
  }
  const unknown = await petcamHub(['completion', 'tcsh']);
  t.match(unknown, { code: 2, err: /"tcsh" is not something to do with completion/ });
});

t.test('the manual has every command with its help and every setting', async (t) => {
  const words = await wordsOf(commands);
  const page = manPage(words, '1.2.3');
  const file = path.join(temporaryFolder(t), 'petcam-hub.1');
  writeFileSync(file, page);
  t.match(page, '.TH PETCAM-HUB 1 "" "petcam-hub 1.2.3"');
  for (const { env } of settingFields()) t.match(page, `.B ${env}\n`);
  for (const { name } of words) t.match(page, `.SS ${name.replaceAll('-', '\\-')}: `);
  t.notMatch(page, /^'|^\.(?!TH |SH |SS |TP|B |BR |I |nf|fi)/m, 'no line of a help is a request of roff');
  if (!isHere('man')) return t.comment('man is not installed: the manual is not laid out');
  const laid = spawnSync('man', ['--warnings', '-l', file], {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '120' },
  });
  t.match(laid.stdout.replaceAll(/[^\n]\p{Cc}/gu, ''), 'retry --all');
  t.equal(laid.stderr, '');
});
