import { BitReader } from './jpeg-bits.js';
import { type FirstScan, readFirstScan, type ScanComponent } from './jpeg-header.js';

/** Mean brightness of each block of 8 by 8 pixels of a picture, 0..255, row by row. */
export interface BlockLevels {
  /** Pixels of the picture. */
  width: number;
  height: number;
  columns: number;
  rows: number;
  levels: Float32Array;
}

const BLOCK = 8;
const MIDDLE = 128;
const COEFFICIENTS = 64;
/** Longest difference of a mean level (F.1.2.1.1). */
const MOST_BITS = 11;

/**
 * Reads the mean levels of a JPEG and nothing else: the other coefficients are stepped over. Where its data end or are
 * damaged the last level stands for the rest. Null for a kind of JPEG that is not read here (`readFirstScan`), or of
 * which not even the first block can be read.
 */
export function blockLevels(bytes: Uint8Array): BlockLevels | null {
  const scan = readFirstScan(bytes);
  return scan && new LevelReader(bytes, scan).read();
}

class LevelReader {
  readonly #scan: FirstScan;
  readonly #bits: BitReader;
  readonly #levels: Float32Array;
  readonly #columns: number;
  readonly #rows: number;
  /** Mean level of the block before, by component. */
  readonly #before: Int32Array;
  #last = MIDDLE;

  constructor(bytes: Uint8Array, scan: FirstScan) {
    this.#scan = scan;
    this.#bits = new BitReader(bytes, scan.at);
    this.#columns = Math.ceil(scan.width / BLOCK);
    this.#rows = Math.ceil(scan.height / BLOCK);
    this.#levels = new Float32Array(this.#columns * this.#rows);
    this.#before = new Int32Array(scan.components.length);
  }

  read(): BlockLevels | null {
    const { width, height, components, restartEvery } = this.#scan;
    const [luma] = components as [ScanComponent];
    // The units of a scan of one component are single blocks, whatever its sampling (A.2.2).
    const across = components.length === 1 ? 1 : luma.horizontal;
    const down = components.length === 1 ? 1 : luma.vertical;
    const unitsAcross = Math.ceil(this.#columns / across);
    const units = unitsAcross * Math.ceil(this.#rows / down);
    let isWhole = true;
    for (let unit = 0; unit < units; unit += 1) {
      const left = (unit % unitsAcross) * across;
      const top = Math.floor(unit / unitsAcross) * down;
      const isRestart = restartEvery > 0 && unit > 0 && unit % restartEvery === 0;
      isWhole = isWhole && (!isRestart || this.#restart()) && this.#readUnit(left, top);
      if (!isWhole && unit === 0) return null;
      if (!isWhole) this.#fill(left, top, across, down);
    }
    return { width, height, columns: this.#columns, rows: this.#rows, levels: this.#levels };
  }

  #restart(): boolean {
    this.#before.fill(0);
    return this.#bits.restart();
  }

  /** False where the data end or cannot be right. */
  #readUnit(left: number, top: number): boolean {
    const { components } = this.#scan;
    for (let index = 0; index < components.length; index += 1) {
      const component = components[index] as ScanComponent;
      const across = components.length === 1 ? 1 : component.horizontal;
      const blocks = components.length === 1 ? 1 : across * component.vertical;
      for (let block = 0; block < blocks; block += 1) {
        if (!this.#readBlock(component, index)) return false;
        if (index === 0) this.#set(left + (block % across), top + Math.floor(block / across));
      }
    }
    return true;
  }

  #readBlock({ dc, ac }: ScanComponent, index: number): boolean {
    const bits = this.#bits;
    const length = bits.symbol(dc);
    if (length < 0 || length > MOST_BITS) return false;
    this.#before[index] = (this.#before[index] as number) + bits.difference(length);
    if (ac !== null)
      for (let at = 1; at < COEFFICIENTS; ) {
        const symbol = bits.symbol(ac);
        if (symbol < 0) return false;
        const size = symbol & 15;
        if (size === 0 && symbol !== 0xf0) break;
        bits.skip(size);
        at += (symbol >> 4) + 1;
      }
    return !bits.isOver;
  }

  #set(column: number, row: number): void {
    const { step, shift } = this.#scan;
    const level = ((this.#before[0] as number) * 2 ** shift * step) / BLOCK + MIDDLE;
    this.#last = Math.min(255, Math.max(0, level));
    this.#fill(column, row, 1, 1);
  }

  /** Gives blocks the level that was read last; what a unit has beyond the edges is left out. */
  #fill(left: number, top: number, across: number, down: number): void {
    for (let row = top; row < Math.min(top + down, this.#rows); row += 1)
      for (let column = left; column < Math.min(left + across, this.#columns); column += 1)
        this.#levels[row * this.#columns + column] = this.#last;
  }
}
