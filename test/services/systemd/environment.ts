import { fstatSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import {
  credentialSettings,
  readServiceEnvironment,
  stateSettings,
} from '../../../src/services/systemd/environment.js';
import { temporaryFolder } from '../../support/folder.js';

t.test('without a service manager there is nobody to talk to', async (t) => {
  const nothing = { notifySocket: null, watchdogMs: null, journal: false, keyCredential: null };
  t.strictSame(readServiceEnvironment({}), nothing);
  t.strictSame(readServiceEnvironment({ NOTIFY_SOCKET: '', WATCHDOG_USEC: '', JOURNAL_STREAM: '' }), nothing);
});

t.test('the watchdog is the one of this process, in milliseconds', async (t) => {
  const usec = { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '120000000' };
  t.match(readServiceEnvironment(usec, 7), { notifySocket: '/run/systemd/notify', watchdogMs: 120_000 });
  t.match(readServiceEnvironment({ ...usec, WATCHDOG_PID: '7' }, 7), { watchdogMs: 120_000 });
  t.match(readServiceEnvironment({ ...usec, WATCHDOG_PID: '8' }, 7), { watchdogMs: null });
  t.match(readServiceEnvironment({ WATCHDOG_USEC: 'soon' }), { watchdogMs: null });
});

t.test('the journal is believed only when standard output really ends there', async (t) => {
  const { dev, ino } = fstatSync(1);
  t.equal(readServiceEnvironment({ JOURNAL_STREAM: `${dev}:${ino}` }).journal, true);
  t.equal(readServiceEnvironment({ JOURNAL_STREAM: `${dev}:${ino + 1}` }).journal, false);
});

t.test('a credential stands for the setting of its name', async (t) => {
  const folder = temporaryFolder(t);
  for (const file of [
    'petcam-hub.mqtt-password',
    'petcam-hub.no-such-thing',
    'another-service.mqtt-password',
  ])
    writeFileSync(path.join(folder, file), 'x');
  t.strictSame(credentialSettings(folder), {
    PETCAM_MQTT_PASSWORD_FILE: path.join(folder, 'petcam-hub.mqtt-password'),
  });
  t.equal(readServiceEnvironment({ CREDENTIALS_DIRECTORY: folder }).keyCredential, null);
  writeFileSync(path.join(folder, 'petcam-hub.key'), 'x');
  const { keyCredential } = readServiceEnvironment({ CREDENTIALS_DIRECTORY: folder });
  t.equal(keyCredential, path.join(folder, 'petcam-hub.key'));
  t.strictSame(credentialSettings(path.join(folder, 'none')), {});
  t.strictSame(credentialSettings(undefined), {});
});

t.test('where a hub may note the disk of its data', (t) => {
  const folder = (environment: Record<string, string>) => stateSettings(environment)['PETCAM_STATE_DIR'];
  t.equal(
    folder({ STATE_DIRECTORY: '/var/lib/petcam-hub:/var/lib/other', HOME: '/root' }),
    '/var/lib/petcam-hub',
  );
  t.equal(
    folder({ XDG_STATE_HOME: '/home/mina/.state', HOME: '/home/mina' }),
    '/home/mina/.state/petcam-hub',
  );
  t.equal(folder({ HOME: '/home/mina' }), '/home/mina/.local/state/petcam-hub');
  t.equal(folder({}), undefined);
  t.end();
});
