// npm run dev: the hub with a simulated camera, from a bare clone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, buildWeb, root, tool } from './bootstrap.mjs';

const HELP = `npm run dev -- [OPTIONS]

Installs what is missing, starts the hub with its embedded broker and database, the web page, and a
simulated camera that sends bursts. An edit of the page shows at once in a browser at
http://localhost; an edit of the rest starts the hub anew. Data lives in .dev/. Ctrl-C ends everything.

  --every SECONDS   a burst this often (default 12; 90 of each camera of the demo)
  --faults LIST     what goes wrong on the way, e.g. drop=0.1,corrupt=0.05 (default none)
  --bursts DIR      folders of 00.jpg, 01.jpg, ... to play (default test/fixtures/bursts)
  --no-camera       only the hub
  --demo            a home with two cameras and one by address, two pets, three months of photos, and a
                    camera to pair over virtual Bluetooth; lives in .dev-demo/, made anew after half a day
  --built           the page as it is built for people, with its service worker (offline, push)
  --help            this text

Settings are PETCAM_* variables: see .env.example.`;

const { values: options } = parseArgs({
  options: {
    every: { type: 'string' },
    faults: { type: 'string', default: '' },
    bursts: { type: 'string', default: path.join(root, 'test', 'fixtures', 'bursts') },
    camera: { type: 'boolean', default: true },
    demo: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}

bootstrap();
if (options.built) buildWeb();
// Never a folder that somebody named: the demo begins anew by removing it.
const dataDirectory = options.demo
  ? path.join(root, '.dev-demo')
  : (process.env.PETCAM_DATA_DIR ?? path.join(root, '.dev'));
const every = options.every ?? (options.demo ? '90' : '12');
const environment = {
  ...process.env,
  PETCAM_DATA_DIR: dataDirectory,
  PETCAM_HTTP_PORT: process.env.PETCAM_HTTP_PORT ?? String(await freePort(8080)),
  PETCAM_HTTPS_PORT: process.env.PETCAM_HTTPS_PORT ?? String(await freePort(8443)),
  PETCAM_MQTT_PORT: process.env.PETCAM_MQTT_PORT ?? String(await freePort(1883)),
  PETCAM_MQTT_TLS_PORT: process.env.PETCAM_MQTT_TLS_PORT ?? String(await freePort(8883)),
};
const typescript = ['--import', './scripts/dev/typescript.mjs'];
const children = new Set();
const camera = options.camera && !options.demo ? simulatedCamera() : null;
process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));

const pretty = start(tool('pino-pretty'), ['--ignore', 'pid,hostname', '--translateTime', 'SYS:HH:MM:ss'], {
  stdio: ['pipe', 'inherit', 'inherit'],
});
if (options.demo) await startDemo();
let hub = startHub();
watchSources();
if (camera) {
  await untilHealthy(`http://127.0.0.1:${environment.PETCAM_HTTP_PORT}/health`);
  playCamera(camera);
}

function startHub() {
  const serve = options.built ? ['src/main.ts', 'serve'] : ['scripts/dev/serve.ts'];
  const banner = options.demo ? [] : ['--banner'];
  const child = start('node', [...typescript, ...serve, ...banner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.pipe(pretty.stdin, { end: false });
  return child;
}

/** A change in src/ restarts the hub, which lists the files of a built page as it starts. */
function watchSources() {
  let timer;
  watch(path.join(root, 'src'), { recursive: true }, (_event, file) => {
    const isPage = file?.startsWith(`web${path.sep}`) ?? false;
    if (isPage && !options.built) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (options.built) buildWeb();
      restartHub();
    }, 300);
  });
}

function restartHub() {
  const old = hub;
  old.removeAllListeners('exit');
  old.once('exit', () => {
    children.delete(old);
    hub = startHub();
  });
  old.kill('SIGTERM');
}

/** The world around the hub of the demo; resolves when its home is there and the hub may start. */
async function startDemo() {
  const port = await freePort(8090);
  environment.PETCAM_CAMERA_NETWORKS ??= '127.0.0.1/32';
  const world = start('node', [...typescript, 'scripts/dev/demo.ts', String(port), every], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  environment.DEMO_AIR = await new Promise((resolve) => world.once('message', ({ air }) => resolve(air)));
}

/** The id and key of the simulated camera: made once by the same command that an owner uses. */
function simulatedCamera() {
  const file = path.join(dataDirectory, 'simulated-camera.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const command = ['src/main.ts', 'camera', 'add', 'Living room', '--id', 'simulated', '--json'];
  const added = spawnSync('node', [...typescript, ...command], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  if (added.status !== 0) {
    console.error(added.stderr);
    process.exit(1);
  }
  writeFileSync(file, added.stdout, { mode: 0o600 });
  return JSON.parse(added.stdout);
}

function playCamera({ id, key }) {
  const url = `mqtt://127.0.0.1:${environment.PETCAM_MQTT_PORT}`;
  const settings = ['--url', url, '--camera', id, '--bursts', options.bursts, '--every', every];
  const faults = options.faults === '' ? [] : ['--faults', options.faults];
  const [program, ...first] = cameraProgram();
  // The key travels by environment: a command line is there for every user of the machine to read.
  start(program, [...first, ...settings, ...faults], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...environment, PETCAM_CAMERA_KEY: key },
  });
}

/** The firmware's own core as a Linux program where it can be built (libmosquitto), else the camera in TypeScript. */
function cameraProgram() {
  const built = spawnSync('make', ['-s', '-C', 'firmware', 'host'], { cwd: root, stdio: 'ignore' });
  return built.status === 0
    ? [path.join(root, 'firmware', 'build', 'petcam-camera')]
    : ['node', ...typescript, 'src/cameras/simulator/main.ts'];
}

/** Starts a child that leads a process group of its own; when it fails, everything ends. */
function start(command, args, options) {
  const child = spawn(command, args, { cwd: root, env: environment, detached: true, ...options });
  children.add(child);
  child.on('exit', (code) => {
    children.delete(child);
    if (code) stop(code);
  });
  return child;
}

/** Ends every child with its own children: each one leads a process group. */
function stop(code) {
  for (const child of children) {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It ended by itself a moment ago.
    }
  }
  process.exit(code);
}

async function untilHealthy(url) {
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** `wanted`, or any free port when something else has it already. */
function freePort(wanted) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(freePort(0)));
    probe.listen(wanted, '0.0.0.0', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
