/** The installer as far as it goes without installing anything. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const script = fileURLToPath(new URL('../../scripts/install.sh', import.meta.url));

function install(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('sh', [script, ...args], { encoding: 'utf8', input: 'no\n' });
  return { status, out: stdout, err: stderr };
}

t.test('--help says how, a wrong option says it too', async (t) => {
  t.match(install('--help'), { status: 0, out: /--uninstall(.|\n)*--purge/ });
  t.match(install('--remove'), { status: 2, err: /--uninstall/ });
});

t.test('--check looks at the machine and changes nothing', async (t) => {
  const { status, out, err } = install('--check');
  if (existsSync('/usr/bin/dpkg')) t.match(out + err, /good|too old|not supported|too little|are free/);
  else t.match({ status, err }, { status: 1, err: /no Debian/ });
});

t.test('photos go only when that is asked for, and said twice', async (t) => {
  t.match(install('--purge'), { status: 1, err: /needs root|goes with --uninstall/ });
  t.match(install('--uninstall', '--purge'), { status: 1, err: /needs root|nothing was removed/ });
});

t.test('a package that is not there', async (t) => {
  t.match(install('/nowhere/petcam-hub.deb'), { status: 1, err: /needs root|is not there|too/ });
});
