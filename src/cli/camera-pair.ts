import { readFileSync } from 'node:fs';
import type {
  FoundCamera,
  FoundNetwork,
  Pairing,
  PairingStatus,
  PairingStep,
} from '../cameras/pairing/contract.js';
import { openRadioProcess, RADIO_PROCESS } from '../cameras/pairing/radio-process.js';
import { reachableHost } from '../core/address.js';
import { systemClock } from '../core/clock.js';
import { Refusal } from '../core/errors.js';
import { createLog } from '../core/log.js';
import { openPairingService } from '../hub/pairing.js';
import { ToldHosts } from '../hub/told-hosts.js';
import type { CameraCall } from './camera.js';
import { openQuestions, type Questions } from './questions.js';

/** How long others may show up after the first camera was found. */
const OTHERS_MS = 2000;
const LOOK_EVERY_MS = 500;

const progress: Partial<Record<PairingStep, string>> = {
  searching: 'Looking for cameras: is its red light blinking twice a second?',
  connecting: 'Connecting to the camera',
  securing: 'Checking the code',
  scanning: 'The camera looks for Wi-Fi',
  joining: 'The camera joins the Wi-Fi',
  handover: 'Securing the connection',
  arriving: 'Waiting for the camera to connect (the hub has to run for that)',
};

/** Pairs a camera from this terminal, with this machine's Bluetooth, whether the hub runs or not. */
export async function pair(call: CameraCall): Promise<void> {
  const { store, config, options, print } = call;
  const { radio = RADIO_PROCESS, keyboard = { input: process.stdin, output: process.stderr } } = call.context;
  if (config.mqttUrl === '' && config.mqttTlsPort === 0)
    throw new Refusal('usage', 'PETCAM_MQTT_TLS_PORT is 0: a camera needs a port that stays');
  const log = createLog('silent');
  const host = () => reachableHost(config.mqttTlsHost, config.advertisedHost);
  const pairing = openPairingService({
    store,
    config,
    told: new ToldHosts({ store, host, log }),
    mqttTlsPort: config.mqttUrl === '' ? config.mqttTlsPort : null,
    openRadio: () => openRadioProcess(radio, systemClock),
    clock: systemClock,
    log,
  });
  const questions = openQuestions(keyboard);
  const startedAt = systemClock.now();
  const look = setInterval(() => {
    const { camera } = pairing.status();
    const row = camera === null ? null : store.camera(camera);
    if (row?.online && Number(row.lastSeenAt) >= startedAt) pairing.arrived(row.id);
  }, LOOK_EVERY_MS);
  pairing.onChange(({ step }) => {
    const line = progress[step];
    if (line !== undefined && !options.json) print(line);
  });
  try {
    const status = await walk(pairing, call, questions);
    const { camera, name, ssid } = status;
    print(options.json ? JSON.stringify({ id: camera, name, ssid }) : `${name} is here, as ${camera}.`);
  } finally {
    clearInterval(look);
    questions.close();
    await pairing.stop();
  }
}

async function walk(
  pairing: Pairing,
  { operands, options }: CameraCall,
  questions: Questions,
): Promise<PairingStatus> {
  const { camera = null, 'keep-key': keepKey, seconds } = options;
  const name = operands.join(' ') || (camera ?? '');
  const window = { name, camera, keepKey, seconds: Number(seconds) };
  await pairing.open(window);
  await reach(pairing, ['choosing']);
  await new Promise((resolve) => setTimeout(resolve, OTHERS_MS));
  const { found } = await reach(pairing, ['choosing']);
  const device = await whichCamera(found, options.device, questions);
  const { networks } = await prove(pairing, device, options.code, questions);
  return settle(pairing, networks, options, questions);
}

/** The Wi-Fi, and the wait for the camera; a person may choose and type again, options are tried once. */
async function settle(
  pairing: Pairing,
  networks: FoundNetwork[],
  options: CameraCall['options'],
  questions: Questions,
): Promise<PairingStatus> {
  for (;;) {
    await pairing.wifi(await whichNetwork(networks, options, questions));
    const status = await reach(pairing, ['done', 'failed']);
    if (status.step === 'done') return status;
    const failure = failed(status);
    if (!failure.code.startsWith('wifi-') || options.ssid !== undefined) throw failure;
    await questions.ask(`${failure.message} Press Enter to try again: `);
  }
}

/** A code that was mistyped at the terminal may be typed again; one that was given as an option may not. */
async function prove(pairing: Pairing, device: string, given: string | undefined, questions: Questions) {
  for (;;) {
    const code = given ?? (await questions.ask('Code on its label (eight digits): '));
    await pairing.choose({ device, code });
    const status = await reach(pairing, ['networks', 'failed']);
    if (status.step === 'networks') return status;
    const failure = failed(status);
    if (failure.code !== 'wrong-code' || given !== undefined) throw failure;
    await questions.ask(`${failure.message} Press Enter to try again: `);
  }
}

async function whichCamera(found: FoundCamera[], wanted: string | undefined, questions: Questions) {
  const names = found.map(({ name }) => name);
  if (wanted === undefined && found.length === 1) return (found[0] as FoundCamera).device;
  const name = wanted ?? (await questions.ask(`Which camera (${names.join(', ')})? `));
  const camera = found.find((each) => each.name === name);
  if (camera) return camera.device;
  throw new Refusal('usage', `there is no camera "${name}" in the air, but ${names.join(', ')}`);
}

async function whichNetwork(networks: FoundNetwork[], options: CameraCall['options'], questions: Questions) {
  const names = networks.map(({ ssid }) => ssid).join(', ');
  const ssid = options.ssid ?? (await questions.ask(`Which Wi-Fi (${names})? `));
  const open = networks.some((network) => network.ssid === ssid && !network.secured);
  const file = options['password-file'];
  if (file !== undefined) return { ssid, password: readFileSync(file, 'utf8').replace(/\r?\n$/, '') };
  return { ssid, password: open ? '' : await questions.askHidden(`Password of ${ssid}: `) };
}

/** Resolves at one of the steps. @throws {Refusal} with the failure's own code when the pairing ends before */
function reach(pairing: Pairing, steps: PairingStep[]): Promise<PairingStatus> {
  return new Promise((resolve, reject) => {
    let stop = () => {};
    const look = (status: PairingStatus) => {
      if (steps.includes(status.step)) resolve(status);
      else if (status.step === 'failed') reject(failed(status));
      else return;
      stop();
    };
    stop = pairing.onChange(look);
    look(pairing.status());
  });
}

function failed({ failure }: PairingStatus): Refusal {
  const { code, message } = failure as NonNullable<PairingStatus['failure']>;
  return new Refusal(code, message);
}
