/** What `idf.py build` leaves in its folder: which files go where (flasher_args.json), and how it was configured. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Board, boardOf } from '../../cameras/protocol/boards.js';
import { Fault, Refusal } from '../../core/errors.js';
import { type FlashPart, mergeParts } from './merge.js';

/** Build of the firmware, put together. */
export interface BuildOutput {
  board: Board;
  image: Uint8Array;
  /** Public key that the camera checks updates with; empty for one that takes none. */
  updateKey: string;
}

/**
 * Reads the build in `folder`. Throws a `Fault` `file-missing` for what cannot be read, a `Refusal` `firmware-layout` for
 * a build of another board, chip or flash.
 */
export function readBuild(folder: string): BuildOutput {
  const flasher = jsonIn(folder, 'flasher_args.json');
  const options = jsonIn(folder, path.join('config', 'sdkconfig.json'));
  const id = String(options['PETCAM_BOARD_NAME']);
  const board = boardOf(id);
  if (!board) throw wrong(`its board "${id}" is none of this hub's`);
  const chip = objectIn(flasher, 'extra_esptool_args')['chip'];
  if (chip !== board.chip) throw wrong(`it is for ${chip}, and ${id} has an ${board.chip}`);
  const size = objectIn(flasher, 'flash_settings')['flash_size'];
  if (size !== `${board.flashBytes / 0x10_0000}MB`)
    throw wrong(`it is for ${size} of flash, and ${id} has ${board.flashBytes / 0x10_0000} MB`);
  const files = Object.entries(objectIn(flasher, 'flash_files'));
  const parts = files.map(
    ([offset, name]): FlashPart => ({
      name: String(name),
      offset: Number(offset),
      bytes: bytesIn(path.join(folder, String(name))),
    }),
  );
  return { board, image: mergeParts(parts), updateKey: String(options['PETCAM_UPDATE_KEY'] ?? '') };
}

function jsonIn(folder: string, name: string): Record<string, unknown> {
  const file = path.join(folder, name);
  try {
    return JSON.parse(bytesIn(file).toString('utf8'));
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw wrong(`${file} is no JSON`);
  }
}

function objectIn(owner: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = owner[name];
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw wrong(`flasher_args.json has no "${name}"`);
}

function bytesIn(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Fault('file-missing', `${file} cannot be read`, 'Run `idf.py build` first.', { cause });
  }
}

const wrong = (what: string) => new Refusal('firmware-layout', `This is no build of the camera: ${what}.`);
