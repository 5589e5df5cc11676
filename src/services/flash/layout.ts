/**
 * What lies where in an image of the whole flash, as ESP-IDF lays it out: boot loader, partition table at 0x8000, program
 * at 0x20000 (firmware/port/esp_idf/partitions.csv). Pure.
 */
import { type Board, CHIPS } from '../../cameras/protocol/boards.js';
import { Refusal } from '../../core/errors.js';

/** First byte of every image that a chip boots. */
const IMAGE_MAGIC = 0xe9;
/** Offset of the chip's number in the header of an image. */
const CHIP_ID = 12;
const PARTITION_TABLE = 0x8000;
const PARTITION_MAGIC = 0x50aa;
const PROGRAM = 0x2_0000;

/** ESP-IDF's description of a program, behind the headers of its image and of its first segment. */
const DESCRIPTION = PROGRAM + 24 + 8;
const DESCRIPTION_MAGIC = 0xabcd_5432;
const VERSION = DESCRIPTION + 16;
const PROJECT = DESCRIPTION + 48;
const TEXT_BYTES = 32;

/**
 * Version of the program in an image for `board`. Throws a `Refusal` `firmware-layout` when a board of that chip would
 * not boot it, or when the program is not the camera's.
 */
export function versionInImage(image: Uint8Array, board: Board): string {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  if (image.length < PROJECT + TEXT_BYTES) throw wrong('it ends before its program begins');
  const { bootloader, imageId } = CHIPS[board.chip];
  for (const [what, at] of [
    ['boot loader', bootloader],
    ['program', PROGRAM],
  ] as const) {
    if (image[at] !== IMAGE_MAGIC) throw wrong(`there is no ${what} at 0x${at.toString(16)}`);
    if (view.getUint16(at + CHIP_ID, true) !== imageId)
      throw wrong(`its ${what} is for another chip than ${board.chip}`);
  }
  if (view.getUint16(PARTITION_TABLE, true) !== PARTITION_MAGIC)
    throw wrong('there is no partition table at 0x8000');
  if (view.getUint32(DESCRIPTION, true) !== DESCRIPTION_MAGIC)
    throw wrong('its program does not say what it is');
  if (textAt(image, PROJECT) !== 'petcam-camera') throw wrong("its program is not the camera's");
  return textAt(image, VERSION);
}

function textAt(image: Uint8Array, at: number): string {
  const field = image.subarray(at, at + TEXT_BYTES);
  const end = field.indexOf(0);
  return Buffer.from(field.subarray(0, end < 0 ? TEXT_BYTES : end)).toString('latin1');
}

const wrong = (what: string) =>
  new Refusal('firmware-layout', `These bytes are no camera as it is flashed: ${what}.`);
