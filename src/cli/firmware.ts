import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import {
  BOARD,
  formatClaim,
  MAX_IMAGE_BYTES,
  newFirmwareKey,
  parseClaim,
  publicHexOf,
  signClaim,
} from '../cameras/protocol/firmware-claim.js';
import { parseVersion } from '../cameras/protocol/firmware-version.js';
import type { Config } from '../core/config/config.js';
import { Refusal } from '../core/errors.js';
import { readFirmwareFile } from '../services/firmware/image.js';
import { updateFor } from '../services/firmware/offer.js';
import type { Store } from '../store/contract.js';
import type { Command, CommandContext } from './command.js';
import { bytesIn, neededBy, writeNew } from './files.js';
import { actionOf } from './verbs.js';
import { withStore } from './with-store.js';

const help = `petcam-hub firmware <VERB> [--json]

  key --out FILE             makes the key that signs firmware; prints the public half, which goes
                             into PETCAM_FIRMWARE_KEY and into the firmware that you build
  sign --key FILE --board BOARD --version X.Y.Z --out FILE IMAGE
                             makes a *.petcam file of what the build leaves (petcam-camera.bin)
  add FILE                   gives the hub a *.petcam file
  list                       the images, and how far each camera is
  install [CAMERA...]        gives cameras the newest image for their board, one after the other;
                             without a name: all that run an older one
  stop                       ends what waits or is being received
  remove ID                  forgets an image

key and sign need no hub: the key that signs is best kept elsewhere. The rest works while the hub runs
and while it does not; a running hub begins within two seconds.`;

const needed = neededBy(help);

const options = {
  key: { type: 'string' },
  board: { type: 'string' },
  version: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

interface Call {
  options: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  operands: string[];
  config: () => Config;
  print: CommandContext['print'];
}

/** Command `petcam-hub firmware`: makes keys, signs images and hands them to the hub. */
export const firmware: Command = {
  help,
  verbs: () => Object.keys(actions),
  async run(args, { config, print }) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [verb = '', ...operands] = positionals;
    const action = actionOf(actions, verb, 'firmware', help);
    await action({ options: values, operands, config, print });
  },
};

const actions: Record<string, (call: Call) => Promise<void>> = {
  key,
  sign,
  add,
  list,
  install,
  stop,
  remove,
};

async function key({ options: { out, json }, print }: Call): Promise<void> {
  const file = needed(out, 'key needs --out FILE');
  const { privateKey, publicKey } = newFirmwareKey();
  writeNew(file, privateKey, 0o600);
  if (json) return print(JSON.stringify({ publicKey, file }));
  print(`${file} signs firmware. Whoever has it can bring code into your cameras: keep it off the hub.\n`);
  print(`The hub:       PETCAM_FIRMWARE_KEY=${publicKey}`);
  print(`The firmware:  CONFIG_PETCAM_UPDATE_KEY="${publicKey}"`);
}

async function sign({ options: request, operands: [image], print }: Call): Promise<void> {
  const privateKey = bytesIn(needed(request.key, 'sign needs --key FILE')).toString('utf8');
  const board = needed(request.board, 'sign needs --board, as the camera calls itself: ai-thinker');
  const version = needed(request.version, 'sign needs --version X.Y.Z');
  const out = needed(request.out, 'sign needs --out FILE');
  const bytes = bytesIn(needed(image, 'sign needs the image: petcam-camera.bin'));
  if (!BOARD.test(board)) throw new Refusal('usage', `"${board}" is no board: a-z, 0-9 and -, at most 32`);
  if (parseVersion(version) === null)
    throw new Refusal('usage', `"${version}" is not MAJOR.MINOR.PATCH, each from 0 to 65535`);
  if (bytes.length === 0 || bytes.length > MAX_IMAGE_BYTES)
    throw new Refusal('usage', `the image has ${bytes.length} bytes; 1 to ${MAX_IMAGE_BYTES} fit a camera`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const claim = formatClaim({ board, version, length: bytes.length, sha256 });
  const signature = signClaim(privateKey, claim);
  writeNew(out, Buffer.concat([Buffer.from(`${claim}\n${signature}\n`), bytes]));
  const publicKey = publicHexOf(privateKey);
  if (request.json) return print(JSON.stringify({ file: out, ...parseClaim(claim), publicKey }));
  print(`${out}: ${version} for ${board}, ${bytes.length} bytes, signed by ${publicKey.slice(0, 16)}...`);
}

async function add({ options: { json }, operands: [file], config, print }: Call): Promise<void> {
  const bytes = bytesIn(needed(file, 'add needs a *.petcam file'));
  const { firmwareKey } = config();
  if (firmwareKey === '') throw keyless();
  const { bytes: image, ...claimed } = readFirmwareFile(bytes, firmwareKey);
  await withStore(config(), async (store) => {
    const added = await store.addFirmware(claimed, image);
    print(
      json
        ? JSON.stringify(added)
        : `${added.version} for ${added.board} is there. To the cameras: petcam-hub firmware install`,
    );
  });
}

function list({ options: { json }, config, print }: Call): Promise<void> {
  return withStore(config(), async (store) => {
    const rollouts = store.rollouts();
    const images = store.firmwareImages().map(({ claim: _, signature: __, ...image }) => ({
      ...image,
      cameras: rollouts
        .filter(({ imageId }) => imageId === image.id)
        .map(({ camera, state, received, reason, changedAt }) => ({
          camera,
          state,
          received,
          reason,
          changedAt,
        })),
    }));
    if (json) return print(JSON.stringify(images));
    if (images.length === 0) return print('No images yet: petcam-hub firmware add FILE.petcam');
    for (const { id, version, board, length, cameras } of images) {
      print(`${id}  ${version} for ${board}, ${length} bytes`);
      for (const { camera, state, received, reason } of cameras) {
        const part = state === 'receiving' ? ` ${Math.floor((received / length) * 100)} %` : '';
        print(`   ${camera.padEnd(32)}  ${state}${part}${reason === null ? '' : ` (${reason})`}`);
      }
    }
  });
}

function install({ options: { json }, operands, config, print }: Call): Promise<void> {
  return withStore(config(), async (store) => {
    const asked = operands.length > 0 ? named(store, operands) : fitting(store);
    for (const [image, cameras] of asked) await store.askRollout(image, cameras);
    const cameras = [...asked.values()].flat();
    if (json) return print(JSON.stringify({ cameras }));
    if (cameras.length === 0) return print('Every camera runs the newest image there is for it.');
    print(`In line, one at a time: ${cameras.join(', ')}. petcam-hub firmware list tells how far they are.`);
  });
}

/** Cameras by the newest image for each. */
function named(store: Store, ids: string[]): Map<number, string[]> {
  const asked = new Map<number, string[]>();
  for (const id of ids) {
    const camera = store.camera(id);
    if (!camera) throw new Refusal('camera-unknown', `there is no camera "${id}"`);
    const update = updateFor(camera, store.firmwareImages(), store.rollouts(), ({ received }) => received);
    if (!update) throw new Refusal('firmware-not-newer', `there is nothing newer for the camera "${id}"`);
    asked.set(update.image, [...(asked.get(update.image) ?? []), id]);
  }
  return asked;
}

/** Cameras by the image that fits them, without those that have given it up. */
function fitting(store: Store): Map<number, string[]> {
  const [images, rollouts] = [store.firmwareImages(), store.rollouts()];
  const asked = new Map<number, string[]>();
  for (const camera of store.cameras()) {
    const update = updateFor(camera, images, rollouts, ({ received }) => received);
    if (!update || update.state === 'rolled-back') continue;
    asked.set(update.image, [...(asked.get(update.image) ?? []), camera.id]);
  }
  return asked;
}

function stop({ options: { json }, config, print }: Call): Promise<void> {
  return withStore(config(), async (store) => {
    for (const { id } of store.firmwareImages()) await store.stopRollout(id);
    const left = store.rollouts().filter(({ state }) => state === 'restarting' || state === 'trial');
    if (json) return print(JSON.stringify({ underWay: left.map(({ camera }) => camera) }));
    print('Nothing waits and nothing is being received any more.');
    for (const { camera } of left) print(`${camera} has its image already, and decides by itself.`);
  });
}

function remove({ options: { json }, operands: [id = ''], config, print }: Call): Promise<void> {
  return withStore(config(), async (store) => {
    await store.removeFirmware(Number(id));
    print(json ? JSON.stringify({ removed: Number(id) }) : `Image ${id} is forgotten.`);
  });
}

const keyless = () =>
  new Refusal('firmware-off', 'updates are off: set PETCAM_FIRMWARE_KEY to the key of your firmware');
