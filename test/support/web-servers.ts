/** Real proxies for tests, where they are installed, with the configuration that docs/PROXY.md gives. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import type { Certificates } from '../../src/server/tls/types.js';
import { temporaryFolder } from './folder.js';
import { freePorts } from './free-ports.js';
import { repository } from './program.js';

type Teardown = { teardown(end: () => unknown): void };

/** Kinds of proxies, and why one cannot be tested here; false when it can. */
export const proxies = {
  nginx: { start: startNginx, skip: missing('/usr/sbin/nginx') },
  caddy: { start: startCaddy, skip: missing('/usr/bin/caddy') },
};

/** Programs in front of a hub's port, with the certificate that they show. */
export interface InFront {
  hubPort: number;
  certificates: Certificates;
}

function missing(program: string): string | false {
  return existsSync(program) ? false : `not installed here: ${program}`;
}

/** The configuration of docs/PROXY.md, with `changes` made to it, each of which has to fit. */
function documented(language: string, changes: [string, string][]): string {
  const page = readFileSync(path.join(repository, 'docs', 'PROXY.md'), 'utf8');
  const found = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? '';
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`docs/PROXY.md does not say "${from}" for ${language}`);
    return text.replace(from, to);
  }, found);
}

function writePair(folder: string, certificates: Certificates): { cert: string; key: string } {
  const pair = certificates.current();
  const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
  writeFileSync(files.cert, pair.cert);
  writeFileSync(files.key, pair.key);
  return files;
}

/** Starts nginx as the file of its documentation has it; gives its port. */
async function startNginx(t: Teardown, { hubPort, certificates }: InFront): Promise<number> {
  const folder = temporaryFolder(t);
  const [port = 0] = await freePorts(1);
  const { cert, key } = writePair(folder, certificates);
  const server = documented('nginx', [
    ['listen 443', `listen 127.0.0.1:${port}`],
    ['/etc/ssl/home.example.pem', cert],
    ['/etc/ssl/home.example.key', key],
    ['127.0.0.1:8080', `127.0.0.1:${hubPort}`],
  ]);
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${path.join(folder, name)};`,
  );
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {}\nhttp { access_log off; ${folders.join(' ')}\n${server}}\n`,
  );
  await run(t, '/usr/sbin/nginx', ['-p', folder, '-c', file], {}, port);
  return port;
}

/** Starts Caddy as the file of its documentation has it; gives its port. */
async function startCaddy(t: Teardown, { hubPort, certificates }: InFront): Promise<number> {
  const folder = temporaryFolder(t);
  const [port = 0] = await freePorts(1);
  const { cert, key } = writePair(folder, certificates);
  const site = documented('caddyfile', [
    ['home.example {', `https://127.0.0.1:${port} {\n  tls ${cert} ${key}`],
    ['127.0.0.1:8080', `127.0.0.1:${hubPort}`],
  ]);
  const file = path.join(folder, 'Caddyfile');
  writeFileSync(file, `{\n  admin off\n  auto_https disable_redirects\n  default_bind 127.0.0.1\n}\n${site}`);
  mkdirSync(path.join(folder, 'home'));
  const env = { HOME: path.join(folder, 'home'), XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  await run(t, '/usr/bin/caddy', ['run', '--config', file, '--adapter', 'caddyfile'], env, port);
  return port;
}

/** Runs a program until the test ends; resolves when it listens. */
async function run(t: Teardown, program: string, args: string[], env: object, port: number): Promise<void> {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  t.teardown(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
