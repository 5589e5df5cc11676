/** The registers of a chip that esptool looks at: what it is, its address, and the flash's own name by SPI. Pure. */
import type { Chip } from '../../src/cameras/protocol/boards.js';

const MAGIC = 0x4000_1000;
const READ_ID = 0x9f;
const GO = 1 << 18;

const REGISTERS = {
  esp32: { magic: 0x00f0_1d83, address: 0x3ff5_a004, spi: 0x3ff4_2000, command: 0x24, data: 0x80 },
  esp32s3: { magic: 0x09, address: 0x6000_7044, spi: 0x6000_2000, command: 0x20, data: 0x58 },
} as const;

export class EspRegisters {
  readonly #words = new Map<number, number>();
  readonly #map: (typeof REGISTERS)[Chip];
  readonly #flashId: number;

  constructor(chip: Chip, address: readonly number[], flashBytes: number) {
    this.#map = REGISTERS[chip];
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = address;
    this.#words.set(MAGIC, this.#map.magic);
    this.#words.set(this.#map.address, ((c << 24) | (d << 16) | (e << 8) | f) >>> 0);
    this.#words.set(this.#map.address + 4, (a << 8) | b);
    // Maker, kind, and the size as a power of two.
    this.#flashId = (Math.log2(flashBytes) << 16) | 0x40_ef;
  }

  read(address: number): number {
    return this.#words.get(address) ?? 0;
  }

  write(address: number, value: number): void {
    const { spi, command, data } = this.#map;
    if (address !== spi) {
      this.#words.set(address, value);
      return;
    }
    // A command of the caller's own is done at once: its bit reads as zero again.
    const asked = this.read(spi + command) & 0xff;
    if ((value & GO) !== 0 && asked === READ_ID) this.#words.set(spi + data, this.#flashId);
  }
}
