/**
 * Pictures of a camera that is mounted sideways. Their bytes are kept as the camera sent them; what leaves the store
 * or goes to a viewer says in an Exif segment how it is to be turned, which every decoder and browser follows.
 */

import { startsAsJpeg, withoutExif } from './exif.js';

/** Degrees clockwise by which a picture is turned to stand upright. */
export type Turn = 0 | 90 | 180 | 270;

/** All turns, for schemas and choices. */
export const TURNS = [0, 90, 180, 270] as const satisfies readonly Turn[];

/** Values of the tag Orientation (CIPA DC-008, 4.6.4). */
const ORIENTATION: Readonly<Record<Turn, number>> = { 0: 1, 90: 6, 180: 3, 270: 8 };

/** Turn that follows another one. */
export function addTurns(first: Turn, second: Turn): Turn {
  return ((first + second) % 360) as Turn;
}

/** An Exif segment of one tag, little-endian: its marker and length, a TIFF header, a directory of one entry. */
function segmentOf(turn: Turn): Buffer {
  const head = Buffer.from('ffe10022457869660000', 'hex');
  const tiff = Buffer.from('49492a0008000000010012010300010000000000000000000000', 'hex');
  tiff.writeUInt16LE(ORIENTATION[turn], 18);
  return Buffer.concat([head, tiff]);
}

/**
 * JPEG that is shown turned; not a byte is changed otherwise, but that an Exif segment of its own gives way. One that
 * need not be turned, or is no JPEG, is given back as it is.
 */
export function turnJpeg(jpeg: Uint8Array, turn: Turn): Uint8Array {
  if (turn === 0 || !startsAsJpeg(jpeg)) return jpeg;
  return Buffer.concat([jpeg.subarray(0, 2), segmentOf(turn), ...withoutExif(jpeg)]);
}

/** JPEG before `turnJpeg`, and the value of the tag Orientation that shows it upright. */
export function readTurn(jpeg: Uint8Array): { jpeg: Uint8Array; orientation: number } {
  for (const turn of [90, 180, 270] as const) {
    const segment = segmentOf(turn);
    const found = jpeg.subarray(2, 2 + segment.length);
    if (segment.equals(found)) {
      const rest = Buffer.concat([jpeg.subarray(0, 2), jpeg.subarray(2 + segment.length)]);
      return { jpeg: rest, orientation: ORIENTATION[turn] };
    }
  }
  return { jpeg, orientation: ORIENTATION[0] };
}
