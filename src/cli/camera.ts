import { parseArgs } from 'node:util';
import { freeCameraId } from '../cameras/protocol/camera-id.js';
import { hubLine, wifiLine } from '../cameras/protocol/console.js';
import { isCameraId, newCameraKey } from '../cameras/protocol/identity.js';
import { multicastName, reachableHost } from '../core/address.js';
import type { Config } from '../core/config/config.js';
import { Refusal } from '../core/errors.js';
import { noteTold } from '../hub/told-hosts.js';
import type { Camera, PauseChange } from '../server/api/schemas/cameras.js';
import type { HubAddressAnswer } from '../server/api/schemas/hub-address.js';
import type { CameraRow } from '../store/cameras.js';
import type { Store } from '../store/contract.js';
import { addByAddress, address, probe } from './camera-address.js';
import { pair } from './camera-pair.js';
import type { Command, CommandContext } from './command.js';
import { localText } from './local-text.js';
import { askRunningHub } from './running-hub.js';
import { actionOf } from './verbs.js';
import { withStore } from './with-store.js';

const help = `petcam-hub camera <VERB> [--json]

  pair NAME            pairs a camera over this machine's Bluetooth and asks for what it needs
    --camera ID        pairs a known camera anew, in place of NAME
    --keep-key         with --camera: only its Wi-Fi is new, its key stays if it can
    --code DIGITS      the code on its label
    --device NAME      which one, when several are in the air: PetCam-3A7F10
    --ssid NAME        the Wi-Fi that it joins
    --password-file F  its password; without it you are asked, and what you type is not shown
    --seconds N        how long to look, 30 to 600 (default 120)
  add NAME [--id ID]   without Bluetooth: makes an id and a key, and shows what to type on the
                       serial console of the camera; --ssid NAME fills its Wi-Fi in
    --address ADDRESS  a camera with firmware of its own, which the hub reads there
  probe ADDRESS        looks for such a camera; nothing is kept
    --picture FILE     keeps what it sees, as WebP
    --username NAME    at the camera; here, with add --address and with address
    --password-file F  the password of that name
  address ID [ADDRESS] where such a camera is read; with ADDRESS or --username that is changed
  list                 the cameras of this hub
  show ID              one camera: signal, firmware, last start, settings
  rename ID NAME       gives it another name; its id stays
  rotate ID            makes a new key and shows what to type on the camera; the old one ends
  remove ID            forgets a camera and its key; its photos stay
  set ID KEY=VALUE ... changes settings, all or none: burstFrames=8 motion=true frameSize=svga
  capture ID           takes a burst now
  pause ID             takes no pictures by motion or timetable until you end that
    --minutes N        or for so long, at most a week
  resume ID            ends its pause
  restart ID           starts the camera anew
  move HOST            tells the cameras at which address the hub will be, before it goes there

A key is shown once. The rest works while the hub runs and while it does not; a running hub cuts
off a camera that is removed or rotated within a second. set, capture, restart, pause, resume, move,
probe and whatever changes an address need a running hub; the first three a camera that is connected,
too.`;

const options = {
  id: { type: 'string' },
  camera: { type: 'string' },
  'keep-key': { type: 'boolean', default: false },
  code: { type: 'string' },
  device: { type: 'string' },
  ssid: { type: 'string' },
  address: { type: 'string' },
  picture: { type: 'string' },
  username: { type: 'string' },
  'password-file': { type: 'string' },
  seconds: { type: 'string', default: '120' },
  minutes: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Options = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** One verb with what it needs. */
export interface CameraCall {
  store: Store;
  config: Config;
  operands: string[];
  options: Options;
  print: CommandContext['print'];
  context: CommandContext;
}

/** Command `petcam-hub camera`: adds, pairs, changes and removes cameras. */
export const camera: Command = {
  help,
  verbs: () => Object.keys(actions),
  async run(args, context) {
    const parsed = parseArgs({ args, allowPositionals: true, options });
    const [verb = '', ...operands] = parsed.positionals;
    const action = actionOf(actions, verb, 'a camera', help);
    const config = context.config();
    const { print } = context;
    await withStore(config, (store) =>
      action({ store, config, operands, options: parsed.values, print, context }),
    );
  },
};

const actions: Record<string, (call: CameraCall) => Promise<void>> = {
  add,
  address,
  capture,
  list,
  move,
  pair,
  pause,
  probe,
  remove,
  rename,
  restart,
  resume,
  rotate,
  set,
  show,
};

async function add(call: CameraCall): Promise<void> {
  if (call.options.address !== undefined) return addByAddress(call, call.options.address);
  const name = call.operands.join(' ');
  // A name that was given before is a mistake here, not a second camera: no number is added.
  const id = call.options.id ?? freeCameraId(name, () => false);
  if (name === '')
    throw new Refusal('usage', 'camera add needs a name, for instance: camera add "Living room"');
  if (!isCameraId(id)) {
    throw new Refusal(
      'usage',
      `"${id}" is not a camera id: a-z, 0-9 and -, at most 32, and neither bridge nor hub`,
    );
  }
  const key = newCameraKey();
  await call.store.addCamera(id, name, Buffer.from(key, 'hex'));
  await told(call, id);
  handOver(call, { id, name, key });
}

async function rotate(call: CameraCall): Promise<void> {
  const { id, name } = requireCamera(call);
  const key = newCameraKey();
  await call.store.rotateCameraKey(id, Buffer.from(key, 'hex'));
  await told(call, id);
  handOver(call, { id, name, key });
}

function handOver({ config, options, print }: CameraCall, given: { id: string; name: string; key: string }) {
  const { id, key } = given;
  const typed = consoleLine(config, id, key);
  const broker = config.mqttUrl || `mqtt://${config.mqttHost}:${config.mqttPort}`;
  if (options.json) return print(JSON.stringify({ ...given, broker, console: typed }));
  if (typed === null) {
    print(`This hub uses a broker of its own, ${broker}: give the camera its access there.\n`);
  } else {
    const wifi = wifiLine(options.ssid ?? 'NAME OF THE WI-FI', 'ITS PASSWORD');
    print(`Type this on the serial console of the camera (115200 baud):\n\n  ${wifi}\n  ${typed}\n`);
    print('The first line is for a camera that has no Wi-Fi yet. For a program on this machine:\n');
  }
  print(`  broker  ${broker}\n  id      ${id}\n  key     ${key}`);
}

/** Null with an external broker: its access is not the hub's to give, and at the hub itself nothing listens then. */
function consoleLine(config: Config, camera: string, key: string): string | null {
  if (config.mqttUrl !== '') return null;
  const host = reachableHost(config.mqttTlsHost, config.advertisedHost);
  return hubLine({ host, port: config.mqttTlsPort, camera, key, name: multicastName(config) });
}

/** Notes where a camera was told to find the hub, which it is not with an external broker. */
async function told({ store, config }: CameraCall, camera: string): Promise<void> {
  if (config.mqttUrl !== '') return;
  await noteTold(store, camera, reachableHost(config.mqttTlsHost, config.advertisedHost));
}

async function set(call: CameraCall): Promise<void> {
  const { id } = requireCamera(call);
  const changes = call.operands.slice(1).map(settingOf);
  if (changes.length === 0)
    throw new Refusal('usage', 'camera set needs KEY=VALUE, for instance: burstFrames=8');
  const route = `/cameras/${id}/settings`;
  const { settings } = await askRunningHub<{ settings: object }>(call, route, Object.fromEntries(changes));
  if (call.options.json) return call.print(JSON.stringify(settings));
  for (const pair of Object.entries(settings)) call.print(`  ${pair.join('=')}`);
}

/** `8` and `-1` are numbers and `true` a truth, as the API wants them; all else is a word. */
function settingOf(text: string): [string, unknown] {
  const [, key, value = ''] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (!key) throw new Refusal('usage', `"${text}" is not KEY=VALUE`);
  return [key, /^(-?(0|[1-9]\d{0,9})|true|false)$/.test(value) ? JSON.parse(value) : value];
}

async function capture(call: CameraCall): Promise<void> {
  const { id } = requireCamera(call);
  const answer = await askRunningHub<{ burst: string }>(call, `/cameras/${id}/capture`);
  call.print(call.options.json ? JSON.stringify(answer) : `${id} takes a burst.`);
}

async function restart(call: CameraCall): Promise<void> {
  const { id } = requireCamera(call);
  await askRunningHub(call, `/cameras/${id}/restart`);
  call.print(call.options.json ? JSON.stringify({ restarting: id }) : `${id} starts anew.`);
}

async function pause(call: CameraCall): Promise<void> {
  const { minutes } = call.options;
  if (minutes !== undefined && !/^[1-9]\d{0,4}$/.test(minutes))
    throw new Refusal('usage', `"${minutes}" is not a number of minutes`);
  await changePause(call, { minutes: minutes === undefined ? null : Number(minutes) });
}

async function resume(call: CameraCall): Promise<void> {
  await changePause(call, null);
}

async function changePause(call: CameraCall, change: PauseChange['pause']): Promise<void> {
  const { id } = requireCamera(call);
  const { pause } = await askRunningHub<Camera>(call, `/cameras/${id}/pause`, { pause: change }, 'PUT');
  call.print(call.options.json ? JSON.stringify({ id, pause }) : `${id} ${pauseWords(pause, call.config)}.`);
}

function pauseWords(pause: CameraRow['pause'], { timeZone }: Config): string {
  if (pause === null) return 'takes pictures';
  return pause.until === null
    ? 'is paused until you end it'
    : `is paused until ${localText(pause.until, timeZone)}`;
}

async function move(call: CameraCall): Promise<void> {
  const [host] = call.operands;
  if (host === undefined)
    throw new Refusal('usage', 'camera move needs a host, for instance: camera move 192.168.1.20');
  const answer = await askRunningHub<HubAddressAnswer>(call, '/hub/address', { host });
  if (call.options.json) return call.print(JSON.stringify(answer));
  for (const { camera: id, outcome } of answer.cameras)
    call.print(`${id.padEnd(32)}  ${moveOutcomes[outcome]}`);
  call.print(
    answer.next === null ? `The hub stays at ${answer.host}.` : `Cameras are told: ${answer.next} is next.`,
  );
}

const moveOutcomes: Record<HubAddressAnswer['cameras'][number]['outcome'], string> = {
  told: 'knows it',
  away: 'is away, and is told when it comes',
  unsupported: 'cannot be told: it finds the hub by its name, or has to be paired again',
  failed: 'did not take it; it is told again when it comes',
};

async function list({ store, config, options, print }: CameraCall): Promise<void> {
  const cameras = store.cameras();
  if (options.json) return print(JSON.stringify(cameras));
  if (cameras.length === 0) return print('No cameras yet: petcam-hub camera pair "Living room"');
  for (const row of cameras)
    print(`${row.id.padEnd(32)}  ${row.name}  ${row.photos} photos, ${lastSeen(row, config)}`);
}

async function show(call: CameraCall): Promise<void> {
  const row = requireCamera(call);
  if (call.options.json) return call.print(JSON.stringify(row));
  const { state } = row;
  const facts: [string, string | number][] = [
    ['name', row.name],
    ['now', row.online ? 'online' : 'offline'],
    ...(row.pause ? [['pause', pauseWords(row.pause, call.config)] as [string, string]] : []),
    ['heard of', lastSeen(row, call.config)],
    ['photos', row.photos],
  ];
  if (state) {
    const settings = Object.entries(state.settings).map((pair) => pair.join('='));
    facts.push(['signal', `${state.rssi} dBm`], ['firmware', `${state.firmware} on ${state.board}`]);
    if (state.sensor)
      facts.push(['sensor', `${state.sensor.model ?? 'not known yet'}, ${state.sensor.state}`]);
    facts.push(['last start', state.resetReason], ['settings', settings.join(' ')]);
  }
  for (const [name, value] of facts) call.print(`${name.padEnd(10)}  ${value}`);
}

async function rename(call: CameraCall): Promise<void> {
  const { id } = requireCamera(call);
  const name = call.operands.slice(1).join(' ');
  if (name === '')
    throw new Refusal('usage', 'camera rename needs an id and a name: camera rename hall Hallway');
  const row = await call.store.renameCamera(id, name);
  call.print(call.options.json ? JSON.stringify(row) : `${id} is called ${row.name} now.`);
}

async function remove(call: CameraCall): Promise<void> {
  const { id } = requireCamera(call);
  await call.store.removeCamera(id);
  call.print(call.options.json ? JSON.stringify({ removed: id }) : `${id} is forgotten; its photos stay.`);
}

function requireCamera({ store, operands: [id = ''] }: CameraCall): CameraRow {
  const row = store.camera(id);
  if (row) return row;
  throw new Refusal('camera-unknown', `there is no camera "${id}"; petcam-hub camera list names them`);
}

function lastSeen({ lastSeenAt }: CameraRow, { timeZone }: Config): string {
  return lastSeenAt === null ? 'never seen' : `last seen ${localText(lastSeenAt, timeZone)}`;
}
