import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import t from 'tap';
import { databasePath } from '../../src/store/database.js';
import { withoutSettings } from '../support/command-line.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings } from '../support/hub.js';
import { openNotifySocket } from '../support/notify-socket.js';
import { program, repository } from '../support/program.js';
import { withStore } from '../support/stocked.js';
import { KEY, runOn, sendBurst } from '../support/store.js';

const main = program('src/main');
const endWriter = path.join(repository, 'test/support/end-writer.cjs');

/** The hub as systemd starts it: it listens for its words, and for a sign of life every four seconds. */
function startService(
  t: { teardown(end: () => unknown): void },
  settings: Record<string, string>,
  options: string[] = [],
  words: string[] = [],
) {
  const socket = openNotifySocket(t);
  const child = spawn(process.execPath, [...options, ...process.execArgv, main, 'serve', ...words], {
    env: { ...withoutSettings(), ...settings, NOTIFY_SOCKET: socket.path, WATCHDOG_USEC: '4000000' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => (err += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code, err }));
  t.teardown(() => {
    child.kill('SIGKILL');
    return ended;
  });
  return { socket, child, ended };
}

t.test('a service manager hears that the hub is ready, alive and stopping', async (t) => {
  const { socket, child, ended } = startService(t, quietSettings(temporaryFolder(t)));
  const ready = await socket.hears(/^READY=1/, 0);
  t.match(ready, /STATUS=Running at https?:\/\/127\.0\.0\.1/);
  t.equal(socket.heard[0], 'STATUS=Starting');
  await socket.hears(/^WATCHDOG=1$/, 0);
  await socket.hears(/^WATCHDOG=1$/);
  child.kill('SIGTERM');
  await socket.hears(/^STOPPING=1/, 0);
  t.match(await ended, { code: 0 });
});

t.test('a hub that is told to stop while its vision process starts ends well', async (t) => {
  const settings = quietSettings(temporaryFolder(t));
  await withStore(settings['PETCAM_DATA_DIR'] as string, async (store) => {
    await store.addCamera('porch', 'Porch', KEY);
    await sendBurst(runOn(store), 'waits');
  });
  const { socket, child, ended } = startService(t, settings);
  const vision = await firstChildOf(child.pid as number);
  child.kill('SIGTERM');
  await socket.hears(/^STOPPING=1/, 0);
  t.match(await ended, { code: 0 });
  t.notOk(existsSync(`/proc/${vision}`), 'and leaves no process behind');
  await withStore(settings['PETCAM_DATA_DIR'] as string, (store) => {
    t.equal(store.cutQueue().waiting, 1, 'the burst waits for the next start');
  });
});

/** Id of the first process that a process starts, as soon as it has. */
async function firstChildOf(pid: number): Promise<string> {
  for (;;) {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    if (child !== undefined) return child;
    await delay(5);
  }
}

t.test('no sign of life while the database hangs; it comes back when the database does', async (t) => {
  const settings = quietSettings(temporaryFolder(t));
  const { socket } = startService(t, settings);
  await socket.hears(/^READY=1/, 0);
  const intruder = new Database(databasePath(settings['PETCAM_DATA_DIR'] as string));
  intruder.exec('BEGIN IMMEDIATE');
  await socket.hears(/STATUS=In trouble: .*the database does not answer/);
  const before = socket.heard.length;
  await socket.hears(/the database does not answer/);
  t.notOk(
    socket.heard.slice(before).some((text) => text === 'WATCHDOG=1'),
    'silent meanwhile',
  );
  intruder.exec('ROLLBACK');
  intruder.close();
  await socket.hears(/^WATCHDOG=1$/);
});

t.test('a hub whose writing thread has died ends at once, and says why', async (t) => {
  const settings = quietSettings(temporaryFolder(t));
  const { socket, child, ended } = startService(t, settings, ['--require', endWriter]);
  await socket.hears(/^READY=1/, 0);
  child.kill('SIGWINCH');
  t.match(await socket.hears(/^STOPPING=1/, 0), /the writing thread has ended unexpectedly/);
  t.match(await ended, { code: 1, err: /ended unexpectedly\n.*what was acknowledged is on disk/ });
});

t.test('a hub that cannot start says why, to the manager and to whoever reads the log', async (t) => {
  const settings = quietSettings(temporaryFolder(t));
  const missing = path.join(temporaryFolder(t), 'none');
  const { socket, ended } = startService(t, {
    ...settings,
    PETCAM_MQTT_URL: 'mqtt://127.0.0.1:1',
    PETCAM_MQTT_PASSWORD_FILE: missing,
  });
  t.match(await socket.hears(/^STOPPING=1/, 0), missing);
  t.match(await ended, { code: 1, err: new RegExp(`${missing} cannot be read`) });
  t.notOk(socket.heard.some((text) => text.startsWith('READY')));
});

t.test('a hub that fails after its start ends: it does not go on serving unready', async (t) => {
  const settings = quietSettings(temporaryFolder(t));
  const folder = settings['PETCAM_DATA_DIR'] as string;
  await withStore(folder, async () => {});
  const db = new Database(databasePath(folder));
  db.exec(`CREATE TRIGGER refuses_setup_code BEFORE INSERT ON setting WHEN NEW.key = 'setup-code'
    BEGIN SELECT RAISE(ABORT, 'no code today'); END`);
  db.close();
  const { socket, ended } = startService(t, settings, [], ['--banner']);
  t.match(await ended, { code: 1, err: /could not be read or written/ });
  t.match(await socket.hears(/^STOPPING=1/, 0), /could not be read or written/);
});
