/**
 * The loader of an ESP32 or ESP32-S3 as esptool meets it: that in the chip's ROM, and the stub that esptool puts into
 * memory. Packets in, packets out; the flash keeps what was written. Pure.
 *
 * After Espressif's description of the serial protocol (docs.espressif.com, esptool, "Serial Protocol").
 */
import { CHIPS, type Chip } from '../../src/cameras/protocol/boards.js';
import { blockOf, FlashDownload, type Refused } from './esp-download.js';
import { NorFlash } from './esp-flash.js';
import { EspRegisters } from './esp-registers.js';

export const COMMAND = {
  flashBegin: 0x02,
  flashData: 0x03,
  flashEnd: 0x04,
  memBegin: 0x05,
  memEnd: 0x06,
  memData: 0x07,
  sync: 0x08,
  writeRegister: 0x09,
  readRegister: 0x0a,
  setParameters: 0x0b,
  attach: 0x0d,
  changeBaud: 0x0f,
  deflateBegin: 0x10,
  deflateData: 0x11,
  deflateEnd: 0x12,
  md5: 0x13,
  securityInfo: 0x14,
  eraseFlash: 0xd0,
} as const;

export interface LoaderOptions {
  chip: Chip;
  flashBytes: number;
  address: readonly number[];
  /** Bytes that are in the flash already, from its beginning. */
  before?: Uint8Array;
  /** Memory takes no stub, as in secure download mode. */
  refusesStub?: boolean;
}

/** Largest block that the ROM takes. */
const ROM_BLOCK = 0x400;
const SYNC_VALUE = 0x2012_0707;
const UNKNOWN_TIMES = 8;

/** Numbers of refusals: those of the ROM, and those of the stub. */
const REFUSALS: Record<Refused, [rom: number, stub: number]> = {
  'not-begun': [0x06, 0xc6],
  sequence: [0x06, 0xc6],
  checksum: [0x07, 0xc1],
  length: [0x05, 0xc0],
  range: [0x06, 0xc4],
  inflate: [0x0b, 0xc7],
  'too-much': [0x06, 0xc9],
};

interface Command {
  op: number;
  body: Uint8Array;
  checksum: number;
}

export class EspLoader {
  readonly flash: NorFlash;
  isStub = false;
  /** Baud rate that the chip listens at; follows `changeBaud` once its answer is out. */
  baud = 115_200;
  /** Blocks of flash data that were taken. */
  blocks = 0;
  readonly #options: LoaderOptions;
  readonly #registers: EspRegisters;
  #attached = false;
  #download: FlashDownload | null = null;
  #memory: { blocks: number; next: number } | null = null;

  constructor(options: LoaderOptions) {
    this.#options = options;
    this.flash = new NorFlash(options.flashBytes, options.before);
    this.#registers = new EspRegisters(options.chip, options.address, options.flashBytes);
  }

  /** As after a reset: the stub and what was begun are gone, the flash is not. */
  reset(): void {
    this.isStub = false;
    this.baud = 115_200;
    this.#attached = false;
    this.#download = null;
    this.#memory = null;
  }

  /** The answers to one packet. */
  take(packet: Uint8Array): Buffer[] {
    if (packet.length < 8 || packet[0] !== 0) return [];
    const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
    const body = packet.subarray(8);
    const command = { op: packet[1] ?? 0, body, checksum: view.getUint32(4, true) };
    if (view.getUint16(2, true) !== body.length) return [this.#no(command.op, 0x05)];
    return this.#answer(command);
  }

  #answer(command: Command): Buffer[] {
    const { op, body } = command;
    const { chip } = this.#options;
    switch (op) {
      case COMMAND.sync:
        return Array.from({ length: this.isStub ? 1 : 8 }, () => this.#yes(op, this.isStub ? 0 : SYNC_VALUE));
      case COMMAND.readRegister:
        return [this.#yes(op, this.#registers.read(wordAt(body, 0)))];
      case COMMAND.writeRegister:
        this.#registers.write(wordAt(body, 0), wordAt(body, 4));
        return [this.#yes(op)];
      case COMMAND.securityInfo:
        return chip === 'esp32' || this.isStub ? this.#unknown(op) : [this.#yes(op, 0, this.#securityInfo())];
      case COMMAND.attach:
        if (!this.isStub && body.length !== 8) return [this.#no(op, 0x05)];
        this.#attached = true;
        return [this.#yes(op)];
      case COMMAND.setParameters:
        return [body.length === 24 ? this.#yes(op) : this.#no(op, 0x05)];
      case COMMAND.changeBaud:
        this.baud = wordAt(body, 0);
        return [this.#yes(op)];
      case COMMAND.memBegin:
      case COMMAND.memData:
      case COMMAND.memEnd:
        return this.#answerMemory(command);
      default:
        return this.#answerFlash(command);
    }
  }

  #answerMemory({ op, body, checksum }: Command): Buffer[] {
    if (this.#options.refusesStub || this.isStub) return [this.#no(op, 0x06)];
    if (op === COMMAND.memBegin) {
      this.#memory = { blocks: wordAt(body, 4), next: 0 };
      return [this.#yes(op)];
    }
    if (!this.#memory) return [this.#no(op, 0x06)];
    if (op === COMMAND.memData) {
      const block = blockOf(body, checksum);
      if (typeof block === 'string') return [this.#refuse(op, block)];
      if (block.sequence !== this.#memory.next || block.sequence >= this.#memory.blocks)
        return [this.#refuse(op, 'sequence')];
      this.#memory.next += 1;
      return [this.#yes(op)];
    }
    const answer = this.#yes(op);
    this.isStub = true;
    return [answer, Buffer.from('OHAI')];
  }

  #answerFlash(command: Command): Buffer[] {
    const { op, body, checksum } = command;
    switch (op) {
      case COMMAND.flashBegin:
      case COMMAND.deflateBegin:
        return [this.#begin(command)];
      case COMMAND.flashData:
      case COMMAND.deflateData: {
        const fits = this.#download?.compressed === (op === COMMAND.deflateData);
        const refused = fits ? (this.#download?.take(body, checksum) ?? null) : 'not-begun';
        if (refused) return [this.#refuse(op, refused)];
        this.blocks += 1;
        return [this.#yes(op)];
      }
      case COMMAND.flashEnd:
      case COMMAND.deflateEnd:
        if (!this.#download) return [this.#refuse(op, 'not-begun')];
        this.#download = null;
        return [this.#yes(op)];
      case COMMAND.md5:
        return [this.#md5(op, wordAt(body, 0), wordAt(body, 4))];
      case COMMAND.eraseFlash:
        if (!this.isStub) return this.#unknown(op);
        this.flash.erase(0, this.flash.bytes.length);
        return [this.#yes(op)];
      default:
        return this.#unknown(op);
    }
  }

  #begin({ op, body }: Command): Buffer {
    const begin = {
      size: wordAt(body, 0),
      blocks: wordAt(body, 4),
      blockSize: wordAt(body, 8),
      offset: wordAt(body, 12),
      compressed: op === COMMAND.deflateBegin,
    };
    if (!this.isStub && !this.#attached) return this.#no(op, 0x06);
    // The later ROMs want to know whether to encrypt; a packet of another length is none.
    const words = !this.isStub && (this.#options.chip !== 'esp32' || !begin.compressed) ? 5 : 4;
    if (body.length !== words * 4) return this.#refuse(op, 'length');
    if (!this.isStub && begin.blockSize > ROM_BLOCK) return this.#refuse(op, 'length');
    if (!this.flash.has(begin.offset, begin.size)) return this.#refuse(op, 'range');
    this.#download = new FlashDownload(this.flash, begin);
    return this.#yes(op);
  }

  #md5(op: number, offset: number, length: number): Buffer {
    if (!this.flash.has(offset, length)) return this.#refuse(op, 'range');
    const digest = this.flash.md5(offset, length);
    return this.#yes(op, 0, this.isStub ? digest : Buffer.from(digest.toString('hex')));
  }

  #securityInfo(): Buffer {
    const info = Buffer.alloc(20);
    info.writeUInt32LE(CHIPS[this.#options.chip].imageId, 12);
    return info;
  }

  #yes(op: number, value = 0, data: Uint8Array = new Uint8Array()): Buffer {
    return this.#packet(op, value, data, [0, 0]);
  }

  #refuse(op: number, why: Refused): Buffer {
    return this.#no(op, REFUSALS[why][this.isStub ? 1 : 0]);
  }

  #no(op: number, number: number): Buffer {
    return this.#packet(op, 0, new Uint8Array(), [1, number]);
  }

  /** The ROM says so again and again, and not of the command that was asked. */
  #unknown(op: number): Buffer[] {
    if (this.isStub) return [this.#no(op, 0xff)];
    return Array.from({ length: UNKNOWN_TIMES }, () => this.#packet(0, 0, new Uint8Array(), [1, 0x05]));
  }

  #packet(op: number, value: number, data: Uint8Array, status: number[]): Buffer {
    const tail = this.isStub ? status : [...status, 0, 0];
    const head = Buffer.alloc(8);
    head[0] = 1;
    head[1] = op;
    head.writeUInt16LE(data.length + tail.length, 2);
    head.writeUInt32LE(value >>> 0, 4);
    return Buffer.concat([head, data, Buffer.from(tail)]);
  }
}

function wordAt(body: Uint8Array, at: number): number {
  if (body.length < at + 4) return 0;
  return new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(at, true);
}
