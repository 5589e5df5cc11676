import { type HuffmanTable, huffmanTable } from './jpeg-bits.js';

/** Component of a scan: its sampling factors, and the tables that it is coded with. */
export interface ScanComponent {
  id: number;
  horizontal: number;
  vertical: number;
  dc: HuffmanTable;
  /** Null in the first scan of a progressive picture, which has mean levels only. */
  ac: HuffmanTable | null;
}

/** First scan of a JPEG, and what is needed to read mean levels out of it. */
export interface FirstScan {
  width: number;
  height: number;
  /** Components of the scan in their order; brightness is the first. */
  components: ScanComponent[];
  /** Step of the mean level of brightness, in eighths of a level. */
  step: number;
  /** Units between two restart markers; 0 for none. */
  restartEvery: number;
  /** Bits that later scans add to a mean level. */
  shift: number;
  /** Where the data of the scan begin. */
  at: number;
}

interface Sampled {
  id: number;
  horizontal: number;
  vertical: number;
  quantisation: number;
}

const [SOI, SOF0, SOF1, SOF2, DHT, SOS, DQT, DRI, APP14] = [
  0xd8, 0xc0, 0xc1, 0xc2, 0xc4, 0xda, 0xdb, 0xdd, 0xee,
];

/**
 * Reads a JPEG up to the data of its first scan. Null for what is no baseline, extended or progressive Huffman-coded
 * picture of 8 bits in grey or YCbCr whose first scan has the brightness first, and for what is damaged.
 */
export function readFirstScan(bytes: Uint8Array): FirstScan | null {
  const reader = new HeaderReader();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    const segment = bytes.subarray(at + 4, end);
    if (end > bytes.length || end < at + 4) return null;
    if (marker === SOS) return reader.scan(segment, end);
    if (!reader.take(marker, segment)) return null;
    at = end;
  }
  return null;
}

class HeaderReader {
  #size = { width: 0, height: 0 };
  #sampled: Sampled[] = [];
  #isProgressive = false;
  #restartEvery = 0;
  readonly #steps = new Map<number, number>();
  readonly #tables = new Map<number, HuffmanTable>();

  /** False for what this reader does not know. */
  take(marker: number, segment: Uint8Array): boolean {
    if (marker === SOF0 || marker === SOF1 || marker === SOF2) return this.#frame(marker, segment);
    if (marker === DHT) return this.#huffman(segment);
    if (marker === DQT) return this.#quantisation(segment);
    if (marker === DRI) {
      this.#restartEvery = segment.length < 2 ? 0 : word(segment, 0);
      return true;
    }
    // Adobe's transform 0 means RGB or CMYK.
    if (marker === APP14) return segment.length < 12 || segment[11] === 1;
    return marker >= 0xe0;
  }

  scan(segment: Uint8Array, at: number): FirstScan | null {
    const count = segment[0] ?? 0;
    if (segment.length < 4 + 2 * count || count === 0) return null;
    const chosen = Array.from({ length: count }, (_, index) =>
      this.#component(segment[1 + 2 * index] as number, segment[2 + 2 * index] as number),
    );
    const components = chosen.filter((component) => component !== null);
    const [from, to, bits] = segment.subarray(1 + 2 * count) as unknown as [number, number, number];
    const isFirst = this.#isProgressive ? from === 0 && to === 0 && bits >> 4 === 0 : true;
    const [luma] = this.#sampled;
    const step = this.#steps.get(luma?.quantisation ?? -1);
    const isComplete = components.length === count && components[0]?.id === luma?.id;
    if (!isFirst || !isComplete || step === undefined) return null;
    const shift = this.#isProgressive ? bits & 15 : 0;
    return { ...this.#size, components, step, restartEvery: this.#restartEvery, shift, at };
  }

  #component(id: number, tables: number): ScanComponent | null {
    const sampled = this.#sampled.find((each) => each.id === id);
    const dc = this.#tables.get(tables >> 4);
    const ac = this.#isProgressive ? null : this.#tables.get(16 | (tables & 15));
    if (!sampled || !dc || ac === undefined) return null;
    return { id, horizontal: sampled.horizontal, vertical: sampled.vertical, dc, ac };
  }

  #frame(marker: number, segment: Uint8Array): boolean {
    const count = segment[5] ?? 0;
    if (segment[0] !== 8 || segment.length < 6 + 3 * count || (count !== 1 && count !== 3)) return false;
    this.#isProgressive = marker === SOF2;
    this.#size = { height: word(segment, 1), width: word(segment, 3) };
    this.#sampled = Array.from({ length: count }, (_, index) => {
      const [id, sampling, quantisation] = segment.subarray(6 + 3 * index) as unknown as [
        number,
        number,
        number,
      ];
      return { id, horizontal: sampling >> 4, vertical: sampling & 15, quantisation };
    });
    const [luma] = this.#sampled as [Sampled];
    const fits = ({ horizontal, vertical }: Sampled) =>
      horizontal >= 1 && horizontal <= luma.horizontal && vertical >= 1 && vertical <= luma.vertical;
    const isSampled = this.#sampled.every(fits) && luma.horizontal <= 4 && luma.vertical <= 4;
    return isSampled && this.#size.width > 0 && this.#size.height > 0;
  }

  #huffman(segment: Uint8Array): boolean {
    for (let at = 0; at < segment.length; ) {
      const counts = segment.subarray(at + 1, at + 17);
      const total = counts.reduce((sum, count) => sum + count, 0);
      const end = at + 17 + total;
      const table = end <= segment.length ? huffmanTable(counts, segment.subarray(at + 17, end)) : null;
      if (table === null) return false;
      this.#tables.set(segment[at] as number, table);
      at = end;
    }
    return true;
  }

  #quantisation(segment: Uint8Array): boolean {
    for (let at = 0; at < segment.length; ) {
      const isWide = (segment[at] as number) >> 4 === 1;
      const end = at + 1 + (isWide ? 128 : 64);
      if (end > segment.length) return false;
      this.#steps.set(
        (segment[at] as number) & 15,
        isWide ? word(segment, at + 1) : (segment[at + 1] as number),
      );
      at = end;
    }
    return true;
  }
}

const word = (bytes: Uint8Array, at: number) => ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
