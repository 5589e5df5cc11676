/** A firmware image as an owner hands it over: the claim, its signature, the bytes. docs/PROTOCOL.md, "The image file". */
import { createHash } from 'node:crypto';
import {
  type FirmwareClaim,
  isSignedBy,
  MAX_IMAGE_BYTES,
  parseClaim,
} from '../../cameras/protocol/firmware-claim.js';
import { Refusal } from '../../core/errors.js';

/** Bytes of the longest claim, of a signature, and their line feeds. */
const HEAD_BYTES = 161 + 129;

/** Bytes of the largest file. */
export const MAX_FILE_BYTES = HEAD_BYTES + MAX_IMAGE_BYTES;

/** Firmware image as an owner hands it over: claim, signature and bytes. */
export interface FirmwareFile extends FirmwareClaim {
  claim: string;
  signature: string;
  /** A view into the file. */
  bytes: Uint8Array;
}

/**
 * Reads a file and proves it with the public key of the cameras. Throws a `Refusal`: `firmware-claim`,
 * `firmware-signature`, `firmware-length` or `firmware-hash`, in this order.
 */
export function readFirmwareFile(file: Uint8Array, publicKey: string): FirmwareFile {
  const [claim, afterClaim] = lineOf(file, 0);
  const fields = parseClaim(claim);
  const [signature, start] = lineOf(file, afterClaim);
  if (!isSignedBy(publicKey, claim, signature)) throw unsigned();
  const bytes = file.subarray(start);
  if (bytes.length !== fields.length)
    throw new Refusal(
      'firmware-length',
      `The image has ${bytes.length} bytes; its claim says ${fields.length}: the file is cut short or has grown.`,
    );
  if (createHash('sha256').update(bytes).digest('hex') !== fields.sha256)
    throw new Refusal(
      'firmware-hash',
      'The bytes of the image are not those of its claim: copy the file again.',
    );
  return { ...fields, claim, signature, bytes };
}

/** The text of a line and where the next one begins; empty when there is none within the head. */
function lineOf(file: Uint8Array, from: number): [line: string, next: number] {
  const end = file.subarray(from, from + HEAD_BYTES).indexOf(0x0a);
  if (end < 0) return ['', file.length];
  return [Buffer.from(file.subarray(from, from + end)).toString('latin1'), from + end + 1];
}

function unsigned(): Refusal {
  return new Refusal(
    'firmware-signature',
    'The second line is not the signature of the first one by the key in PETCAM_FIRMWARE_KEY.',
  );
}
