/** A data disk that is not mounted must not look like a first start: real mounts, and the hub as a process of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { databasePath } from '../../src/store/database.js';
import { type Outcome, petcamHub, withoutSettings } from '../support/command-line.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings } from '../support/hub.js';
import { program } from '../support/program.js';
import { mountAt, mountSmallDisk } from '../support/small-disk.js';

function settingsFor(t: Test, data: string): Record<string, string> {
  return {
    ...quietSettings(temporaryFolder(t)),
    PETCAM_DATA_DIR: data,
    PETCAM_STATE_DIR: temporaryFolder(t),
  };
}

t.test('a disk that is not mounted any more is asked for, and the hub is there again with it', async (t) => {
  const disk = mountSmallDisk(t, 48);
  if (!disk) return;
  const place = path.join(temporaryFolder(t), 'ssd');
  mkdirSync(place);
  const data = path.join(place, 'petcam');
  const settings = settingsFor(t, data);
  const unmount = mountAt(t, disk, place);
  t.match(await petcamHub(['camera', 'add', 'Porch', '--id', 'porch'], settings), { code: 0 });
  unmount();

  for (const command of [['serve'], ['camera', 'list']]) {
    const { code, err } = await petcamHub(command, settings);
    t.equal(code, 1);
    t.match(err, `was on a disk that was mounted at ${place}, and nothing is mounted there now`);
    t.match(err, /Mount the disk or correct PETCAM_DATA_DIR.*start-anew/);
  }
  t.notOk(existsSync(databasePath(data)), 'no empty hub was begun');

  mountAt(t, disk, place);
  t.match(await petcamHub(['camera', 'list'], settings), { code: 0, out: /Porch/ });
});

t.test(
  'a disk that /etc/fstab mounts, and that is not there, is asked for at the very first start',
  async (t) => {
    if (!mayHideFstab(t)) return;
    const place = temporaryFolder(t);
    const data = path.join(place, 'petcam');
    const table = path.join(temporaryFolder(t), 'fstab');
    writeFileSync(table, `# <device> <where>\n/dev/sda1 ${place} ext4 defaults 0 2\n`);
    const { code, err } = await serveWithFstab(table, settingsFor(t, data));
    t.equal(code, 1);
    t.match(err, `its disk is not mounted at ${place}, as /etc/fstab says it should be`);
    t.notOk(existsSync(databasePath(data)), 'no empty hub was begun');
  },
);

/** False where there is no such file, or no mounts of its own for a process; then the output of the test says so. */
function mayHideFstab(t: Test): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '--bind', '/etc/fstab', '/etc/fstab'], { stdio: 'ignore' });
    return true;
  } catch {
    t.comment('a process may not have mounts of its own here: /etc/fstab cannot be another one');
    return false;
  }
}

/** Starts the hub where `table` lies at /etc/fstab, for this process alone. */
function serveWithFstab(table: string, settings: Record<string, string>): Promise<Outcome> {
  const hub = [process.execPath, ...process.execArgv, program('src/main'), 'serve'];
  const script = 'mount --bind "$1" /etc/fstab && shift && exec "$@"';
  const child = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', table, ...hub], {
    env: { ...withoutSettings(), ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => (err += chunk));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out: '', err })));
}
