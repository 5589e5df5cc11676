/** A write to flash through a loader, block by block: what a real loader refuses is refused here. Pure. */
import { constants, inflateSync } from 'node:zlib';
import type { NorFlash } from './esp-flash.js';

/** Why a block is not taken; each loader has a number of its own for it. */
export type Refused = 'not-begun' | 'sequence' | 'checksum' | 'length' | 'range' | 'inflate' | 'too-much';

export interface DownloadBegin {
  /** Bytes of flash to be erased and written. */
  size: number;
  blocks: number;
  blockSize: number;
  offset: number;
  compressed: boolean;
}

const CHECKSUM_SEED = 0xef;
const BLOCK_HEAD = 16;

/** Checksum of the loaders: all bytes of a block, exclusive or. */
export const checksumOf = (data: Uint8Array): number => data.reduce((sum, byte) => sum ^ byte, CHECKSUM_SEED);

/** Bytes of a block: length, number of the block, two unused words, the data. A text for what is refused. */
export function blockOf(
  body: Uint8Array,
  checksum: number,
): { sequence: number; data: Uint8Array } | Refused {
  if (body.length < BLOCK_HEAD) return 'length';
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const data = body.subarray(BLOCK_HEAD);
  if (view.getUint32(0, true) !== data.length) return 'length';
  if (checksumOf(data) !== (checksum & 0xff)) return 'checksum';
  return { sequence: view.getUint32(4, true), data };
}

export class FlashDownload {
  readonly #flash: NorFlash;
  readonly #begin: DownloadBegin;
  #next = 0;
  #packed = Buffer.alloc(0);
  #written = 0;

  constructor(flash: NorFlash, begin: DownloadBegin) {
    this.#flash = flash;
    this.#begin = begin;
    flash.erase(begin.offset, begin.size);
  }

  get compressed(): boolean {
    return this.#begin.compressed;
  }

  /** Writes a block; a text for one that is refused, after which everything is as before. */
  take(body: Uint8Array, checksum: number): Refused | null {
    const block = blockOf(body, checksum);
    if (typeof block === 'string') return block;
    const { blocks, blockSize, compressed } = this.#begin;
    if (block.sequence !== this.#next || this.#next >= blocks) return 'sequence';
    if (block.data.length > blockSize) return 'length';
    const refused = compressed ? this.#takePacked(block.data) : this.#takePlain(block.data);
    if (!refused) this.#next += 1;
    return refused;
  }

  #takePlain(data: Uint8Array): Refused | null {
    const { offset, size } = this.#begin;
    // The last block is filled up to its size.
    const room = Math.max(0, size - this.#written);
    if (data.subarray(room).some((byte) => byte !== 0xff)) return 'too-much';
    this.#flash.write(offset + this.#written, data.subarray(0, room));
    this.#written += Math.min(room, data.length);
    return null;
  }

  #takePacked(data: Uint8Array): Refused | null {
    const { offset, size } = this.#begin;
    const packed = Buffer.concat([this.#packed, data]);
    let plain: Buffer;
    try {
      plain = inflateSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
    } catch {
      return 'inflate';
    }
    if (plain.length > size) return 'too-much';
    this.#packed = packed;
    this.#flash.write(offset + this.#written, plain.subarray(this.#written));
    this.#written = plain.length;
    return null;
  }
}
