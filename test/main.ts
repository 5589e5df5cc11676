import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { petcamHub } from './support/command-line.js';
import { temporaryFolder } from './support/folder.js';

t.test('--help and no arguments list every command', async (t) => {
  for (const args of [['--help'], []]) {
    const { code, out } = await petcamHub(args);
    t.equal(code, 0);
    for (const word of ['serve', 'setup', 'camera', '--config']) t.match(out, word);
  }
});

t.test('--version is the one of package.json', async (t) => {
  const { code, out } = await petcamHub(['--version']);
  t.equal(code, 0);
  t.match(out, /^\d+\.\d+\.\d+\n$/);
});

t.test('each command explains itself', async (t) => {
  for (const command of ['serve', 'setup', 'camera', 'user', 'models']) {
    const { code, out } = await petcamHub([command, '--help']);
    t.equal(code, 0);
    t.match(out, `petcam-hub ${command}`);
  }
});

t.test('wrong arguments end with 2 and say what is right', async (t) => {
  const unknown = await petcamHub(['serv']);
  t.match(unknown, { code: 2, err: /"serv" is not a command; did you mean "serve"\?/ });
  t.match(await petcamHub(['setup', '--jason']), {
    code: 2,
    err: /"--jason" is not an option; did you mean "--json"\?/,
  });
  t.match(await petcamHub(['camera', 'lsit']), { code: 2, err: /"lsit" is not .*; did you mean "list"\?/ });
  t.match(await petcamHub(['models', 'ad']), { code: 2, err: /did you mean "add"\?/ });
  t.match(await petcamHub(['--config']), { code: 2, err: /needs a file/ });
});

t.test('a fault in the settings ends with 1, every fault in it, and a hint', async (t) => {
  const { code, err } = await petcamHub(['serve'], { PETCAM_HTTP_PORT: 'x', PETCAM_LOG_LEVEL: 'loud' });
  t.equal(code, 1);
  t.match(err, 'PETCAM_HTTP_PORT');
  t.match(err, 'PETCAM_LOG_LEVEL');
  t.match(err, '.env.example');
});

t.test('a settings file is read, and the environment wins over it', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'hub.env');
  writeFileSync(file, `PETCAM_DATA_DIR=${folder}/data\nPETCAM_PUBLIC_URL=http://from-file.example\n`);
  const fromFile = await petcamHub(['--config', file, 'setup', '--json']);
  t.match(JSON.parse(fromFile.out), { address: 'http://from-file.example' });
  const both = await petcamHub(['--config', file, 'setup', '--json'], {
    PETCAM_PUBLIC_URL: 'http://env.example',
  });
  t.match(JSON.parse(both.out), { address: 'http://env.example' });
  writeFileSync(file, `\uFEFF${readFileSync(file)}`);
  const marked = await petcamHub(['--config', file, 'setup', '--json']);
  t.match(JSON.parse(marked.out), { address: 'http://from-file.example' });
  t.match(await petcamHub(['--config', path.join(folder, 'none'), 'setup']), { code: 1, err: /ENOENT/ });
});

t.test('a name that would steer the terminal is shown as what it is', async (t) => {
  const settings = { PETCAM_DATA_DIR: temporaryFolder(t), PETCAM_TIME_ZONE: 'Asia/Seoul' };
  await petcamHub(['camera', 'add', 'Hall\u001b]0;owned\u0007', '--id', 'hall'], settings);
  const { out } = await petcamHub(['camera', 'list'], settings);
  t.match(out, 'Hall\\u001b]0;owned\\u0007');
  t.notMatch(out, /[^\P{Cc}\n]/u);
  const [row] = JSON.parse((await petcamHub(['camera', 'list', '--json'], settings)).out);
  t.equal(row.name, 'Hall\u001b]0;owned\u0007');
  const unknown = await petcamHub(['camera', 'show', '\u001b[2J'], settings);
  t.match(unknown.err, 'there is no camera "\\u001b[2J"');
});
