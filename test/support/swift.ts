/** A real S3 server for tests: OpenStack Swift with its s3api, where it is installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { temporaryFolder } from './folder.js';
import { freePorts } from './free-ports.js';

const PROGRAMS = [
  'swift-proxy-server',
  'swift-account-server',
  'swift-container-server',
  'swift-object-server',
];
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

export const ACCESS_KEY = 'test:tester';
export const SECRET_KEY = 'testing';

/** True when it can be tested against; else the test says so in its output. */
export function swiftIsHere(t: Test): boolean {
  const here = ['memcached', ...PROGRAMS].every((name) => existsSync(`/usr/bin/${name}`));
  if (!here) t.comment('OpenStack Swift is not installed: sending to S3 is not tested');
  return here;
}

export const faketimeIsHere = existsSync(FAKETIME);

export interface Swift {
  /** With the bucket as its path. */
  url: string;
  /** Kills the front server, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again at the same address, with its clock `skew` (`+2h`) away. */
  start(skew?: string): Promise<void>;
  /** Bytes that the bucket may hold. */
  limit(bytes: number): Promise<void>;
}

/** Starts one with an empty bucket; it ends with the test. */
export async function startSwift(t: Test, bucket = 'photos'): Promise<Swift> {
  const folder = temporaryFolder(t);
  const ports = await freePorts(5);
  const [proxy = 0, cache = 0] = ports;
  const running: ChildProcess[] = [];
  const launch = (name: string, args: string[], environment: Record<string, string> = {}) => {
    const child = spawn(name, args, { stdio: 'ignore', env: { ...process.env, ...environment } });
    running.push(child);
    return child;
  };
  t.teardown(() => Promise.all(running.map(ended)));
  configure(folder, ports);
  launch('memcached', ['-u', userInfo().username, '-l', '127.0.0.1', '-p', String(cache)]);
  for (const kind of kinds) launch(`swift-${kind}-server`, [join(folder, `${kind}.conf`)]);

  const origin = `http://127.0.0.1:${proxy}`;
  let front: ChildProcess;
  async function start(skew?: string) {
    const environment = skew ? { LD_PRELOAD: FAKETIME, FAKETIME: skew } : {};
    front = launch('swift-proxy-server', [join(folder, 'proxy.conf')], environment);
    await answers(`${origin}/healthcheck`);
  }
  await start();
  await allAnswer(ports.slice(2));
  await swiftCall(origin, bucket, 'PUT', {});
  return {
    url: `${origin}/${bucket}`,
    start,
    kill: () => ended(front),
    limit: (bytes) => swiftCall(origin, bucket, 'POST', { 'x-container-meta-quota-bytes': String(bytes) }),
  };
}

const kinds = ['account', 'container', 'object'] as const;

async function swiftCall(origin: string, bucket: string, method: string, headers: Record<string, string>) {
  const auth = { 'x-auth-user': ACCESS_KEY, 'x-auth-key': SECRET_KEY };
  const granted = await fetch(`${origin}/auth/v1.0`, { headers: auth });
  const token = granted.headers.get('x-auth-token') ?? '';
  const url = `${granted.headers.get('x-storage-url')}/${bucket}`;
  const done = await fetch(url, { method, headers: { 'x-auth-token': token, ...headers } });
  if (!done.ok) throw new Error(`Swift answers ${done.status} to ${method} ${bucket}`);
}

function configure(folder: string, [proxy = 0, cache = 0, ...backends]: number[]): void {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'devices/disk'), { recursive: true });
  write('swift.conf', '[swift-hash]\nswift_hash_path_suffix = s\nswift_hash_path_prefix = p\n');
  for (const [index, kind] of kinds.entries()) {
    const port = backends[index] ?? 0;
    ring(folder, kind, port);
    write(
      `${kind}.conf`,
      `${base(folder, port)}[pipeline:main]\npipeline = ${kind}-server\n[app:${kind}-server]\nuse = egg:swift#${kind}\n`,
    );
  }
  write('proxy.conf', `${base(folder, proxy)}${pipeline(cache)}`);
}

function ring(folder: string, kind: string, port: number): void {
  const file = join(folder, `${kind}.builder`);
  const steps = [['create', '4', '1', '0'], ['add', `r1z1-127.0.0.1:${port}/disk`, '1'], ['rebalance']];
  for (const step of steps) {
    const done = spawnSync('swift-ring-builder', [file, ...step], { encoding: 'utf8' });
    if (done.status === 2 || done.error) throw new Error(`swift-ring-builder: ${done.stdout}${done.stderr}`);
  }
}

const base = (folder: string, port: number) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
swift_dir = ${folder}
devices = ${join(folder, 'devices')}
mount_check = false
disable_fallocate = true
fallocate_reserve = 0
workers = 0
user = ${userInfo().username}
log_address = /dev/null
`;

const pipeline = (cache: number) => `[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth container-quotas slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${cache}
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
check_bucket_owner = false
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:container-quotas]
use = egg:swift#container_quotas
${[
  'catch_errors',
  'gatekeeper',
  'healthcheck',
  'listing_formats',
  'bulk',
  'slo',
  'dlo',
  'symlink',
  'versioned_writes',
]
  .map((name) => `[filter:${name}]\nuse = egg:swift#${name}\n`)
  .join('')}`;

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** Any answer at all: the server listens. */
async function answers(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const allAnswer = (ports: number[]) =>
  Promise.all(ports.map((port) => answers(`http://127.0.0.1:${port}/healthcheck`)));
