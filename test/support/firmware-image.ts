/** Signed images for cameras, as `petcam-hub firmware sign` makes them. */
import { createHash } from 'node:crypto';
import { formatClaim, newFirmwareKey, signClaim } from '../../src/cameras/protocol/firmware-claim.js';

/** One pair for a whole test file. */
export const pair = newFirmwareKey();

export interface ImageOptions {
  board?: string;
  version?: string;
  bytes?: Uint8Array;
  privateKey?: string;
}

/** The image alone: `length` bytes that no other version has. */
export function imageBytes(version: string, length = 50_000): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1)
    bytes[at] = (at * 31 + version.length + version.charCodeAt(at % version.length)) & 0xff;
  return bytes;
}

/** A whole file. */
export function firmwareFile({
  board = 'simulated',
  version = '1.1.0',
  bytes,
  privateKey,
}: ImageOptions = {}) {
  const image = bytes ?? imageBytes(version);
  const sha256 = createHash('sha256').update(image).digest('hex');
  const claim = formatClaim({ board, version, length: image.length, sha256 });
  const signature = signClaim(privateKey ?? pair.privateKey, claim);
  return {
    file: Buffer.concat([Buffer.from(`${claim}\n${signature}\n`), image]),
    claim,
    signature,
    image,
    sha256,
  };
}
