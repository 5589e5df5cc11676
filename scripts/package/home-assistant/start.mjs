// The add-on: makes settings of Home Assistant's options, then runs the vision service and the hub, each as its own user.
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { newerVersionOf, places, settingsOf } from './options.mjs';

const HOME = '/usr/lib/petcam-hub';
const HUB = 10001;
const VISION = 10002;

/** Time in ms after which a vision service that has ended is started again, and the Supervisor is asked again. */
const PAUSE_MS = 1000;
/** Time in ms that the Supervisor may take to answer, and how often it is asked. */
const SUPERVISOR_MS = 10_000;
const SUPERVISOR_TRIES = 10;
/** Time in ms after which the Supervisor is asked anew whether it knows of a newer version. */
const VERSION_MS = 3 * 60 * 60 * 1000;

const options = JSON.parse(readFileSync(places.options, 'utf8'));
const broker = options.home_assistant ? await mqttService() : null;
const settings = settingsOf(options, broker);
prepare();
let stopping = false;
let vision = startVision();
const { SUPERVISOR_TOKEN: token, ...environment } = process.env;
void noteNewerVersion();
const hub = as(HUB, ['petcam-hub', 'serve', '--banner'], { ...environment, ...settings });
for (const signal of ['SIGTERM', 'SIGINT'])
  process.on(signal, () => {
    stopping = true;
    hub.kill('SIGTERM');
  });
hub.once('exit', (code) => {
  stopping = true;
  vision.kill('SIGTERM');
  process.exitCode = code ?? 1;
});

/**
 * Asks the Supervisor for the broker of Home Assistant: host, port, ssl, username, password. Null where there is none, or
 * the Supervisor does not answer: the hub does without.
 */
async function mqttService() {
  for (let tries = 1; process.env.SUPERVISOR_TOKEN; tries += 1)
    try {
      const broker = await askSupervisor('services/mqtt');
      if (broker?.host) return broker;
      console.warn('add-on: Home Assistant has no MQTT service: cameras are not announced to it');
      return null;
    } catch (error) {
      console.warn(`add-on: asking the Supervisor for its MQTT service failed: ${error.cause ?? error}`);
      if (tries === SUPERVISOR_TRIES) break;
      await setTimeout(PAUSE_MS);
    }
  return null;
}

/** Data of an answer of the Supervisor; null when it refuses. */
async function askSupervisor(path) {
  const answer = await fetch(`http://supervisor/${path}`, {
    headers: { authorization: `Bearer ${process.env.SUPERVISOR_TOKEN}` },
    signal: AbortSignal.timeout(SUPERVISOR_MS),
  });
  const { data } = await answer.json();
  return answer.ok ? data : null;
}

/** Keeps the version that Home Assistant would bring where the hub looks for it, as long as this runs. */
async function noteNewerVersion() {
  while (token !== undefined && !stopping) {
    const info = await askSupervisor('addons/self/info').catch(() => null);
    if (info !== null) writeFileSync(places.newerVersion, newerVersionOf(info) ?? '', { mode: 0o644 });
    await setTimeout(VERSION_MS, undefined, { ref: false });
  }
}

/** Folders and files, each for the one user who needs it. */
function prepare() {
  folder(places.data, HUB, 0o700);
  if (options.backup) folder(places.backups, HUB, 0o700);
  folder(places.vision, VISION, 0o750);
  if (broker === null) return;
  writeFileSync(places.password, broker.password, { mode: 0o600 });
  chownSync(places.password, HUB, HUB);
}

function folder(path, user, mode) {
  mkdirSync(path, { recursive: true });
  chownSync(path, user, HUB);
  chmodSync(path, mode);
}

/** The service that decodes pictures, in a network of its own that leads nowhere. */
function startVision() {
  const service = [
    `${HOME}/bin/node`,
    `${HOME}/dist/imaging/main.js`,
    '--socket',
    settings.PETCAM_VISION_SOCKET,
  ];
  const alone = ['unshare', '--user', '--map-current-user', '--net', '--'];
  const child = as(VISION, [...alone, ...service], { PATH: process.env.PATH, NODE_ENV: 'production' });
  child.once('exit', (code, signal) => {
    if (stopping) return;
    console.error(`add-on: the vision service ended (${signal ?? code}); it is started again`);
    void setTimeout(PAUSE_MS).then(() => {
      if (!stopping) vision = startVision();
    });
  });
  return child;
}

/** Runs a command as a user without rights. */
function as(user, command, env) {
  const drop = [`--reuid=${user}`, `--regid=${HUB}`, '--clear-groups', '--no-new-privs', '--inh-caps=-all'];
  return spawn('setpriv', [...drop, '--bounding-set=-all', ...command], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
