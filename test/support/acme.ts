/** A certificate authority as Let's Encrypt is one, with its DNS, and a client: Debian's pebble and lego. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './folder.js';
import { freePorts } from './free-ports.js';
import { publicCertificate } from './tailscale.js';

type Teardown = { teardown(end: () => unknown): void };

const needed = ['/usr/bin/pebble', '/usr/bin/pebble-challtestsrv', '/usr/bin/lego'];
const missing = needed.filter((file) => !existsSync(file));

/** Why no certificate can be had by ACME here; false when one can. */
export const noAcme: string | false = missing.length === 0 ? false : `not installed: ${missing.join(', ')}`;

/** The program that lego has write and remove the record of a name: `present` or `cleanup`, the name, the value. */
const recorder = (management: number) => `#!${process.execPath}
const [act, host, value] = process.argv.slice(2);
const route = act === 'present' ? 'set-txt' : 'clear-txt';
fetch('http://127.0.0.1:${management}/' + route, { method: 'POST', body: JSON.stringify({ host, value }) })
  .then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1));
`;

/** Starts the authority and its DNS. They are gone with the test. */
export async function startAcme(t: Teardown) {
  const folder = temporaryFolder(t);
  const [acme = 0, management = 0, dns = 0, records = 0] = await freePorts(4);
  const { cert, key } = await publicCertificate('localhost');
  const file = (name: string, text: string, mode = 0o600) => {
    writeFileSync(path.join(folder, name), text, { mode });
    return path.join(folder, name);
  };
  const ca = file('pebble.pem', cert);
  const settings = {
    listenAddress: `127.0.0.1:${acme}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: ca,
    privateKey: file('pebble.key', key),
    httpPort: 0,
    tlsPort: 0,
  };
  const config = file('pebble.json', JSON.stringify({ pebble: settings }));
  const none = ['-http01', '', '-https01', '', '-tlsalpn01', ''];
  const answers = ['-dns01', `127.0.0.1:${dns}`, '-management', `127.0.0.1:${records}`];
  await run(t, '/usr/bin/pebble-challtestsrv', [...none, ...answers], records);
  await run(t, '/usr/bin/pebble', ['-config', config, '-dnsserver', `127.0.0.1:${dns}`], acme);
  const script = file('record', recorder(records), 0o700);
  return {
    /** Runs lego as `docs/OPERATIONS.md` does, for a folder and a command, with this authority and DNS in place. */
    lego: (name: string, into: string, ...command: string[]) =>
      promisify(execFile)(
        '/usr/bin/lego',
        [
          ...[
            '--accept-tos',
            '--email',
            'mina@pets.example',
            '--dns',
            'exec',
            '--domains',
            name,
            '--path',
            into,
          ],
          ...[
            '--server',
            `https://localhost:${acme}/dir`,
            '--dns.disable-cp',
            '--dns.resolvers',
            `127.0.0.1:${dns}`,
          ],
          ...command,
        ],
        { env: { ...process.env, LEGO_CA_CERTIFICATES: ca, EXEC_PATH: script } },
      ),
    /** Root that vouches for what the authority gives, as browsers have those of the world. */
    root: async () => {
      const options = ['--silent', '--cacert', ca, `https://localhost:${management}/roots/0`];
      return (await promisify(execFile)('curl', options)).stdout;
    },
  };
}

/** Runs a program until the test ends; resolves when it listens. */
async function run(t: Teardown, program: string, args: string[], port: number): Promise<void> {
  const env = { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0' };
  const child = spawn(program, args, { env, stdio: 'ignore' });
  t.teardown(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  });
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
