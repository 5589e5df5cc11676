/** Two network namespaces that reach each other by a road alone, and a real WireGuard between them. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { temporaryFolder } from './folder.js';

const tools = ['ip', 'wg', 'wireguard-go', 'curl'];
const missing = tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);

/** Why no tunnel can be had here; false when one can. */
export const noWireguard: string | false =
  process.getuid?.() !== 0
    ? 'network namespaces need root'
    : missing.length > 0
      ? `not installed: ${missing.join(', ')}`
      : existsSync('/dev/net/tun')
        ? mayNotUnshare()
        : 'this machine has no /dev/net/tun';

function mayNotUnshare(): string | false {
  const made = spawnSync('unshare', ['--net', 'ip', 'tuntap', 'add', 'wg0', 'mode', 'tun'], {
    encoding: 'utf8',
  });
  return made.status === 0 ? false : `no tunnel may be made in a namespace here: ${made.stderr.trim()}`;
}

/** Address of the hub in the tunnel, and on the road, where nothing but the tunnel's own port is open to a phone. */
export const HUB_IN_TUNNEL = '10.8.0.1';
const [HUB_ON_ROAD, PHONE_ON_ROAD, PHONE_IN_TUNNEL] = ['203.0.113.1', '203.0.113.2', '10.8.0.2'];
const PORT = '51820';

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });

/** A home with a hub, and a phone on the road; both are gone with the test. */
export function homeAndRoad(t: Test) {
  const folder = temporaryFolder(t);
  const mark = `${process.pid % 100_000}`;
  const [home, road] = [`petcam-${mark}-home`, `petcam-${mark}-road`];
  // Sockets of WireGuard lie in one folder for all namespaces, by the name of the interface.
  const [hubDevice, phoneDevice] = [`wg${mark}`, `wgp${mark}`];
  for (const name of [home, road]) ip('netns', 'add', name);
  t.teardown(() => {
    for (const name of [home, road]) ip('netns', 'del', name);
  });
  ip('-n', home, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', road);
  for (const [name, address] of [
    [home, HUB_ON_ROAD],
    [road, PHONE_ON_ROAD],
  ] as const) {
    ip('-n', name, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) ip('-n', name, 'link', 'set', device, 'up');
  }
  const inside = (namespace: string, ...command: string[]) => ['netns', 'exec', namespace, ...command];
  const keys = [newKey(folder, 'hub'), newKey(folder, 'phone')] as const;

  /** Starts Debian's wireguard-go on a device and gives it its key, its peer and its address. */
  async function raise(namespace: string, device: string, address: string, own: string, peer: string[]) {
    const child = spawn('ip', inside(namespace, 'wireguard-go', '-f', device), {
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    t.teardown(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'close');
    });
    while (!existsSync(`/var/run/wireguard/${device}.sock`)) {
      if (child.exitCode !== null) throw new Error(`wireguard-go ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    ip(...inside(namespace, 'wg', 'set', device, 'private-key', own, ...peer));
    ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', device);
    ip('-n', namespace, 'link', 'set', device, 'up');
  }

  return {
    /** WireGuard on the hub's machine: it waits for the phone. */
    raiseHub: () =>
      raise(home, hubDevice, HUB_IN_TUNNEL, keys[0].file, [
        ...['listen-port', PORT, 'peer', keys[1].public, 'allowed-ips', `${PHONE_IN_TUNNEL}/32`],
      ]),
    /** The phone turns its tunnel on. */
    raisePhone: () =>
      raise(road, phoneDevice, PHONE_IN_TUNNEL, keys[1].file, [
        ...['peer', keys[0].public, 'allowed-ips', '10.8.0.0/24', 'endpoint', `${HUB_ON_ROAD}:${PORT}`],
      ]),
    /** Turns the phone's tunnel off. */
    dropPhone: () => ip('-n', road, 'link', 'set', phoneDevice, 'down'),
    /** Starts a program at home. It is killed with the test, and ends when its input does. */
    atHome: (command: string, ...args: string[]) => {
      const child = spawn('ip', inside(home, command, ...args), { stdio: ['pipe', 'pipe', 'inherit'] });
      t.teardown(async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGKILL');
        await once(child, 'close');
      });
      return child;
    },
    /** Asks from the road, as a browser does that trusts `ca`; the body of the answer, null when there is none. */
    fromRoad: (url: string, ca: string, ...args: string[]): string | null => {
      const file = path.join(folder, 'ca.pem');
      writeFileSync(file, ca);
      const options = ['--silent', '--max-time', '20', '--connect-timeout', '2', '--cacert', file];
      const asked = spawnSync('ip', inside(road, 'curl', ...options, ...args, url), { encoding: 'utf8' });
      return asked.status === 0 ? asked.stdout : null;
    },
  };
}

function newKey(folder: string, name: string): { file: string; public: string } {
  const file = path.join(folder, `${name}.key`);
  const secret = execFileSync('wg', ['genkey'], { encoding: 'utf8' });
  writeFileSync(file, secret, { mode: 0o600 });
  return { file, public: execFileSync('wg', ['pubkey'], { input: secret, encoding: 'utf8' }).trim() };
}
