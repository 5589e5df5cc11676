/** The installer as far as it goes without installing anything. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { temporaryFolder } from '../support/folder.js';

const script = fileURLToPath(new URL('../../scripts/install.sh', import.meta.url));

function install(...args: string[]) {
  return installWith({}, ...args);
}

function installWith(env: Record<string, string>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync('sh', [script, ...args], {
    encoding: 'utf8',
    input: 'no\n',
    env: { ...process.env, ...env },
  });
  return { status, out: stdout, err: stderr };
}

const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
const isDebian = existsSync('/usr/bin/dpkg') && /^VERSION_ID="?1[2-9]/m.test(release);

t.test('--help says how, a wrong option says it too', async (t) => {
  t.match(install('--help'), { status: 0, out: /--uninstall(.|\n)*--purge/ });
  t.match(install('--remove'), { status: 2, err: /--uninstall/ });
});

t.test('--check looks at the machine and changes nothing', async (t) => {
  const { status, out, err } = install('--check');
  if (existsSync('/usr/bin/dpkg')) t.match(out + err, /good|too old|not supported|too little|are free/);
  else t.match({ status, err }, { status: 1, err: /no Debian/ });
});

const machines = [
  { what: 'a Raspberry Pi OS of 32 bits', dpkg: 'echo armhf', says: /armhf is not supported(.|\n)*64-bit/ },
  {
    what: 'programs of 32 bits',
    getconf: 'echo 32',
    says: /programs are 32-bit(.|\n)*64-bit Raspberry Pi OS/,
  },
  {
    what: 'an old C library',
    getconf: '[ "$1" = LONG_BIT ] && echo 64 || echo glibc 2.31',
    says: /C library is 2\.31, 2\.36 or newer is needed/,
  },
  {
    what: 'little space',
    df: 'printf "File 1M-blocks Used Available\\ncard 30000 29700 300\\n"',
    says: /only 300 MiB are free in \/var/,
  },
];

for (const { what, says, ...programs } of machines) {
  t.test(
    `${what}: refused with the reason`,
    { skip: !isDebian && 'this is no Debian 12 or newer' },
    async (t) => {
      const folder = temporaryFolder(t);
      const there = { dpkg: 'echo amd64', ...programs };
      for (const [name, text] of Object.entries(there))
        writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
      const { status, err } = installWith({ PATH: `${folder}:${process.env['PATH']}` }, '--check');
      t.match({ status, err }, { status: 1, err: says });
    },
  );
}

t.test('photos go only when that is asked for, and said twice', async (t) => {
  t.match(install('--purge'), { status: 1, err: /needs root|goes with --uninstall/ });
  t.match(install('--uninstall', '--purge'), { status: 1, err: /needs root|nothing was removed/ });
});

t.test('a package that is not there', async (t) => {
  t.match(install('/nowhere/petcam-hub.deb'), { status: 1, err: /needs root|is not there|too/ });
});
