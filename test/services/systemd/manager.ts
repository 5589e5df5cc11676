import path from 'node:path';
import t from 'tap';
import { createLog } from '../../../src/core/log.js';
import { openServiceManager } from '../../../src/services/systemd/manager.js';
import { temporaryFolder } from '../../support/folder.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { openNotifySocket } from '../../support/notify-socket.js';

const log = createLog('silent');

t.test('a hub that nobody manages says nothing', async () => {
  const environment = { notifySocket: null, watchdogMs: 1000, journal: false, keyCredential: null };
  const manager = await openServiceManager(environment, new ManualClock(), log);
  manager.status('Starting');
  manager.ready([], () => 'Running');
  manager.stopping('Stopping');
});

t.test('the words arrive in their order, each status on one line', async (t) => {
  const socket = openNotifySocket(t);
  const clock = new ManualClock();
  const environment = { notifySocket: socket.path, watchdogMs: 2000, journal: false, keyCredential: null };
  const manager = await openServiceManager(environment, clock, log);
  manager.status('Starting');
  let well = true;
  const ask = async () => {
    if (!well) throw new Error('gone\naway');
  };
  manager.ready([{ name: 'the database', ask }], () => 'Running');
  await settled();
  well = false;
  await clock.advance(1000);
  manager.stopping('Stopping');
  manager.stopping('Stopping again');
  await socket.hears(/STOPPING=1/, 0);
  t.strictSame(socket.heard, [
    'STATUS=Starting',
    'READY=1\nSTATUS=Running',
    'WATCHDOG=1',
    'STATUS=Running',
    'STATUS=In trouble: the database: gone away',
    'STOPPING=1\nSTATUS=Stopping',
  ]);
});

t.test('without a watchdog nothing is asked', async (t) => {
  const socket = openNotifySocket(t);
  const environment = { notifySocket: socket.path, watchdogMs: null, journal: false, keyCredential: null };
  const manager = await openServiceManager(environment, new ManualClock(), log);
  manager.ready([{ name: 'never', ask: () => t.fail('asked') as never }], () => 'Running');
  manager.stopping('Stopping');
  await socket.hears(/STOPPING=1/, 0);
});

t.test('a manager that has gone away does not take the hub along', async (t) => {
  const warnings: object[] = [];
  const noted = createLog('warn', { write: (line) => void warnings.push(JSON.parse(line)) });
  const environment = {
    notifySocket: path.join(temporaryFolder(t), 'none'),
    watchdogMs: null,
    journal: false,
    keyCredential: null,
  };
  const manager = await openServiceManager(environment, new ManualClock(), noted);
  manager.status('Starting');
  t.match(warnings, [{ msg: /notifying failed/ }]);
  manager.stopping('Stopping');
});

t.test('a socket that cannot be spoken to is a fault with a hint, not a silent start', async (t) => {
  const environment = { notifySocket: '@abstract', watchdogMs: null, journal: false, keyCredential: null };
  await t.rejects(openServiceManager(environment, new ManualClock(), log), {
    code: 'notify-unavailable',
    message: /@abstract/,
    hint: /Type=exec/,
  });
});
