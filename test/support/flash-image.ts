/** Builds of the camera as `idf.py build` leaves them, as far as anybody looks at them, and images made of them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { boardOf, CHIPS } from '../../src/cameras/protocol/boards.js';
import { signFlashImage } from '../../src/services/flash/image.js';
import { mergeParts } from '../../src/services/flash/merge.js';
import { pair } from './firmware-image.js';

export interface FlashOptions {
  board?: string;
  version?: string;
  /** Bytes of the program. */
  length?: number;
  /** Number of the chip in the header of the program; that of the board unless given. */
  chipId?: number;
  project?: string;
  privateKey?: string;
}

const requireBoard = (id: string) => {
  const board = boardOf(id);
  if (!board) throw new Error(`no board ${id}`);
  return board;
};

/** Bytes that a compressor makes little of, as a program is. */
function filler(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    bytes[at] = at % 3 === 0 ? 0 : state >> 16;
  }
  return bytes;
}

function bootable(length: number, chipId: number, seed: number): Buffer {
  const bytes = filler(length, seed);
  bytes[0] = 0xe9;
  bytes.writeUInt16LE(chipId, 12);
  return bytes;
}

function programOf(
  { version = '1.0.0', length = 40_000, project = 'petcam-camera' }: FlashOptions,
  id: number,
) {
  const bytes = bootable(length, id, 7 + version.length);
  bytes.writeUInt32LE(0xabcd_5432, 32);
  bytes.fill(0, 48, 112);
  bytes.write(version, 48);
  bytes.write(project, 80);
  return bytes;
}

/** The parts of a build, by the names and at the offsets of flasher_args.json. */
export function buildParts(options: FlashOptions = {}) {
  const { chip } = requireBoard(options.board ?? 'ai-thinker');
  const { bootloader, imageId } = CHIPS[chip];
  const table = Buffer.alloc(0xc00, 0xff);
  table.writeUInt16LE(0x50aa, 0);
  return [
    { name: 'bootloader/bootloader.bin', offset: bootloader, bytes: bootable(20_000, imageId, 3) },
    { name: 'partition_table/partition-table.bin', offset: 0x8000, bytes: table },
    { name: 'ota_data_initial.bin', offset: 0xf000, bytes: Buffer.alloc(0x2000, 0xff) },
    { name: 'petcam-camera.bin', offset: 0x2_0000, bytes: programOf(options, options.chipId ?? imageId) },
  ];
}

/** The image alone. */
export const flashBytes = (options: FlashOptions = {}): Uint8Array => mergeParts(buildParts(options));

/** A whole file, signed by the pair of the test unless another key is given. */
export function flashFile(options: FlashOptions = {}) {
  const image = flashBytes(options);
  const board = requireBoard(options.board ?? 'ai-thinker');
  const { claim, file } = signFlashImage(image, board, options.privateKey ?? pair.privateKey);
  return { file, image, claim };
}

/** Writes what a build leaves into `folder`; `changes` replace members of the two JSON files. */
export function writeBuild(
  folder: string,
  options: FlashOptions = {},
  changes: { flasher?: object; config?: object } = {},
): void {
  const board = requireBoard(options.board ?? 'ai-thinker');
  const parts = buildParts(options);
  for (const { name, bytes } of parts) put(folder, name, bytes);
  const flasher = {
    flash_settings: { flash_mode: 'dio', flash_size: `${board.flashBytes / 0x10_0000}MB`, flash_freq: '40m' },
    flash_files: Object.fromEntries(parts.map(({ name, offset }) => [`0x${offset.toString(16)}`, name])),
    extra_esptool_args: { after: 'hard_reset', before: 'default_reset', stub: true, chip: board.chip },
    ...changes.flasher,
  };
  const config = { PETCAM_BOARD_NAME: board.id, PETCAM_UPDATE_KEY: pair.publicKey, ...changes.config };
  put(folder, 'flasher_args.json', JSON.stringify(flasher));
  put(folder, 'config/sdkconfig.json', JSON.stringify(config));
}

function put(folder: string, name: string, content: string | Uint8Array): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}
