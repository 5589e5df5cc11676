import { parseArgs } from 'node:util';
import { reachableHost } from '../address.js';
import { freeCameraId } from '../api/camera-id.js';
import { isCameraId, newCameraKey } from '../camera/identity.js';
import { systemClock } from '../clock.js';
import type { Config } from '../config.js';
import { Refusal } from '../errors.js';
import { createLog } from '../log.js';
import type { Store } from '../store/contract.js';
import { openStore } from '../store/store.js';
import type { Command, Surroundings } from './command.js';

const help = `petcam-hub camera <add NAME | list | remove ID> [--json]

  add NAME [--id ID]   makes an id and a key for a camera and shows what to enter on it
  list                 the cameras of this hub
  remove ID            forgets a camera and its key; its photos stay

The key is shown once. Works while the hub runs and while it does not.`;

type Options = { id?: string; json: boolean };

export const camera: Command = {
  help,
  async run(args, surroundings) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { id: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const [verb = '', ...rest] = positionals;
    const action = actions[verb];
    if (!action) throw new Refusal('usage', `"${verb}" is not something to do with a camera\n\n${help}`);
    const config = surroundings.config();
    const store = await openStore({
      directory: config.dataDirectory,
      clock: systemClock,
      log: createLog('silent'),
      inline: true,
    });
    try {
      await action({ store, config, operand: rest.join(' '), options: values, print: surroundings.print });
    } finally {
      await store.close();
    }
  },
};

interface Call {
  store: Store;
  config: Config;
  operand: string;
  options: Options;
  print: Surroundings['print'];
}

const actions: Record<string, (call: Call) => Promise<void>> = { add, list, remove };

async function add({ store, config, operand: name, options, print }: Call): Promise<void> {
  // A name that was given before is a mistake here, not a second camera: no number is added.
  const id = options.id ?? freeCameraId(name, () => false);
  if (name === '')
    throw new Refusal('usage', 'camera add needs a name, for instance: camera add "Living room"');
  if (!isCameraId(id)) {
    throw new Refusal(
      'usage',
      `"${id}" is not a camera id: a-z, 0-9 and -, at most 32, and neither bridge nor hub`,
    );
  }
  const key = newCameraKey();
  await store.addCamera(id, name, Buffer.from(key, 'hex'));
  const plain = config.mqttUrl || `mqtt://${config.mqttHost}:${config.mqttPort}`;
  const host = reachableHost(config.mqttTlsHost);
  const handover = { v: 1, host, port: config.mqttTlsPort, camera: id, key };
  const typed = `hub ${JSON.stringify(handover)}`;
  if (options.json) return print(JSON.stringify({ id, name, key, broker: plain, console: typed }));
  print(`Type this on the serial console of the camera:\n\n  ${typed}\n\nFor a program on this machine:\n`);
  print(`  broker  ${plain}\n  id      ${id}\n  key     ${key}`);
}

async function list({ store, options, print }: Call): Promise<void> {
  const cameras = store.cameras();
  if (options.json) return print(JSON.stringify(cameras));
  if (cameras.length === 0) return print('No cameras yet: petcam-hub camera add "Living room"');
  for (const { id, name, lastSeenAt, photos } of cameras) {
    const seen = lastSeenAt === null ? 'never seen' : `last seen ${new Date(lastSeenAt).toISOString()}`;
    print(`${id.padEnd(32)}  ${name}  ${photos} photos, ${seen}`);
  }
}

async function remove({ store, operand: id, options, print }: Call): Promise<void> {
  await store.removeCamera(id);
  print(options.json ? JSON.stringify({ removed: id }) : `${id} is forgotten; its photos stay.`);
}
