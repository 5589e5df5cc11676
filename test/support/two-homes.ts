/** Two network namespaces joined by a cable: a hub in one, a phone with Avahi in the other. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { temporaryFolder } from './folder.js';

const tools = ['ip', 'avahi-daemon', 'avahi-browse', 'avahi-resolve', 'dbus-daemon'];
const missing = tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);

/** Why two homes cannot be had here; false when they can. */
export const noTwoHomes: string | false =
  process.getuid?.() !== 0
    ? 'network namespaces need root'
    : missing.length > 0
      ? `not installed: ${missing.join(', ')}`
      : mayNotUnshare();

function mayNotUnshare(): string | false {
  const name = `petcam-${process.pid}-try`;
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  spawnSync('ip', ['netns', 'del', name]);
  return made.status === 0 ? false : `this machine makes no network namespaces: ${made.stderr.trim()}`;
}

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });

/** What a process says, line by line, and a way to wait for a line. */
export class Spoken {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();

  constructor(child: ChildProcess) {
    this.#child = child;
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      this.lines.push(line);
      for (const look of this.#waiting) look();
    });
  }

  /** The first line that `fits`, said already or still to come. */
  line(fits: (line: string) => boolean): Promise<string> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.lines.find(fits);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Takes its life at once, as a power cut does. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'close');
  }

  /** Ends it as a person would: what it reads ends. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.stdin?.end();
    await once(this.#child, 'close');
  }
}

/** Builds both homes; they are gone with the test. */
export function twoHomes(t: Test, hostOfPhone: string) {
  const folder = temporaryFolder(t);
  const mark = `${process.pid}-${Math.floor(Math.random() * 1000)}`;
  const [hub, phone] = [`petcam-${mark}-h`, `petcam-${mark}-p`];
  for (const name of [hub, phone]) ip('netns', 'add', name);
  t.teardown(() => {
    for (const name of [hub, phone]) ip('netns', 'del', name);
  });
  ip('-n', hub, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', phone);
  for (const [name, address] of [
    [hub, '10.77.0.1/24'],
    [phone, '10.77.0.2/24'],
  ] as const) {
    ip('-n', name, 'address', 'add', address, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) ip('-n', name, 'link', 'set', device, 'up');
    ip('-n', name, 'route', 'add', '224.0.0.0/4', 'dev', 'eth0');
  }
  const bus = path.join(folder, 'bus');
  const environment = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` };

  function start(namespace: string | null, command: string, args: string[], settings = {}): Spoken {
    const words = namespace ? ['ip', 'netns', 'exec', namespace, command, ...args] : [command, ...args];
    const [program = '', ...rest] = words;
    const env = { ...environment, ...settings };
    const child = spawn(program, rest, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    t.teardown(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    });
    return new Spoken(child);
  }

  /** The phone's Avahi, on a bus and with a /run of its own. */
  async function wakePhone(): Promise<void> {
    const busFile = path.join(folder, 'bus.conf');
    writeFileSync(busFile, busSettings(bus));
    start(null, 'dbus-daemon', ['--nofork', `--config-file=${busFile}`]);
    await until(() => existsSync(bus));
    const avahiFile = path.join(folder, 'avahi.conf');
    writeFileSync(avahiFile, `[server]\nhost-name=${hostOfPhone}\nuse-ipv6=no\nallow-interfaces=eth0\n`);
    const avahi = `mount -t tmpfs none /run && mkdir -p /run/avahi-daemon && exec avahi-daemon -f ${avahiFile} --no-drop-root --no-chroot --no-rlimits`;
    start(phone, 'sh', ['-c', avahi]);
    await until(() => resolved(`${hostOfPhone}.local`) !== null);
  }

  /** What the phone makes of a name; null when it knows none. */
  function resolved(name: string): string | null {
    const asked = spawnSync('avahi-resolve', ['-4', '-n', name], { env: environment, encoding: 'utf8' });
    return asked.stdout.trim().split('\t')[1] ?? null;
  }

  return {
    wakePhone,
    resolved,
    /** Runs a TypeScript file where the hub lives. */
    inHub: (file: string, ...args: string[]) =>
      start(hub, process.execPath, [...process.execArgv, file, ...args]),
    /** The same with settings of its own. */
    inHubWith: (settings: Record<string, string>, file: string, ...args: string[]) =>
      start(hub, process.execPath, [...process.execArgv, file, ...args], settings),
    /** Runs a program where the phone lives: any other device of the home. */
    inPhone: (settings: Record<string, string>, command: string, ...args: string[]) =>
      start(phone, command, args, settings),
    /** The router gives the hub's machine another address. */
    readdress(from: string, to: string): void {
      ip('-n', hub, 'address', 'del', from, 'dev', 'eth0');
      ip('-n', hub, 'address', 'add', to, 'dev', 'eth0');
      // The routes of a device go with its last address.
      ip('-n', hub, 'route', 'replace', '224.0.0.0/4', 'dev', 'eth0');
    },
    /** Follows what of a type comes and goes, as `avahi-browse --parsable` says it. */
    browse: (type: string) => start(null, 'stdbuf', ['-oL', 'avahi-browse', '--resolve', '--parsable', type]),
    unplug: () => ip('-n', hub, 'link', 'set', 'eth0', 'down'),
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 100));
}

const busSettings = (
  socket: string,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
