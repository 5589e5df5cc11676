/** Frames and manifests for tests that never decode a picture. */
import { crcOf, sha256Of } from '../../src/cameras/protocol/checksum.js';
import type { Frame, Manifest } from '../../src/cameras/protocol/types.js';

/** Bytes with a JPEG's envelope; `seed` makes them differ. */
export function jpegOf(seed: number, size = 64): Buffer {
  const bytes = Buffer.alloc(size, seed & 0xff);
  bytes.writeUInt32LE(seed >>> 0, 8);
  bytes.set([0xff, 0xd8, 0xff]);
  bytes.set([0xff, 0xd9], size - 2);
  return bytes;
}

export function frameOf(index: number, bytes: Uint8Array = jpegOf(index), at: Partial<Frame> = {}): Frame {
  return {
    camera: 'porch',
    burst: 'b1',
    index,
    bytes,
    crc32: crcOf(bytes),
    sha256: sha256Of(bytes),
    receivedAt: 1_763_867_000_000,
    ...at,
  };
}

export function manifestOf(pictures: readonly Uint8Array[], burst = 'b1'): Manifest {
  const frames = pictures.map((bytes, index) => ({
    index,
    length: bytes.length,
    crc32: crcOf(bytes),
    ageMs: 1000 - index * 10,
  }));
  return { burst, trigger: 'motion', frames };
}
