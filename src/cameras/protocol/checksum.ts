/** The two sums of a frame: CRC-32 as the camera computes it, SHA-256 as the hub's own identity of the bytes. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** CRC-32 of ISO 3309 and zlib, unsigned. The nine bytes `123456789` give 3421780262. */
export function crcOf(bytes: Uint8Array): number {
  return crc32(bytes);
}

/** SHA-256 of bytes in lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
