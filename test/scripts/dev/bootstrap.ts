/** What the first command of a fresh clone does before it installs anything. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { temporaryFolder } from '../../support/folder.js';
import { repository } from '../../support/program.js';

const script = path.join(repository, 'scripts/dev/bootstrap.mjs');

t.test('packages of somebody else behind a link are left alone', async (t) => {
  const folder = temporaryFolder(t);
  const [theirs, checkout] = [path.join(folder, 'theirs'), path.join(folder, 'checkout')];
  mkdirSync(theirs);
  mkdirSync(path.join(checkout, 'scripts', 'dev'), { recursive: true });
  writeFileSync(path.join(theirs, 'package'), 'theirs');
  writeFileSync(path.join(checkout, 'package-lock.json'), '{"packages":{}}');
  symlinkSync(theirs, path.join(checkout, 'node_modules'));
  cpSync(script, path.join(checkout, 'scripts', 'dev', 'bootstrap.mjs'));
  const done = spawnSync(process.execPath, [path.join(checkout, 'scripts', 'dev', 'bootstrap.mjs')], {
    encoding: 'utf8',
  });
  t.match(done, { status: 1, stderr: /node_modules is a link.*remove the link/ });
  t.ok(existsSync(path.join(theirs, 'package')));
});
