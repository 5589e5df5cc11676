import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { createFile, makeFolder, replaceFile } from '../../src/core/durable-file.js';
import { temporaryFolder } from '../support/folder.js';

t.test('a file is private, whole, and replaced as a whole; no draft stays', (t) => {
  const folder = path.join(temporaryFolder(t), 'a', 'b');
  const file = path.join(folder, 'note');
  replaceFile(file, 'first');
  replaceFile(file, Buffer.from('second'));
  t.equal(readFileSync(file, 'utf8'), 'second');
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.equal(statSync(folder).mode & 0o777, 0o700);
  replaceFile(file, 'third', 0o644);
  t.equal(statSync(file).mode & 0o777, 0o644);
  t.strictSame(readdirSync(folder), ['note']);
  t.end();
});

t.test('the file that came first stays', (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'key');
  createFile(file, 'first');
  createFile(file, 'second');
  t.equal(readFileSync(file, 'utf8'), 'first');
  t.strictSame(readdirSync(folder), ['key']);
  symlinkSync('nowhere', path.join(folder, 'link'));
  t.throws(() => createFile(path.join(folder, 'link'), ''), { code: 'EEXIST' });
  t.strictSame(readdirSync(folder), ['key', 'link']);
  t.end();
});

t.test('a folder that is there is left as it is', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(path.join(folder, 'open'), { mode: 0o755 });
  makeFolder(path.join(folder, 'open'));
  t.equal(statSync(path.join(folder, 'open')).mode & 0o777, 0o755);
  makeFolder(path.join(folder, 'open', 'x', 'y'), 0o750);
  t.equal(statSync(path.join(folder, 'open', 'x', 'y')).mode & 0o777, 0o750);
  t.end();
});
