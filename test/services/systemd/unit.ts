/** The unit file, judged by systemd itself. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { temporaryFolder } from '../../support/folder.js';
import { repository } from '../../support/program.js';

const unit = readFileSync(new URL('../../../systemd/petcam-hub.service', import.meta.url), 'utf8');
const absent = spawnSync('systemd-analyze', ['--version']).error !== undefined;
const skip = absent && 'systemd-analyze is not installed';

function analyze(t: { teardown(end: () => void): void }, ...args: string[]) {
  const file = path.join(temporaryFolder(t), 'petcam-hub.service');
  // systemd looks whether the program is there; on the machine of a test it is another one.
  writeFileSync(file, unit.replace('/usr/lib/petcam-hub/bin/node', process.execPath));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...args, file], { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

t.test('systemd has nothing to say against it', { skip }, async (t) => {
  // It exits with 0 on keys that it does not know, so any word is too many.
  t.strictSame(analyze(t, 'verify'), { status: 0, text: '' });
});

t.test('it is open to 2.0 of 10 at most', { skip }, async (t) => {
  const { status, text } = analyze(t, 'security', '--offline=true', '--threshold=20', '--no-pager');
  t.equal(status, 0, text);
  t.match(
    text,
    /Overall exposure level for petcam-hub.service: [01]\.\d OK|level for petcam-hub.service: 2\.0/,
  );
});

t.test(
  'the watchdog can be fed: notifications of the main process, from a service that says when it is ready',
  async (t) => {
    for (const line of [
      'Type=notify',
      'NotifyAccess=main',
      'WatchdogSec=2min',
      'Restart=always',
      'OOMPolicy=continue',
    ])
      t.match(unit, new RegExp(`^${line}$`, 'm'));
  },
);

t.test('the vision process may give up what the service may do', (t) => {
  const filters: string[] = unit.match(/^SystemCallFilter=.*$/gm) ?? [];
  const denied = filters.findIndex((line) => line.includes('~@privileged'));
  // setpriv needs capset(2), which the denied group holds: without it no photo is ever looked at.
  t.ok(denied >= 0 && filters.indexOf('SystemCallFilter=capset') > denied);
  t.end();
});

t.test('every secret that a file may hold can come as a credential', async (t) => {
  const loaded = [...unit.matchAll(/^LoadCredential=petcam-hub\.(.+)$/gm)].map(([, name]) => name);
  const config = readFileSync(path.join(repository, 'src/core/config/settings.ts'), 'utf8');
  const settings = [...config.matchAll(/'PETCAM_(\w+)_FILE'/g)].map(([, name = '']) =>
    name.toLowerCase().replaceAll('_', '-'),
  );
  const secret = settings.filter((name) => !/(-ca|-cert)$/.test(name));
  t.strictSame(
    secret.filter((name) => !loaded.includes(name)),
    [],
  );
});
