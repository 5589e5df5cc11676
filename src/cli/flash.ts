import { parseArgs } from 'node:util';
import { publicHexOf } from '../cameras/protocol/firmware-claim.js';
import type { Config } from '../core/config/config.js';
import { Refusal } from '../core/errors.js';
import { createLog } from '../core/log.js';
import { FLASH_IMAGES } from '../hub/flash.js';
import { readBuild } from '../services/flash/build-output.js';
import { FlashImageStore } from '../services/flash/flash-image-store.js';
import { signFlashImage } from '../services/flash/image.js';
import type { Command, CommandContext } from './command.js';
import { bytesIn, neededBy, writeNew } from './files.js';
import { actionOf } from './verbs.js';
import { withStore } from './with-store.js';

const help = `petcam-hub flash <VERB> [--json]

  merge --key FILE --out FILE BUILD
                   makes a *.petcam-flash file of the folder that \`idf.py build\` leaves: boot loader,
                   partition table and program as one image for a bare board, signed
  add FILE         gives the hub such a file; it goes before the one that came with the hub
  list             the boards, and the image for each
  remove BOARD     forgets the file that was given for a board

The page of the hub writes these images to a board on a computer's USB: open /flash. merge needs no hub:
the key that signs is best kept elsewhere, and is that of \`petcam-hub firmware key\`.`;

const needed = neededBy(help);

const options = {
  key: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

interface Call {
  options: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  operand: string;
  config: () => Config;
  print: CommandContext['print'];
}

/** Command `petcam-hub flash`: makes images for bare boards and hands them to the hub. */
export const flash: Command = {
  help,
  verbs: () => Object.keys(actions),
  async run(args, { config, print }) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [verb = '', operand = ''] = positionals;
    const action = actionOf(actions, verb, 'flash images', help);
    await action({ options: values, operand, config, print });
  },
};

const actions: Record<string, (call: Call) => Promise<void>> = { merge, add, list, remove };

async function merge({ options: { key, out, json }, operand, print }: Call): Promise<void> {
  const privateKey = bytesIn(needed(key, 'merge needs --key FILE')).toString('utf8');
  const target = needed(out, 'merge needs --out FILE');
  const { board, image, updateKey } = readBuild(
    needed(operand, 'merge needs the folder of the build: firmware/port/esp_idf/build'),
  );
  const publicKey = publicHexOf(privateKey);
  if (updateKey !== publicKey)
    throw new Refusal(
      'firmware-key',
      'The build takes its updates from another key: put the public half of this one into CONFIG_PETCAM_UPDATE_KEY.',
    );
  const { claim, file } = signFlashImage(image, board, privateKey);
  writeNew(target, file);
  const { version, length, sha256 } = claim;
  if (json)
    return print(JSON.stringify({ file: target, board: board.id, version, length, sha256, publicKey }));
  print(`${target}: ${version} for ${board.id}, ${length} bytes, signed by ${publicKey.slice(0, 16)}...`);
}

function add({ options: { json }, operand, config, print }: Call): Promise<void> {
  const file = bytesIn(needed(operand, 'add needs a *.petcam-flash file'));
  return withImages(config(), async (images) => {
    const { id, name, image } = await images.add(file);
    print(json ? JSON.stringify({ board: id, ...image }) : `${image?.version} for ${name} is there.`);
  });
}

function list({ options: { json }, config, print }: Call): Promise<void> {
  return withImages(config(), async (images) => {
    const boards = await images.boards();
    if (json) return print(JSON.stringify(boards));
    for (const { id, name, image } of boards) {
      const source = image?.source === 'owner' ? 'given' : 'came with the hub';
      print(`${id.padEnd(16)}${image ? `${image.version}, ${source}` : 'none'}  (${name})`);
    }
  });
}

function remove({ options: { json }, operand, config, print }: Call): Promise<void> {
  return withImages(config(), async (images) => {
    await images.remove(needed(operand, 'remove needs a board'));
    print(json ? JSON.stringify({ removed: operand }) : `The file for ${operand} is forgotten.`);
  });
}

function withImages(config: Config, work: (images: FlashImageStore) => Promise<void>): Promise<void> {
  const log = createLog('silent');
  return withStore(config, (store) =>
    work(new FlashImageStore({ store, folder: FLASH_IMAGES, ownKey: config.firmwareKey, log })),
  );
}
