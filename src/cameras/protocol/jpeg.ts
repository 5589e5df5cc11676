/** The cheapest test that bytes are a JPEG; the full decode happens in the vision process. */
import { Refusal } from '../../core/errors.js';
import { MAX_FRAME_BYTES } from './limits.js';

/**
 * Checks the size and the beginning of a frame: FF D8 FF, SOI and the next marker (ITU-T T.81, annex B). How it ends is
 * not looked at: drivers hand out frames with bytes after FF D9 or without it, and every viewer shows them; that the
 * bytes are those the camera meant is what CRC-32 and length in the manifest say. Throws a `Refusal` `frame-empty`,
 * `frame-too-large` or `not-jpeg`.
 */
export function checkFrame(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new Refusal('frame-empty', 'The frame has no bytes.');
  if (bytes.length > MAX_FRAME_BYTES) {
    throw new Refusal('frame-too-large', `The frame has ${bytes.length} bytes, above ${MAX_FRAME_BYTES}.`);
  }
  if (!startsAsJpeg(bytes)) throw new Refusal('not-jpeg', 'The frame does not begin as a JPEG.');
}

/** True when the bytes begin with FF D8 FF and something follows. */
export function startsAsJpeg(bytes: Uint8Array): boolean {
  return bytes.length >= 5 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
