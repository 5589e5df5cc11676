/** One image of the parts that a build leaves. Pure. */
import { Refusal } from '../../core/errors.js';

/** Value of flash that is erased. */
const ERASED = 0xff;

/** Part of an image, and where in the flash it begins. */
export interface FlashPart {
  name: string;
  offset: number;
  bytes: Uint8Array;
}

/**
 * Image from the start of the flash to the end of its last part; what lies between two parts is as erased flash. Throws a
 * `Refusal` `firmware-layout` for parts that overlap.
 */
export function mergeParts(parts: readonly FlashPart[]): Uint8Array {
  const sorted = [...parts].sort((a, b) => a.offset - b.offset);
  const image = new Uint8Array(Math.max(0, ...parts.map(endOf))).fill(ERASED);
  for (const [index, part] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before && endOf(before) > part.offset)
      throw new Refusal(
        'firmware-layout',
        `${before.name} reaches into ${part.name} at 0x${part.offset.toString(16)}.`,
      );
    image.set(part.bytes, part.offset);
  }
  return image;
}

const endOf = ({ offset, bytes }: FlashPart) => offset + bytes.length;
