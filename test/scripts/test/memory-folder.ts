import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { memoryFolder } from '../../../scripts/test/memory-folder.mjs';
import { temporaryFolder } from '../../support/folder.js';
import { repository } from '../../support/program.js';

t.test('the folder is there for as long as its process', async (t) => {
  const memory = temporaryFolder(t);
  const program = `
    const { existsSync } = await import('node:fs');
    const { memoryFolder } = await import(${JSON.stringify(path.join(repository, 'scripts/test/memory-folder.mjs'))});
    const folder = memoryFolder(${JSON.stringify(memory)});
    console.log(folder, existsSync(folder));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  const [folder, existed] = said.trim().split(' ');
  t.equal(path.dirname(folder ?? ''), memory);
  t.equal(existed, 'true');
  t.strictSame(readdirSync(memory), []);
});

t.test('a machine without such a place gets none', async (t) => {
  const missing = path.join(temporaryFolder(t), 'shm');
  t.equal(memoryFolder(missing), null);
  t.notOk(existsSync(missing));
});

t.test('a place with too little room is left alone', async (t) => {
  // /proc is a file system of no size at all.
  t.equal(memoryFolder('/proc'), null);
});
