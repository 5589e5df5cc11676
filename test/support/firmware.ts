/** The firmware's C programs for tests, built where a C compiler and the libraries are. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const firmware = fileURLToPath(new URL('../../firmware/', import.meta.url));
const build = path.join(firmware, 'build');

export const CAMERA_PROGRAM = path.join(build, 'petcam-camera');

/** What the Linux camera is linked with, for `missingTools`. */
export const CAMERA_HEADERS = ['mosquitto.h', 'openssl/evp.h'];

/** Builds the Linux camera that calls itself `version`; the path of the program, or what make said. */
export async function makeVersion(version: string): Promise<string> {
  const folder = path.join('build', version);
  const { code, out } = await make('host', `VERSION=${version}`, `BUILD=${folder}`);
  if (code !== 0) throw new Error(out);
  return path.join(firmware, folder, 'petcam-camera');
}

/** Why C programs with these headers cannot be built here, or false when they can. For tap's `skip`. */
export function missingTools(...headers: string[]): string | false {
  for (const program of ['cc', 'make', 'flock']) {
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return `${program} is not installed`;
  }
  const lost = headers.find((header) => !existsSync(path.join('/usr/include', header)));
  return lost === undefined ? false : `${lost} is not installed`;
}

/** Runs make in firmware/, one at a time: several test files build the same objects. */
export async function make(...targets: string[]): Promise<{ code: number | null; out: string }> {
  mkdirSync(build, { recursive: true });
  return run('flock', [path.join(build, '.lock'), 'make', '--silent', '-C', firmware, ...targets]);
}

/** Runs a program to its end; `out` is what it wrote to either output. */
export function run(program: string, args: string[], settings: Record<string, string> = {}) {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings },
  });
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (out += chunk));
  return new Promise<{ code: number | null; out: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out })),
  );
}

/** The last line of `petcam-camera --json`: what became of every burst. */
export interface CameraAccount {
  taken: number;
  sent: number;
  lost: number;
  framesStored: number;
  framesDelivered: number;
  framesLost: number;
  framesResent: number;
  connections: number;
}

/** Starts `petcam-camera`; `ended` gives its account, `on` hears each line. */
export function startCamera(
  t: { teardown(end: () => unknown): void },
  key: string,
  args: string[],
  on: (event: Record<string, unknown>) => void = () => {},
  program = CAMERA_PROGRAM,
) {
  const child = spawn(program, ['--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PETCAM_CAMERA_KEY: key },
  });
  let rest = '';
  let account: CameraAccount | null = null;
  child.stdout.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = JSON.parse(line);
      if (event.event === 'end') account = event;
      on(event);
    }
  });
  const ended = new Promise<{ code: number | null; account: CameraAccount | null }>((resolve) =>
    child.on('close', (code) => resolve({ code, account })),
  );
  t.teardown(() => {
    child.kill('SIGTERM');
    return ended;
  });
  return { ended, stop: () => child.kill('SIGTERM'), kill: () => child.kill('SIGKILL') };
}
