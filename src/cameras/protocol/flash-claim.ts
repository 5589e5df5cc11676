/**
 * What the maker of a flash image claims of it in one signed line. docs/PROTOCOL.md, "The flash image":
 *
 *     petcam-flash 1 <board> <chip> <version> <flash bytes> <length> <sha256>
 *
 * It begins with another word than the claim of an update, so that neither can be taken for the other.
 */
import { Refusal } from '../../core/errors.js';
import { type Board, boardOf } from './boards.js';
import { parseVersion } from './firmware-version.js';

const LENGTH = /^[1-9][0-9]{0,7}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** Bytes of the longest claim. */
export const MAX_CLAIM_BYTES = 160;

/** Bytes of the largest image: the end of the first of two programs in 8 MB of flash. */
export const MAX_FLASH_IMAGE_BYTES = 0x32_0000;

/** Claim of a flash image; its chip and the bytes of its flash are those of the board. */
export interface FlashClaim {
  board: Board;
  version: string;
  /** Bytes of the image, which begins at the start of the flash. */
  length: number;
  /** SHA-256 of the image, lower-case hexadecimal. */
  sha256: string;
}

/** Throws a `Refusal` `firmware-claim` that says what is wrong. */
export function parseFlashClaim(text: string): FlashClaim {
  const [magic, form, id = '', chip, version = '', flash, length = '', sha256 = '', ...more] =
    text.split(' ');
  if (magic !== 'petcam-flash' || form !== '1' || more.length > 0)
    throw wrong('it begins with "petcam-flash 1" and has six words more, one space between them');
  const board = boardOf(id);
  if (!board) throw wrong(`"${id}" is none of the boards that this hub knows`);
  if (chip !== board.chip) throw wrong(`the chip of ${id} is ${board.chip}`);
  if (flash !== String(board.flashBytes)) throw wrong(`the flash of ${id} has ${board.flashBytes} bytes`);
  if (parseVersion(version) === null) throw wrong('the version is MAJOR.MINOR.PATCH, each from 0 to 65535');
  if (!LENGTH.test(length) || Number(length) > MAX_FLASH_IMAGE_BYTES)
    throw wrong(`the length is a whole number from 1 to ${MAX_FLASH_IMAGE_BYTES}`);
  if (!SHA256.test(sha256)) throw wrong('the SHA-256 is 64 lower-case hexadecimal digits');
  return { board, version, length: Number(length), sha256 };
}

/** Claim as the line that is signed. */
export function formatFlashClaim({ board, version, length, sha256 }: FlashClaim): string {
  return `petcam-flash 1 ${board.id} ${board.chip} ${version} ${board.flashBytes} ${length} ${sha256}`;
}

const wrong = (what: string) =>
  new Refusal('firmware-claim', `The first line is not the claim of a flash image: ${what}.`);
