import { readTurn } from '../../core/upright.js';

/** Facts that the Exif segment of an exported photo holds. */
export interface ExifFacts {
  /** `2026:11:23 08:15:30`, local time. */
  takenAt: string;
  /** `+01:00`. */
  offset: string;
  /** Milliseconds as three digits. */
  fraction: string;
  camera: string;
  software: string;
  description: string;
}

type Tag = [tag: number, type: number, bytes: Uint8Array];

/** Types of values (TIFF 6.0, section 2): text that ends with a zero byte, a 16-bit and a 32-bit number, bytes. */
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
const INLINE_BYTES = 4;

/**
 * The photo with an Exif segment (CIPA DC-008, section 4.5) behind its JFIF one; not a byte of it is changed
 * otherwise. A turn that the store has marked becomes its orientation. One that has an Exif segment of its own, or is no
 * JPEG, is given back as it is.
 */
export function withExif(picture: Uint8Array, facts: ExifFacts): Uint8Array {
  const { jpeg, orientation } = readTurn(picture);
  const offset = offsetForExif(jpeg);
  if (offset === null) return jpeg;
  const tiff = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiffOf(facts, orientation)]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(tiff.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, offset), head, tiff, jpeg.subarray(offset)]);
}

/** Behind the start of the image and its APP0 segments; null when there is an Exif segment. */
function offsetForExif(jpeg: Uint8Array): number | null {
  const view = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length);
  if (view.length < HEADER_BYTES || view.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  let offset = at;
  while (at + 4 <= view.length && isApplication(view.readUInt16BE(at))) {
    const marker = view.readUInt16BE(at);
    if (marker === 0xffe1 && view.toString('latin1', at + 4, at + 8) === 'Exif') return null;
    at += 2 + view.readUInt16BE(at + 2);
    if (marker === 0xffe0) offset = at;
  }
  return offset;
}

const isApplication = (marker: number) => marker >= 0xffe0 && marker <= 0xffef;

function tiffOf(facts: ExifFacts, orientation: number): Buffer {
  const { takenAt, offset, fraction, camera, software, description } = facts;
  const detail: Tag[] = [
    [0x9000, UNDEFINED, Buffer.from('0232')],
    [0x9003, ASCII, text(takenAt)],
    [0x9004, ASCII, text(takenAt)],
    [0x9011, ASCII, text(offset)],
    [0x9012, ASCII, text(offset)],
    [0x9291, ASCII, text(fraction)],
  ];
  const main = (pointer: number): Tag[] => [
    [0x010e, ASCII, text(description)],
    [0x0110, ASCII, text(camera)],
    [0x0112, SHORT, short(orientation)],
    [0x0131, ASCII, text(software)],
    [0x0132, ASCII, text(takenAt)],
    [0x8769, LONG, number(pointer)],
  ];
  const second = HEADER_BYTES + directory(main(0), HEADER_BYTES).length;
  const header = Buffer.from([0x49, 0x49, 0x2a, 0, HEADER_BYTES, 0, 0, 0]);
  return Buffer.concat([header, directory(main(second), HEADER_BYTES), directory(detail, second)]);
}

/** An image file directory that begins at `at`, with the values that do not fit into it behind it. */
function directory(tags: Tag[], at: number): Buffer {
  const entries = Buffer.alloc(2 + tags.length * ENTRY_BYTES + 4);
  const values: Uint8Array[] = [];
  let next = at + entries.length;
  entries.writeUInt16LE(tags.length, 0);
  for (const [index, [tag, type, bytes]] of tags.entries()) {
    const entry = 2 + index * ENTRY_BYTES;
    entries.writeUInt16LE(tag, entry);
    entries.writeUInt16LE(type, entry + 2);
    entries.writeUInt32LE(type === LONG || type === SHORT ? 1 : bytes.length, entry + 4);
    if (bytes.length <= INLINE_BYTES) entries.set(bytes, entry + 8);
    else {
      entries.writeUInt32LE(next, entry + 8);
      const even = Buffer.alloc(bytes.length + (bytes.length % 2));
      even.set(bytes);
      values.push(even);
      next += even.length;
    }
  }
  return Buffer.concat([entries, ...values]);
}

/** Readers take the bytes as UTF-8, whatever the letter of the standard says. At most 2 KB, so that it always fits. */
function text(value: string): Buffer {
  return Buffer.from(`${value.replaceAll('\0', ' ').slice(0, 500)}\0`, 'utf8');
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
