/**
 * What the maker of a flash image claims of it in one signed line. docs/PROTOCOL.md, "The flash image":
 *
 *     petcam-flash 1 <board> <chip> <version> <flash bytes> <length> <sha256>
 *
 * It begins with another word than the claim of an update, so that neither can be taken for the other.
 */
import { Refusal } from '../../core/errors.js';
import { type Board, boardOf } from './boards.js';
import { type FirmwareClaim, imageFacts } from './firmware-claim.js';

/** Bytes of the longest claim. */
export const MAX_CLAIM_BYTES = 160;

/** Bytes of the largest image: the end of the first of two programs in 8 MB of flash. */
export const MAX_FLASH_IMAGE_BYTES = 0x32_0000;

/** Claim of a flash image, which begins at the start of the flash; chip and bytes of the flash are those of the board. */
export type FlashClaim = Omit<FirmwareClaim, 'board'> & { board: Board };

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
  return { board, ...imageFacts({ version, length, sha256 }, MAX_FLASH_IMAGE_BYTES, wrong) };
}

/** Claim as the line that is signed. */
export function formatFlashClaim({ board, version, length, sha256 }: FlashClaim): string {
  return `petcam-flash 1 ${board.id} ${board.chip} ${version} ${board.flashBytes} ${length} ${sha256}`;
}

const wrong = (what: string) =>
  new Refusal('firmware-claim', `The first line is not the claim of a flash image: ${what}.`);
