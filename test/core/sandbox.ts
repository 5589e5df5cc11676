/** What code that has taken over the vision process can do: it runs in the sandbox of a real hub and tries. */
import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { systemClock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config/config.js';
import { chooseSandbox } from '../../src/core/sandbox.js';
import { openVision } from '../../src/hub/vision.js';
import { visionDefaults } from '../../src/imaging/vision/supervisor.js';
import { temporaryFolder } from '../support/folder.js';
import { startHub } from '../support/hub.js';
import { fixture } from '../support/photos.js';
import { repository } from '../support/program.js';
import { lastDescendant, sandboxHere } from '../support/sandbox.js';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
const modelsFolder = path.join(repository, 'models');
const { entry } = visionDefaults(modelsFolder).service;

/** What is tried, as a script for Node; says as JSON what came of each. The argument names the hub's things. */
const ATTACK = `
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { createSocket } from 'node:dgram';
const hub = JSON.parse(process.argv[1]);
const tried = {};
const attempt = async (name, work) => {
  try { tried[name] = { got: String(await work()).slice(0, 200) }; }
  catch (error) { tried[name] = { no: error.code ?? error.message }; }
};
const dial = (options) => new Promise((resolve, reject) => {
  const socket = connect({ ...options, timeout: 2000 });
  socket.once('connect', () => { socket.destroy(); resolve('connected'); });
  socket.once('timeout', () => { socket.destroy(); reject(new Error('silent')); });
  socket.once('error', reject);
});
for (const file of hub.files) await attempt('read ' + file, () => readFileSync(file));
await attempt('environment', () => readFileSync('/proc/' + hub.pid + '/environ'));
await attempt('memory', () => readFileSync('/proc/' + hub.pid + '/mem'));
await attempt('root of the hub', () => readdirSync('/proc/' + hub.pid + '/root'));
await attempt('kill', () => process.kill(hub.pid, 0));
await attempt('MQTT', () => dial({ host: '127.0.0.1', port: hub.mqttPort }));
await attempt('page', () => dial({ host: '127.0.0.1', port: hub.httpPort }));
await attempt('unix socket', () => dial({ path: hub.socket }));
await attempt('abstract socket', () => dial({ path: '\\0' + hub.abstract }));
await attempt('internet', () => dial({ host: '192.0.2.1', port: 80 }));
await attempt('datagram', () => new Promise((resolve, reject) => {
  createSocket('udp4').once('error', reject).send('x', 53, '192.0.2.1', (error) => error ? reject(error) : resolve('sent'));
}));
await attempt('write', () => writeFileSync(hub.program, ''));
await attempt('password file', () => readFileSync('/etc/passwd'));
await attempt('new namespace', () => execFileSync('unshare', ['--user', '--map-root-user', 'id']));
const others = readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).map(Number);
writeSync(1, JSON.stringify({ tried, others, status: readFileSync('/proc/self/status', 'utf8') }));
process.exit();
`;

interface Loot {
  tried: Record<string, { got?: string; no?: string }>;
  /** Processes in sight. */
  others: number[];
  status: string;
}

async function attack(command: readonly string[], hub: object): Promise<Loot> {
  const node = [process.execPath, '--input-type=module', '-e', ATTACK, JSON.stringify(hub)];
  const [file = '', ...args] = [...command, ...node];
  return JSON.parse((await run(file, args, { env: {} })).stdout);
}

const got = ({ tried }: Loot) =>
  Object.entries(tried)
    .filter(([, { no }]) => no === undefined)
    .map(([name]) => name);

async function hubToAttack(t: Test) {
  const { directory, mqttPort, httpPort } = await startHub(t);
  const data = path.join(directory, 'data');
  const socket = path.join(directory, 'socket');
  const abstract = `petcam-test-${process.pid}`;
  const servers = [createServer().listen(socket), createServer().listen(`\0${abstract}`)];
  t.teardown(() => servers.map((server) => server.close()));
  const files = ['secret.key', 'petcam.db', 'petcam.db-wal'].map((name) => path.join(data, name));
  return {
    files,
    pid: process.pid,
    mqttPort,
    httpPort,
    socket,
    abstract,
    program: fileURLToPath(entry),
  };
}

async function runningVision(t: Test) {
  const config = readConfig({ PETCAM_DATA_DIR: temporaryFolder(t) });
  const { vision } = openVision(config, modelsFolder, systemClock, pino({ level: 'silent' }), 0);
  t.teardown(() => vision.stop());
  await vision.run('thumbnails', { bytes: fixture('cat-focus', 3) });
}

t.test('everything that is tried is there for the hub itself', async (t) => {
  const hub = await hubToAttack(t);
  const reached = got(await attack([], { ...hub, program: '/dev/null' }));
  for (const name of [...hub.files.map((file) => `read ${file}`), 'kill', 'MQTT', 'page', 'unix socket'])
    t.ok(reached.includes(name), name);
});

t.test('from inside of the sandbox nothing of the hub is there', async (t) => {
  const { kind, command, why } = await sandboxHere();
  if (kind !== 'bubblewrap') return t.comment(`skipped: ${why}`);
  const hub = await hubToAttack(t);
  const loot = await attack(command, hub);
  t.strictSame(got(loot), []);
  t.ok(loot.others.length <= 4, 'no process in sight but its own');
  t.match(loot.status, /^CapEff:\s+0+$/m);
  t.match(loot.status, /^CapBnd:\s+0+$/m);
  t.match(loot.status, /^NoNewPrivs:\s+1$/m);
});

t.test('without bubblewrap, root gives it a user of its own: no file, no process of the hub', async (t) => {
  const sandbox = await chooseSandbox({ entry, files: [modelsFolder] }, isRoot, '/nobody/bwrap');
  if (sandbox.kind !== 'own-user')
    return t.comment('skipped: needs root, setpriv, and a program that others may read');
  const hub = await hubToAttack(t);
  const loot = await attack(sandbox.command, hub);
  const reached = got(loot);
  for (const name of [...hub.files.map((file) => `read ${file}`), 'environment', 'memory', 'kill', 'write'])
    t.notOk(reached.includes(name), name);
  t.match(loot.status, /^Uid:\s+61099\s/m);
  t.match(loot.status, /^CapBnd:\s+0+$/m);
  t.ok(reached.includes('MQTT'), 'the network is open, which the service says of itself');
});

t.test('a right to a raw Bluetooth socket ends before the service', async (t) => {
  const service = ['--reuid=65534', '--clear-groups', '--inh-caps=+net_raw', '--ambient-caps=+net_raw'];
  const effective = (...command: readonly string[]) => {
    const args = [...service, ...command, 'cat', '/proc/self/status'];
    const { stdout } = spawnSync('/usr/bin/setpriv', args, { encoding: 'utf8' });
    return /^CapEff:\s*([0-9a-f]+)$/m.exec(stdout)?.[1];
  };
  const { kind, command } = await chooseSandbox({ entry, files: [modelsFolder] }, false, '/nobody/bwrap');
  t.equal(kind, 'none');
  if (effective() !== '0000000000002000') return t.comment('skipped: needs root and setpriv');
  t.equal(effective(...command), '0000000000000000');
});

t.test('where nothing can be put around it, it is started as it is', async (t) => {
  const absent = new URL('file:///nobody/dist/imaging/main.js');
  t.strictSame(await chooseSandbox({ entry: absent, files: [modelsFolder] }, false), {
    kind: 'none',
    command: [],
  });
});

t.test('the vision process of a running hub is inside', async (t) => {
  const { kind, why } = await sandboxHere();
  if (kind !== 'bubblewrap') return t.comment(`skipped: ${why}`);
  await runningVision(t);
  const pid = lastDescendant(process.pid);
  t.match(readFileSync(`/proc/${pid}/cmdline`, 'utf8'), /process-main/);
  for (const name of ['net', 'pid', 'ipc', 'mnt', 'user', 'uts'])
    t.not(readlinkSync(`/proc/${pid}/ns/${name}`), readlinkSync(`/proc/self/ns/${name}`), name);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  t.match(status, /^CapEff:\s+0+$/m);
  if (isRoot) t.match(status, /^Uid:\s+(61099|0)\s/m);
  // Of a clone that lies below /tmp the program itself is in sight there.
  const own = /^\/tmp\/([^/]+)/.exec(repository)?.[1];
  t.strictSame(readdirSync(`/proc/${pid}/root/tmp`), own === undefined ? [] : [own]);
});
