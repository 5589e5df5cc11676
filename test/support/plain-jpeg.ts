/** JPEGs written by hand from ITU-T T.81: grey blocks of one level each, and nothing else. */

/** What a test may want otherwise. */
export interface PlainJpegOptions {
  /** Units between two restart markers. */
  restartEvery?: number;
  /** SOF0 unless given. */
  frameMarker?: number;
}

/** Codes of 5 bits for differences of 0 to 11 bits, and the code 0 of one bit for the end of a block. */
const DC_CODE_BITS = 5;

/** Grey JPEG of blocks of 8 by 8 pixels; `levels` are those of the blocks, 0..255, row by row. */
export function plainJpeg(
  columns: number,
  levels: readonly number[],
  { restartEvery = 0, frameMarker = 0xc0 }: PlainJpegOptions = {},
): Buffer {
  const rows = levels.length / columns;
  const size = [...word(rows * 8), ...word(columns * 8)];
  return Buffer.from([
    ...[0xff, 0xd8],
    // A step of 8 eighths: a mean level is coded as it is.
    ...segment(0xdb, [0, 8, ...new Array(63).fill(1)]),
    ...segment(frameMarker, [8, ...size, 1, 1, 0x11, 0]),
    ...segment(0xc4, [0x00, ...counts({ [DC_CODE_BITS]: 12 }), ...Array.from({ length: 12 }, (_, at) => at)]),
    ...segment(0xc4, [0x10, ...counts({ 1: 1 }), 0]),
    ...(restartEvery > 0 ? segment(0xdd, word(restartEvery)) : []),
    ...segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    ...scanOf(levels, restartEvery || levels.length),
    ...[0xff, 0xd9],
  ]);
}

function scanOf(levels: readonly number[], every: number): number[] {
  const parts: number[] = [];
  for (let at = 0; at < levels.length; at += every) {
    if (at > 0) parts.push(0xff, 0xd0 + ((at / every - 1) % 8));
    parts.push(...packed(levels.slice(at, at + every).map((level) => level - 128)));
  }
  return parts;
}

/** Differences of the levels as bits, each with the end of its block, filled up with ones and stuffed. */
function packed(levels: readonly number[]): number[] {
  const codes = levels.map((level, at) => {
    const difference = level - (levels[at - 1] ?? 0);
    const length = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
    const value = difference < 0 ? difference + (1 << length) - 1 : difference;
    const bits = length === 0 ? '' : value.toString(2).padStart(length, '0');
    return `${length.toString(2).padStart(DC_CODE_BITS, '0')}${bits}0`;
  });
  const text = codes.join('');
  const bytes = text.match(/.{1,8}/g) ?? [];
  return bytes.flatMap((bits) => {
    const byte = Number.parseInt(bits.padEnd(8, '1'), 2);
    return byte === 0xff ? [0xff, 0] : [byte];
  });
}

const word = (value: number) => [value >> 8, value & 0xff];
const segment = (marker: number, content: number[]) => [
  0xff,
  marker,
  ...word(content.length + 2),
  ...content,
];
const counts = (byLength: Record<number, number>) =>
  Array.from({ length: 16 }, (_, at) => byLength[at + 1] ?? 0);
