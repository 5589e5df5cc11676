import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { lockDirectory } from '../../src/store/lock.js';
import { temporaryFolder } from '../support/folder.js';
import { programUrl } from '../support/program.js';

t.test('one hub a directory, and the next when it has gone', (t) => {
  const directory = path.join(temporaryFolder(t), 'data');
  const unlock = lockDirectory(directory);
  t.throws(() => lockDirectory(directory), {
    code: 'hub-running',
    message: directory,
    hint: /systemctl stop/,
  });
  unlock();
  lockDirectory(directory)();
  t.end();
});

t.test('a process that was killed holds nothing', async (t) => {
  const directory = temporaryFolder(t);
  const script = `import { lockDirectory } from '${programUrl('src/store/lock')}';
    globalThis.unlock = lockDirectory(process.argv.at(-1)); console.log('locked'); setInterval(() => {}, 1000);`;
  const args = [...process.execArgv, '--input-type=module', '-e', script, directory];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  t.throws(() => lockDirectory(directory), { code: 'hub-running' }, 'another process');
  child.kill('SIGKILL');
  await once(child, 'exit');
  lockDirectory(directory)();
});

t.test('garbage in the lock is no other hub: it is emptied, and the lock is the same one', async (t) => {
  const directory = temporaryFolder(t);
  const file = path.join(directory, 'hub.lock');
  for (const garbage of ['no lock', '\0'.repeat(4096), `SQLite format 3\0${'x'.repeat(5000)}`]) {
    writeFileSync(file, garbage);
    const unlock = lockDirectory(directory);
    t.throws(() => lockDirectory(directory), { code: 'hub-running' });
    unlock();
    lockDirectory(directory)();
  }
});

t.test('garbage beside a hub that runs is still a hub that runs', async (t) => {
  const directory = temporaryFolder(t);
  const unlock = lockDirectory(directory);
  writeFileSync(path.join(directory, 'hub.lock'), 'no lock at all '.repeat(400));
  t.throws(() => lockDirectory(directory), { code: 'hub-running' });
  unlock();
  lockDirectory(directory)();
});

t.test('a place where nothing can be written', (t) => {
  const directory = temporaryFolder(t);
  mkdirSync(path.join(directory, 'hub.lock'));
  t.throws(() => lockDirectory(directory), { code: 'storage-failed' });
  const other = temporaryFolder(t);
  mkdirSync(path.join(other, 'hub.lock-journal'));
  t.throws(() => lockDirectory(other), { code: 'storage-failed' }, 'and not another hub');
  t.end();
});
