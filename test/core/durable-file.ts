import fs, {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
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

t.test('a file is on the disk with its name, and with every folder that was made for it', (t) => {
  const above = realpathSync(temporaryFolder(t));
  const flushed: string[] = [];
  const { fsyncSync } = fs;
  fs.fsyncSync = (handle) => {
    flushed.push(readlinkSync(`/proc/self/fd/${handle}`));
    fsyncSync(handle);
  };
  syncBuiltinESMExports();
  t.teardown(() => {
    fs.fsyncSync = fsyncSync;
    syncBuiltinESMExports();
  });
  replaceFile(path.join(above, 'tls', 'own', 'key.pem'), 'x');
  const [tls, own] = [path.join(above, 'tls'), path.join(above, 'tls', 'own')];
  t.ok(flushed.includes(above) && flushed.includes(tls), 'the names of the new folders');
  t.match(flushed.at(-2), /key\.pem/, 'the content before the name');
  t.equal(flushed.at(-1), own, 'and the name');
  createFile(path.join(own, 'secret'), 'y');
  t.match(flushed.slice(-2), [/secret/, own]);
  t.end();
});
