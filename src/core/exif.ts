/**
 * Exif (CIPA DC-008, section 4.5) of JPEGs: read as far as it is taken over into another picture, and written. What is
 * not named here is not taken over: places, serial numbers, notes of makers and previews stay behind.
 */

/** One value of an Exif directory: number of its tag, type (TIFF 6.0, section 2), and its bytes, little-endian. */
export type ExifField = [tag: number, type: number, bytes: Uint8Array];

/** Values of the two directories: of the picture, and of how it was taken. */
export interface ExifFields {
  main: ExifField[];
  detail: ExifField[];
}

/** Tags that the hub reads and writes by name. */
export const TAGS = {
  description: 0x010e,
  make: 0x010f,
  model: 0x0110,
  orientation: 0x0112,
  software: 0x0131,
  changedAt: 0x0132,
  detail: 0x8769,
  version: 0x9000,
  takenAt: 0x9003,
  digitizedAt: 0x9004,
  takenOffset: 0x9011,
  digitizedOffset: 0x9012,
  takenFraction: 0x9291,
} as const;

const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

/** Bytes of one number of each type, and of what is turned round in it for the other order of bytes. */
const SIZES: Readonly<Record<number, [size: number, unit: number]>> = {
  1: [1, 1],
  [ASCII]: [1, 1],
  [SHORT]: [2, 2],
  [LONG]: [4, 4],
  5: [8, 4],
  [UNDEFINED]: [1, 1],
  9: [4, 4],
  10: [8, 4],
};

/** Artist and copyright beside those with a name. */
const MAIN = new Set<number>([
  TAGS.description,
  TAGS.make,
  TAGS.model,
  TAGS.orientation,
  TAGS.software,
  TAGS.changedAt,
  0x013b,
  0x8298,
]);

/** Times, exposure, lens: what a photo program shows of how a photo was taken. */
const DETAIL = new Set<number>([
  ...[0x829a, 0x829d, 0x8822, 0x8827],
  ...[TAGS.version, TAGS.takenAt, TAGS.digitizedAt, 0x9010, TAGS.takenOffset, TAGS.digitizedOffset],
  ...[0x9201, 0x9202, 0x9203, 0x9204, 0x9205, 0x9206, 0x9207, 0x9208, 0x9209, 0x920a],
  ...[0x9290, TAGS.takenFraction, 0x9292],
  ...[0xa402, 0xa403, 0xa404, 0xa405, 0xa406, 0xa432, 0xa433, 0xa434],
]);

/** So much of a text, and of any other value, so that all of them fit into one segment. */
const MOST_TEXT_BYTES = 2_000;
const MOST_BYTES = 64;
const MOST_ENTRIES = 256;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
const INLINE_BYTES = 4;
const NAME = 'Exif\0\0';

/** Exif of a JPEG as far as it is taken over; null when it has none that can be read. */
export function readExif(jpeg: Uint8Array): ExifFields | null {
  const found = applicationSegments(jpeg).find(isExif);
  return found ? readExifBlock(found.subarray(4)) : null;
}

/** Exif of a block that begins with `Exif` or with the header of the TIFF, as WebP and PNG hold it; null as `readExif`. */
export function readExifBlock(block: Uint8Array): ExifFields | null {
  const view = bufferOf(block);
  const tiff = view.toString('latin1', 0, NAME.length) === NAME ? view.subarray(NAME.length) : view;
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < HEADER_BYTES || (order !== 'II' && order !== 'MM')) return null;
  const little = order === 'II';
  const first = readDirectory(tiff, little, numberAt(tiff, 4, 4, little));
  const pointer = first.get(TAGS.detail)?.[2];
  const second =
    pointer?.length === 4 ? readDirectory(tiff, little, bufferOf(pointer).readUInt32LE(0)) : null;
  return { main: named(first, MAIN), detail: second ? named(second, DETAIL) : [] };
}

const named = (fields: ReadonlyMap<number, ExifField>, tags: ReadonlySet<number>): ExifField[] =>
  [...fields.values()].filter(([tag]) => tags.has(tag));

/** Values of the directory at `at`; one that reaches beyond the block or is too long is left out. */
function readDirectory(tiff: Buffer, little: boolean, at: number): Map<number, ExifField> {
  const fields = new Map<number, ExifField>();
  if (at + 2 > tiff.length) return fields;
  const count = Math.min(MOST_ENTRIES, numberAt(tiff, at, 2, little));
  for (let entry = at + 2; entry < at + 2 + count * ENTRY_BYTES; entry += ENTRY_BYTES) {
    if (entry + ENTRY_BYTES > tiff.length) break;
    const tag = numberAt(tiff, entry, 2, little);
    const type = numberAt(tiff, entry + 2, 2, little);
    const [size = 0, unit = 1] = SIZES[type] ?? [];
    const length = size * numberAt(tiff, entry + 4, 4, little);
    const most = type === ASCII ? MOST_TEXT_BYTES : MOST_BYTES;
    const start = length <= INLINE_BYTES ? entry + 8 : numberAt(tiff, entry + 8, 4, little);
    const isTaken = length > 0 && length <= most && start + length <= tiff.length && !fields.has(tag);
    if (isTaken) fields.set(tag, [tag, type, inOrder(tiff.subarray(start, start + length), unit, little)]);
  }
  return fields;
}

function inOrder(bytes: Buffer, unit: number, little: boolean): Uint8Array {
  const copy = Buffer.from(bytes);
  if (!little && unit === 2) copy.swap16();
  if (!little && unit === 4) copy.swap32();
  return copy;
}

const numberAt = (bytes: Buffer, at: number, size: 2 | 4, little: boolean): number =>
  little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);

/**
 * JPEG with these values behind its JFIF segment, in place of an Exif segment of its own; not a byte of it is changed
 * otherwise. What is no JPEG is given back as it is.
 */
export function writeExif(jpeg: Uint8Array, { main, detail }: ExifFields): Uint8Array {
  if (!startsAsJpeg(jpeg)) return jpeg;
  const parts = withoutExif(jpeg);
  const behind = parts.slice(0, -1).findLastIndex((part) => bufferOf(part).readUInt16BE(0) === 0xffe0) + 1;
  const block = Buffer.concat([Buffer.from(NAME, 'latin1'), tiffOf(main, detail)]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(block.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), ...parts.slice(0, behind), head, block, ...parts.slice(behind)]);
}

/** Parts of a JPEG behind its start marker, without the Exif segments among its application segments. */
export function withoutExif(jpeg: Uint8Array): Uint8Array[] {
  const segments = applicationSegments(jpeg);
  const end = segments.reduce((at, segment) => at + segment.length, 2);
  return [...segments.filter((segment) => !isExif(segment)), jpeg.subarray(end)];
}

/** True for bytes that begin as a JPEG does. */
export const startsAsJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;

/** Application segments that follow the start of a JPEG, marker and length included. */
function applicationSegments(jpeg: Uint8Array): Buffer[] {
  const view = bufferOf(jpeg);
  const segments: Buffer[] = [];
  let at = 2;
  while (startsAsJpeg(jpeg) && at + 4 <= view.length && (view.readUInt16BE(at) & 0xfff0) === 0xffe0) {
    const end = at + 2 + Math.max(2, view.readUInt16BE(at + 2));
    segments.push(view.subarray(at, end));
    at = end;
  }
  return segments;
}

const isExif = (segment: Buffer): boolean =>
  segment.readUInt16BE(0) === 0xffe1 && segment.toString('latin1', 4, 8) === 'Exif';

function tiffOf(main: readonly ExifField[], detail: readonly ExifField[]): Buffer {
  const fields = main.filter(([tag]) => tag !== TAGS.detail);
  const withPointer = (pointer: number): ExifField[] => [...fields, longField(TAGS.detail, pointer)];
  const second = HEADER_BYTES + directory(withPointer(0), HEADER_BYTES).length;
  const header = Buffer.from([0x49, 0x49, 0x2a, 0, HEADER_BYTES, 0, 0, 0]);
  return Buffer.concat([header, directory(withPointer(second), HEADER_BYTES), directory(detail, second)]);
}

/** An image file directory that begins at `at`, its entries in order, the values that do not fit into it behind it. */
function directory(fields: readonly ExifField[], at: number): Buffer {
  const sorted = fields.toSorted(([a], [b]) => a - b);
  const entries = Buffer.alloc(2 + sorted.length * ENTRY_BYTES + 4);
  const values: Uint8Array[] = [];
  let next = at + entries.length;
  entries.writeUInt16LE(sorted.length, 0);
  for (const [index, [tag, type, bytes]] of sorted.entries()) {
    const entry = 2 + index * ENTRY_BYTES;
    entries.writeUInt16LE(tag, entry);
    entries.writeUInt16LE(type, entry + 2);
    entries.writeUInt32LE(bytes.length / (SIZES[type] as [number, number])[0], entry + 4);
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

/** A text. Readers take it as UTF-8, whatever the letter of the standard says. At most 500 characters. */
export function textField(tag: number, value: string): ExifField {
  return [tag, ASCII, Buffer.from(`${value.replaceAll('\0', ' ').slice(0, 500)}\0`, 'utf8')];
}

/** A number of 16 bits. */
export function shortField(tag: number, value: number): ExifField {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return [tag, SHORT, bytes];
}

/** Version 2.32 of the standard, the first with offsets from UTC in most programs. */
export const versionField = (): ExifField => [TAGS.version, UNDEFINED, Buffer.from('0232')];

function longField(tag: number, value: number): ExifField {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return [tag, LONG, bytes];
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
