import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { closedFiles, filesOf, sentenceOf, userName } from '../../src/store/data-access.js';
import { withoutSettings } from '../support/command-line.js';
import { temporaryFolder } from '../support/folder.js';
import { program } from '../support/program.js';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const skip = !isRoot && 'only root gives files to others';

/** A data directory that the user nobody can reach, and the hub's own command as that user. */
function homeOfNobody(t: Test) {
  const above = temporaryFolder(t);
  const directory = path.join(above, 'data');
  chmodSync(above, 0o755);
  mkdirSync(directory, { mode: 0o700 });
  chownSync(directory, NOBODY, NOBODY);
  const asNobody = (...args: string[]) => {
    const command = [process.execPath, ...process.execArgv, program('src/main'), ...args];
    return spawnSync('setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...command], {
      encoding: 'utf8',
      // Where coverage is written nobody may write, and Node says so where the hub's sentence is read.
      env: { ...withoutSettings(), HOME: '/', PETCAM_DATA_DIR: directory, NODE_V8_COVERAGE: undefined },
    });
  };
  return { directory, above, asNobody };
}

t.test('a file of another owner is named with both users, and so are several', { skip }, async (t) => {
  const { directory, above, asNobody } = homeOfNobody(t);
  const made = asNobody('camera', 'list');
  if (made.status !== 0) return t.comment(`nobody cannot run the program here: ${made.stderr}`);
  asNobody('setup', '--json');
  const nobody = userName(NOBODY);
  const given = (...names: string[]) => {
    for (const name of names) chownSync(path.join(directory, name), 0, 0);
    const { stderr, status } = asNobody('setup');
    for (const name of names) chownSync(path.join(directory, name), NOBODY, NOBODY);
    t.equal(status, 1);
    return stderr;
  };
  const owned = (names: string[]) =>
    `petcam-hub: ${names.map((name) => path.join(directory, name)).join(', ')}: owned by root, but the hub runs as ${nobody}\n` +
    `  sudo chown -R ${nobody}: ${directory}\n`;
  for (const name of ['.', 'petcam.db', 'secret.key', 'tls', path.join('tls', 'authority.pem')])
    t.equal(given(name), owned([name]), name);
  t.equal(given('petcam.db', 'secret.key'), owned(['petcam.db', 'secret.key']));
  const doctor = () => {
    chownSync(path.join(directory, 'spare-space'), 0, 0);
    const { stdout } = asNobody('doctor', '--json');
    return JSON.parse(stdout).find(({ check }: { check: string }) => check === 'data directory');
  };
  t.match(doctor(), { verdict: 'fail', text: /spare-space: owned by root, but/, advice: /chown -R/ });
  chmodSync(path.join(directory, 'petcam.db'), 0o400);
  t.match(asNobody('setup').stderr, /petcam\.db \(mode 400\): closed to the user \S+, who owns it/);
  chmodSync(above, 0o700);
  t.match(asNobody('setup').stderr, new RegExp(`${above}, above ${directory}: closed to the user ${nobody}`));
});

t.test('what a directory holds, and what is closed', async (t) => {
  const directory = temporaryFolder(t);
  t.strictSame(filesOf(path.join(directory, 'none')), ['.']);
  t.strictSame(closedFiles(path.join(directory, 'none')), []);
  writeFileSync(path.join(directory, 'petcam.db'), '');
  symlinkSync('/dev/null', path.join(directory, 'secret.key'));
  mkdirSync(path.join(directory, 'tls'));
  writeFileSync(path.join(directory, 'tls', 'hub.pem'), '');
  t.strictSame(
    filesOf(directory),
    ['.', 'petcam.db', 'tls', 'tls/hub.pem'],
    'a link is the service manager’s',
  );
  t.strictSame(closedFiles(directory), []);
  rmSync(path.join(directory, 'tls'), { recursive: true });
  t.strictSame(filesOf(directory), ['.', 'petcam.db']);
});

t.test('users by name, and by number where they have none', async (t) => {
  t.equal(userName(0), 'root');
  t.equal(userName(987_654_321), '987654321');
  const { text } = sentenceOf('/data', [{ name: 'petcam.db', uid: 987_654_321, mode: 0o600 }], 0);
  t.equal(text, '/data/petcam.db: owned by 987654321, but the hub runs as root');
});

t.test('advice for files of the hub itself, and for a folder above them', async (t) => {
  const own = [
    { name: '.', uid: 0, mode: 0o500 },
    { name: 'petcam.db', uid: 0, mode: 0o400 },
  ];
  t.strictSame(sentenceOf('/data', own, 0), {
    text: '/data (mode 500), /data/petcam.db (mode 400): closed to the user root, who owns it and runs the hub',
    advice: 'sudo chmod -R u+rwX /data',
  });
  t.strictSame(sentenceOf('/home/ada/data', [{ name: '..', uid: 1000, mode: 0o700 }], 0), {
    text: '/home/ada, above /home/ada/data: closed to the user root, who runs the hub',
    advice: 'sudo chmod o+x /home/ada, or choose another folder with PETCAM_DATA_DIR',
  });
});
