/** A flash image as a file: the claim, its signature, the bytes. docs/PROTOCOL.md, "The flash image". */
import { createHash } from 'node:crypto';
import { isSignedBy, signClaim } from '../../cameras/protocol/firmware-claim.js';
import {
  type FlashClaim,
  formatFlashClaim,
  MAX_CLAIM_BYTES,
  parseFlashClaim,
} from '../../cameras/protocol/flash-claim.js';
import { Refusal } from '../../core/errors.js';
import { versionInImage } from './layout.js';

/** Bytes of the longest head: claim, signature, and their line feeds. */
export const HEAD_BYTES = MAX_CLAIM_BYTES + 1 + 129;

/** Head of a flash image, proved. */
export interface FlashHead extends FlashClaim {
  claim: string;
  signature: string;
  /** Offset of the image in the file. */
  start: number;
}

/**
 * Reads the two lines that begin a file, and proves them with one of `keys`. Throws a `Refusal` `firmware-claim` or
 * `firmware-signature`.
 */
export function readFlashHead(file: Uint8Array, keys: readonly string[]): FlashHead {
  const [claim = '', signature = ''] = Buffer.from(file.subarray(0, HEAD_BYTES))
    .toString('latin1')
    .split('\n');
  const fields = parseFlashClaim(claim);
  if (!keys.some((key) => isSignedBy(key, claim, signature)))
    throw new Refusal(
      'firmware-signature',
      'The second line is not the signature of the first one by a key that this hub knows.',
    );
  return { ...fields, claim, signature, start: claim.length + signature.length + 2 };
}

/**
 * Reads and proves a whole file; `bytes` is a view into it. Throws a `Refusal`: as `readFlashHead`, then
 * `firmware-length`, `firmware-hash` or `firmware-layout`, in this order.
 */
export function readFlashFile(
  file: Uint8Array,
  keys: readonly string[],
): { head: FlashHead; bytes: Uint8Array } {
  const head = readFlashHead(file, keys);
  const bytes = file.subarray(head.start);
  if (bytes.length !== head.length)
    throw new Refusal(
      'firmware-length',
      `The image has ${bytes.length} bytes; its claim says ${head.length}: the file is cut short or has grown.`,
    );
  if (sha256Of(bytes) !== head.sha256)
    throw new Refusal(
      'firmware-hash',
      'The bytes of the image are not those of its claim: copy the file again.',
    );
  const version = versionInImage(bytes, head.board);
  if (version !== head.version)
    throw new Refusal('firmware-layout', `The program calls itself ${version}, the claim ${head.version}.`);
  return { head, bytes };
}

/** File of an image that is signed with a private key in PEM. Throws as `signClaim` and `versionInImage`. */
export function signFlashImage(
  image: Uint8Array,
  board: FlashClaim['board'],
  privateKey: string,
): { claim: FlashClaim; file: Buffer } {
  const version = versionInImage(image, board);
  const claim = { board, version, length: image.length, sha256: sha256Of(image) };
  const line = formatFlashClaim(claim);
  const head = `${line}\n${signClaim(privateKey, line)}\n`;
  return { claim: parseFlashClaim(line), file: Buffer.concat([Buffer.from(head), image]) };
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
