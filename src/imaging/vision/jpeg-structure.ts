/** Facts that the markers of a JPEG give, read without decoding anything (ITU-T T.81, annex B). */
export interface JpegStructure {
  /** Pixels as stored, before any orientation; 0 where no frame header came. */
  width: number;
  height: number;
  /** Scans that begin. A baseline photo has 1, a usual progressive one 10; each is a pass over the whole picture. */
  scans: number;
  /** Where the last marker segment that is whole ends, with the data of its scan. */
  wholeUntil: number;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** SOF0 to SOF15 but for DHT, JPG and DAC, which lie between them. */
const isFrameHeader = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** RST0 to RST7, TEM and stuffed bytes stand alone inside the data of a scan. */
const standsAlone = (marker: number) => (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01 || marker === 0;

/** Reads the markers of `bytes` up to their end, an EOI, or something that is no JPEG any more. */
export function readJpegStructure(bytes: Uint8Array): JpegStructure {
  const structure: JpegStructure = { width: 0, height: 0, scans: 0, wholeUntil: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 1 < bytes.length) {
    const marker = bytes[at + 1] as number;
    if (marker === EOI) return { ...structure, wholeUntil: at };
    if (marker === SOI || standsAlone(marker)) {
      at = nextMarker(bytes, at + 2);
      continue;
    }
    const end = at + 4 <= bytes.length ? at + 2 + view.getUint16(at + 2) : bytes.length + 1;
    if (end > bytes.length) return structure;
    if (isFrameHeader(marker) && end >= at + 9) {
      structure.height = view.getUint16(at + 5);
      structure.width = view.getUint16(at + 7);
    }
    if (marker === SOS) structure.scans += 1;
    at = marker === SOS ? nextSegment(bytes, end) : nextMarker(bytes, end);
    structure.wholeUntil = at;
  }
  return structure;
}

/** Picture without what lies behind its last whole segment, closed by an end marker. */
export function closeJpeg(bytes: Uint8Array): Uint8Array {
  const { wholeUntil } = readJpegStructure(bytes);
  const closed = new Uint8Array(wholeUntil + 2);
  closed.set(bytes.subarray(0, wholeUntil));
  closed.set([0xff, EOI], wholeUntil);
  return closed;
}

/** The next FF that a byte other than FF follows; the end where there is none. */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && bytes[at + 1] === 0xff) at += 1;
  return at < 0 || at + 1 >= bytes.length ? bytes.length : at;
}

/** The marker that ends the data of a scan; those that stand alone in it do not. */
function nextSegment(bytes: Uint8Array, from: number): number {
  let at = nextMarker(bytes, from);
  while (at < bytes.length && standsAlone(bytes[at + 1] as number)) at = nextMarker(bytes, at + 2);
  return at;
}
