// Memory of an idle hub, and how much slower its API answers while the vision process works. Measures dist/.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bootstrap, run, tool } from '../dev/bootstrap.mjs';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const bursts = fileURLToPath(new URL('../../test/fixtures/bursts', import.meta.url));
const REQUESTS = 600;
const EVERY_MS = 25;

interface Hub {
  child: ChildProcess;
  url: string;
  environment: NodeJS.ProcessEnv;
}

async function startHub(directory: string): Promise<Hub> {
  const environment = {
    PATH: process.env['PATH'],
    PETCAM_DATA_DIR: directory,
    PETCAM_HTTP_HOST: '127.0.0.1',
    PETCAM_HTTP_PORT: '0',
    PETCAM_HTTPS_HOST: '127.0.0.1',
    PETCAM_HTTPS_PORT: '0',
    PETCAM_MDNS: 'false',
    PETCAM_MQTT_PORT: '0',
    PETCAM_MQTT_TLS_PORT: '0',
    PETCAM_STORAGE_RESERVE_MB: '0',
  };
  const child = spawn(process.execPath, ['--max-semi-space-size=2', main, 'serve'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, httpPort } = JSON.parse(line);
      if (msg === 'ready') resolve(httpPort);
    });
  });
  return { child, url: `http://127.0.0.1:${port}`, environment };
}

/** Resident memory in MiB of the hub and everything it started. */
function residentMegabytes(pid: number): number {
  const own = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + residentMegabytes(Number(child)), own);
}

async function signIn({ url, environment }: Hub): Promise<Record<string, string>> {
  const shown = spawnSync(process.execPath, [main, 'setup', '--json'], {
    env: environment,
    encoding: 'utf8',
  });
  const { code } = JSON.parse(shown.stdout);
  const answer = await fetch(`${url}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'bench', password: 'a long enough one', code }),
  });
  return { authorization: `Bearer ${((await answer.json()) as { access_token: string }).access_token}` };
}

/** Milliseconds of each of `REQUESTS` requests, sent at a steady rate whether or not the last one is back. */
async function latencies(url: string, headers: Record<string, string>): Promise<number[]> {
  const answers: Promise<number>[] = [];
  for (let sent = 0; sent < REQUESTS; sent++) {
    answers.push(timed(() => fetch(url, { headers }).then((answer) => answer.arrayBuffer())));
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  return Promise.all(answers);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function percentile(values: number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

/** Keeps the vision process busy with one photo after the other until `stop`. */
function keepBusy(url: string, headers: Record<string, string>): { stop: () => Promise<void> } {
  let stopped = false;
  let done = 0;
  const photo = new Blob([readFileSync(path.join(bursts, 'cat-focus', '02.jpg'))], { type: 'image/jpeg' });
  const working = (async () => {
    while (!stopped) {
      const body = new FormData();
      body.append('photo', photo, 'photo.jpg');
      const answer = await fetch(`${url}/upscale`, { method: 'POST', headers, body });
      await answer.arrayBuffer();
      if (answer.ok) done++;
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await working;
      if (done === 0) throw new Error('nothing was upscaled: the hub was never busy');
    },
  };
}

bootstrap();
run(tool('tsc'), ['-p', 'tsconfig.build.json']);
const directory = mkdtempSync(path.join(tmpdir(), 'petcam-bench-'));
const hub = await startHub(directory);
try {
  const idleMegabytes = residentMegabytes(hub.child.pid as number);
  const headers = await signIn(hub);
  const target = `${hub.url}/openapi.json`;
  await latencies(target, headers);
  const idle = await latencies(target, headers);
  const busy = keepBusy(hub.url, headers);
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const working = await latencies(target, headers);
  await busy.stop();
  const result = {
    idleMegabytes: Math.round(idleMegabytes),
    idleP99Ms: Number(percentile(idle, 0.99).toFixed(2)),
    workingP99Ms: Number(percentile(working, 0.99).toFixed(2)),
    p99Ratio: Number((percentile(working, 0.99) / percentile(idle, 0.99)).toFixed(2)),
    medianRatio: Number((percentile(working, 0.5) / percentile(idle, 0.5)).toFixed(2)),
    machine: `${availableParallelism()} x ${cpus()[0]?.model}, Node ${process.version}`,
  };
  console.log(JSON.stringify(result));
} finally {
  hub.child.kill('SIGTERM');
  await new Promise((resolve) => hub.child.once('close', resolve));
  rmSync(directory, { recursive: true, force: true });
}
