/** Entropy-coded data of a JPEG as bits, and its Huffman tables (ITU-T T.81, annexes B, C and F). */

/** Bits of a code that are looked up at once; longer codes are rare. */
const QUICK_BITS = 9;
const MOST_CODE_BITS = 16;

/** One table of Huffman codes. */
export interface HuffmanTable {
  /** Length and symbol by the next bits, `length << 8 | symbol`; 0 for codes that are longer. */
  quick: Uint16Array;
  /** By length: the first code of that length, the last one (-1 for none), and where the first one's symbol is. */
  first: Int32Array;
  last: Int32Array;
  at: Int32Array;
  symbols: Uint8Array;
}

/**
 * Table out of the 16 counts and the symbols of a DHT segment (annex C); null when there are more codes than can be.
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const quick = new Uint16Array(1 << QUICK_BITS);
  const [first, last, at] = [0, 0, 0].map(() => new Int32Array(MOST_CODE_BITS + 1)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  last.fill(-1);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= MOST_CODE_BITS; length += 1) {
    const count = counts[length - 1] as number;
    if (code + count > 1 << length) return null;
    first[length] = code;
    at[length] = index;
    if (count > 0) last[length] = code + count - 1;
    if (length <= QUICK_BITS)
      for (let each = 0; each < count; each += 1) {
        const from = (code + each) << (QUICK_BITS - length);
        const entry = (length << 8) | (symbols[index + each] as number);
        quick.fill(entry, from, from + (1 << (QUICK_BITS - length)));
      }
    code = (code + count) << 1;
    index += count;
  }
  return index === symbols.length ? { quick, first, last, at, symbols } : null;
}

/** Reader of the bits of a scan. Behind a marker or the end it reads zeros, and says so. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #held = 0;
  #bits = 0;
  /** Bits that are held and are not of the picture. */
  #padding = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** True when bits were read that are not there. */
  get isOver(): boolean {
    return this.#bits < this.#padding;
  }

  /** Next symbol of a table; -1 for a code that it has not. */
  symbol(table: HuffmanTable): number {
    if (this.#bits < MOST_CODE_BITS) this.#fill();
    const entry = table.quick[(this.#held >>> (this.#bits - QUICK_BITS)) & ((1 << QUICK_BITS) - 1)] as number;
    if (entry !== 0) {
      this.#bits -= entry >> 8;
      return entry & 0xff;
    }
    for (let length = QUICK_BITS + 1; length <= MOST_CODE_BITS; length += 1) {
      const code = (this.#held >>> (this.#bits - length)) & ((1 << length) - 1);
      if (code > (table.last[length] as number)) continue;
      this.#bits -= length;
      return table.symbols[(table.at[length] as number) + code - (table.first[length] as number)] as number;
    }
    return -1;
  }

  /** Leaves out 0 to 16 bits. */
  skip(count: number): void {
    if (this.#bits < count) this.#fill();
    this.#bits -= count;
  }

  /** Next difference of 0 to 16 bits, with its sign (F.2.2.1, EXTEND). */
  difference(count: number): number {
    if (count === 0) return 0;
    if (this.#bits < count) this.#fill();
    this.#bits -= count;
    const value = (this.#held >>> this.#bits) & ((1 << count) - 1);
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
  }

  /** Goes on behind the restart marker that is next; false when there is none. */
  restart(): boolean {
    const marker = this.#bytes[this.#at + 1] ?? 0;
    const isThere = this.#bytes[this.#at] === 0xff && marker >= 0xd0 && marker <= 0xd7;
    if (!isThere) return false;
    this.#at += 2;
    this.#held = 0;
    this.#bits = 0;
    this.#padding = 0;
    return true;
  }

  /** Holds at least 25 bits. */
  #fill(): void {
    while (this.#bits <= 24) {
      const byte = this.#bytes[this.#at];
      const isData = byte !== undefined && (byte !== 0xff || this.#bytes[this.#at + 1] === 0);
      this.#held = (this.#held << 8) | (isData ? byte : 0);
      this.#bits += 8;
      if (isData) this.#at += byte === 0xff ? 2 : 1;
      else this.#padding += 8;
    }
  }
}
