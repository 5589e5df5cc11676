import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { checkBluetooth } from '../../../src/services/doctor/bluetooth.js';
import { temporaryFolder } from '../../support/folder.js';

const MAY = 'Name:\tnode\nCapEff:\t0000000000002000\n';
const MAY_NOT = 'Name:\tnode\nCapEff:\t0000000000000000\n';

/** The kernel's tree with one adapter and its switch in software. */
function sysWithAdapter(t: { teardown(end: () => void): void }, blocked: boolean): string {
  const sys = temporaryFolder(t);
  const rfkill = path.join(sys, 'class', 'bluetooth', 'hci0', 'rfkill1');
  mkdirSync(rfkill, { recursive: true });
  writeFileSync(path.join(rfkill, 'soft'), blocked ? '1\n' : '0\n');
  mkdirSync(path.join(sys, 'class', 'bluetooth', 'hci0:11'));
  return sys;
}

t.test('an adapter that the hub may use', async (t) => {
  t.match(checkBluetooth(sysWithAdapter(t, false), MAY), { verdict: 'ok', text: 'hci0' });
});

t.test('none, switched off, not allowed: each with what to do', async (t) => {
  t.match(checkBluetooth(temporaryFolder(t), MAY), {
    verdict: 'warn',
    text: /no adapter/,
    advice: /by cable/,
  });
  t.match(checkBluetooth(sysWithAdapter(t, true), MAY), { verdict: 'warn', advice: /rfkill unblock/ });
  t.match(checkBluetooth(sysWithAdapter(t, false), MAY_NOT), { verdict: 'warn', advice: /CAP_NET_RAW/ });
  t.match(checkBluetooth(sysWithAdapter(t, false), ''), { verdict: 'warn', advice: /CAP_NET_RAW/ });
});
