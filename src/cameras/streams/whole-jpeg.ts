import { startsAsJpeg } from '../protocol/jpeg.js';

const START_OF_SCAN = Buffer.from([0xff, 0xda]);
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/**
 * True for a JPEG that goes on to its end: the last FF D9 stands behind the last FF DA. Neither can occur in the coded
 * picture (ITU-T T.81, B.1.1.5), and that of a thumbnail in the header stands before the scan. Bytes after the end, as
 * drivers append, are no harm.
 */
export function isWholeJpeg(bytes: Uint8Array): boolean {
  if (!startsAsJpeg(bytes)) return false;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scan = view.lastIndexOf(START_OF_SCAN);
  return scan >= 0 && view.lastIndexOf(END_OF_IMAGE) > scan;
}
