import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Finding, fine, worry } from './finding.js';

const WITHOUT = 'Cameras can be added by cable too: petcam-hub camera add "Living room"';
/** Bit of CAP_NET_RAW (capabilities(7)), which a raw HCI socket needs. */
const NET_RAW = 13n;

/**
 * Is there an adapter that is switched on, and may the hub use it? The radio itself is left alone.
 *
 * @param sys where the kernel shows its devices, `/sys`
 * @param processStatus the text of `/proc/PID/status` of the hub, or of this process when it does not run
 */
export function checkBluetooth(sys: string, processStatus: string): Finding {
  const folder = path.join(sys, 'class', 'bluetooth');
  const adapters = existsSync(folder) ? readdirSync(folder).filter((name) => /^hci\d+$/.test(name)) : [];
  if (adapters.length === 0)
    return worry('Bluetooth', 'no adapter: cameras cannot be paired over the air', `Plug one in. ${WITHOUT}`);
  if (adapters.every((name) => isBlocked(path.join(folder, name))))
    return worry('Bluetooth', `${adapters.join(', ')} is switched off`, 'sudo rfkill unblock bluetooth');
  return mayUseRadio(processStatus)
    ? fine('Bluetooth', adapters.join(', '))
    : worry(
        'Bluetooth',
        `${adapters.join(', ')} is there, but the hub may not use it`,
        'Run the hub as its service: the unit gives it CAP_NET_RAW.',
      );
}

/** rfkill(8): a switch in software, or a key of the case. */
function isBlocked(adapter: string): boolean {
  return readdirSync(adapter)
    .filter((name) => /^rfkill\d+$/.test(name))
    .some((name) => ['soft', 'hard'].some((kind) => read(path.join(adapter, name, kind)) === '1'));
}

function mayUseRadio(processStatus: string): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(processStatus)?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> NET_RAW) & 1n) === 1n;
}

const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
