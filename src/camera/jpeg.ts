/** The cheapest test that bytes are one whole JPEG; the full decode happens in the vision process. */
import { Refusal } from '../errors.js';
import { MAX_FRAME_BYTES } from './limits.js';

/**
 * Checks the size and the envelope of a frame: FF D8 FF in front (SOI and the next marker), FF D9 (EOI) at the
 * end (ITU-T T.81, annex B). Throws a `Refusal` `frame-empty`, `frame-too-large` or `not-jpeg`.
 */
export function checkFrame(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new Refusal('frame-empty', 'The frame has no bytes.');
  if (bytes.length > MAX_FRAME_BYTES) {
    throw new Refusal('frame-too-large', `The frame has ${bytes.length} bytes, above ${MAX_FRAME_BYTES}.`);
  }
  if (!hasJpegEnvelope(bytes)) throw new Refusal('not-jpeg', 'The frame does not begin and end as a JPEG.');
}

/** True when the bytes begin with FF D8 FF and end with FF D9. */
export function hasJpegEnvelope(bytes: Uint8Array): boolean {
  const end = bytes.length;
  return (
    end >= 5 &&
    bytes[0] === 0xff &&
    bytes[1] === 0xd8 &&
    bytes[2] === 0xff &&
    bytes[end - 2] === 0xff &&
    bytes[end - 1] === 0xd9
  );
}
