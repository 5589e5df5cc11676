/**
 * A camera board on a serial line: its reset and boot pins, the loader in its ROM, and the firmware's console once it
 * boots from what is in its flash. Bytes and signals in, bytes out; no clock, no port. Pure.
 */
import { CHIPS } from '../../src/cameras/protocol/boards.js';
import { CameraConsole } from './esp-console.js';
import { EspLoader, type LoaderOptions } from './esp-loader.js';
import { SlipDecoder, slipEncode } from './slip.js';

export interface ChipOptions extends Partial<LoaderOptions> {
  /** Pairing code that its firmware makes on its first start. */
  code?: string;
  /** It is on the chip's own USB: signals reach it without the transistors that other boards have. */
  nativeUsb?: boolean;
  /** Nobody pulls its boot pin: it never enters the loader by itself. */
  withoutBootPin?: boolean;
  /** Pulled out when the loader has taken this many blocks of flash data. */
  unpluggedAfterBlocks?: number;
  /** Highest baud rate at which it understands anything. */
  fastestBaud?: number;
}

/** The cable was pulled: what a port of the browser says of it. */
export class Unplugged extends Error {
  override readonly name = 'Unplugged';
}

const ADDRESS = [0x24, 0x6f, 0x28, 0x3a, 0x7f, 0x10];
const PROGRAM = 0x2_0000;

export class EspChip {
  readonly loader: EspLoader;
  readonly console: CameraConsole;
  readonly #options: ChipOptions;
  readonly #chip: LoaderOptions['chip'];
  #slip = new SlipDecoder();
  #mode: 'held' | 'loader' | 'firmware' | 'stuck' = 'stuck';
  #signals = { dtr: false, rts: false };
  #wantsLoader = false;

  constructor(options: ChipOptions = {}) {
    const { chip = 'esp32', flashBytes = 0x40_0000, address = ADDRESS } = options;
    this.#options = options;
    this.#chip = chip;
    this.loader = new EspLoader({ ...options, chip, flashBytes, address });
    this.console = new CameraConsole(address, options.code ?? '40718235');
  }

  /** Bytes of the whole flash. */
  get flash(): Uint8Array {
    return this.loader.flash.bytes;
  }

  /** Sets the lines that an opened port has, and answers what the chip says as it starts. */
  signals(change: { dtr?: boolean; rts?: boolean }): Buffer {
    this.#signals = { ...this.#signals, ...change };
    const { dtr, rts } = this.#signals;
    // The chip's own USB notes what it shall boot while it runs; elsewhere the boot pin is read when the reset ends.
    if (!rts && (this.#mode !== 'held' || !this.#options.nativeUsb)) this.#wantsLoader = dtr;
    // With both lines set nothing happens: so ports are as they are opened.
    if (rts && !dtr) this.#mode = 'held';
    else if (!rts && this.#mode === 'held') return this.#start();
    return Buffer.alloc(0);
  }

  /** Takes bytes at the baud rate of the host. Throws `Unplugged`. */
  write(bytes: Uint8Array, baud: number): Buffer {
    const { unpluggedAfterBlocks = Infinity, fastestBaud = Infinity } = this.#options;
    if (this.loader.blocks >= unpluggedAfterBlocks) throw new Unplugged('The device has been lost.');
    if (this.#mode === 'firmware') return this.console.take(bytes);
    if (this.#mode !== 'loader' || baud !== this.loader.baud || baud > fastestBaud) return Buffer.alloc(0);
    const answers: Buffer[] = [];
    for (const packet of this.#slip.take(bytes)) answers.push(...this.loader.take(packet).map(slipEncode));
    return Buffer.concat(answers);
  }

  /** Plugged in again: everything but the flash begins anew. */
  replug(): void {
    this.loader.blocks = 0;
    this.#mode = 'stuck';
    this.#wantsLoader = false;
    this.#signals = { dtr: false, rts: false };
    this.#options.unpluggedAfterBlocks = Infinity;
  }

  #start(): Buffer {
    this.loader.reset();
    this.#slip = new SlipDecoder();
    const wantsLoader = this.#wantsLoader && !this.#options.withoutBootPin;
    this.#wantsLoader = this.#signals.dtr;
    if (wantsLoader) {
      this.#mode = 'loader';
      return Buffer.from(
        'ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n',
      );
    }
    const banner = 'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n';
    if (!this.#boots()) {
      this.#mode = 'stuck';
      return Buffer.from(`${banner}invalid header: 0xffffffff\r\ninvalid header: 0xffffffff\r\n`);
    }
    this.#mode = 'firmware';
    return Buffer.concat([Buffer.from(banner), this.console.start()]);
  }

  #boots(): boolean {
    const { bootloader, imageId } = CHIPS[this.#chip];
    return [bootloader, PROGRAM].every(
      (at) => this.flash[at] === 0xe9 && this.flash[at + 12] === imageId && this.flash[at + 13] === 0,
    );
  }
}
