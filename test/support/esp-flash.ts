/** NOR flash: an erasure sets whole sectors to ones, a write can only clear bits. Pure. */
import { createHash } from 'node:crypto';

const SECTOR = 4096;
const ERASED = 0xff;

export class NorFlash {
  readonly bytes: Uint8Array;

  constructor(size: number, before?: Uint8Array) {
    this.bytes = new Uint8Array(size);
    if (before) this.bytes.set(before);
    this.bytes.fill(ERASED, before?.length ?? 0);
  }

  has(offset: number, length: number): boolean {
    return offset >= 0 && length >= 0 && offset + length <= this.bytes.length;
  }

  /** Erases every sector that the range touches. */
  erase(offset: number, length: number): void {
    const from = offset - (offset % SECTOR);
    const to = Math.ceil((offset + length) / SECTOR) * SECTOR;
    this.bytes.fill(ERASED, from, Math.min(to, this.bytes.length));
  }

  write(offset: number, data: Uint8Array): void {
    for (let index = 0; index < data.length; index += 1) {
      const at = offset + index;
      this.bytes[at] = (this.bytes[at] ?? 0) & (data[index] ?? 0);
    }
  }

  md5(offset: number, length: number): Buffer {
    return createHash('md5')
      .update(this.bytes.subarray(offset, offset + length))
      .digest();
  }
}
