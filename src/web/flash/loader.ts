/** esptool-js, the way this page uses it: find the chip, write one image from the start of the flash, compare it. */
import { md5 } from '@noble/hashes/legacy.js';
import { ESPLoader, Transport } from 'esptool-js';
import type { FlashBoard } from '../api/flash-calls.js';
import { FlashFailure } from './failure.js';

/** The loader in the ROM listens at this rate. */
const ROM_BAUD = 115_200;
/** Rate for the image: every adapter on camera boards keeps it. */
const FAST_BAUD = 460_800;
/** Resets until a chip that does not answer is given up. */
const ATTEMPTS = 5;
/** Largest block that the loader in the ROM takes; that in memory takes more. */
const ROM_BLOCK = 0x400;
const SET_PARAMETERS = 0x0b;

const NAMES: Record<FlashBoard['chip'], string> = { esp32: 'ESP32', esp32s3: 'ESP32-S3' };

/** Chip that was found on the line. */
export interface FoundChip {
  /** Kind and revision, in the words of its maker. */
  description: string;
  /** Address, six pairs of hexadecimal digits with colons. */
  mac: string;
}

/** Loader of one board, on a port that the person has chosen. */
export class BoardLoader {
  readonly #port: SerialPort;
  readonly #transport: Transport;
  readonly #loader: ESPLoader;
  readonly #lost: Promise<never>;
  #forget = () => {};

  constructor(port: SerialPort) {
    this.#port = port;
    this.#lost = new Promise((_, reject) => {
      const lose = () => reject(new FlashFailure('unplugged', 'The port was disconnected.'));
      port.addEventListener('disconnect', lose);
      this.#forget = () => port.removeEventListener('disconnect', lose);
    });
    this.#lost.catch(() => undefined);
    this.#transport = new Transport(port);
    this.#transport.trace = () => undefined;
    this.#loader = new ESPLoader({
      transport: this.#transport,
      baudrate: FAST_BAUD,
      romBaudrate: ROM_BAUD,
      terminal: { clean() {}, writeLine() {}, write() {} },
    });
  }

  /**
   * Finds the chip and checks that it is that of the board, with enough flash. Throws a `FlashFailure`: `port-busy`,
   * `no-answer`, `chip-unknown`, `chip-wrong`, `chip-locked`, `flash-unknown`, `flash-small` or `unplugged`.
   */
  async connect(board: FlashBoard): Promise<FoundChip> {
    await this.#reach();
    const loader = this.#loader;
    if (!loader.chip) throw new FlashFailure('chip-unknown', 'The chip is none that esptool-js knows.');
    const { CHIP_NAME } = loader.chip;
    if (CHIP_NAME !== NAMES[board.chip])
      throw new FlashFailure('chip-wrong', `The chip is ${CHIP_NAME}, not ${NAMES[board.chip]}.`, CHIP_NAME);
    if (loader.secureDownloadMode)
      throw new FlashFailure('chip-locked', 'The chip is in secure download mode.');
    return this.#guard('no-answer', async () => {
      const description = await loader.chip.getChipDescription(loader);
      const mac = await loader.chip.readMac(loader);
      await this.#prepare();
      await this.#checkFlash(board.flashBytes);
      return { description, mac };
    });
  }

  /**
   * Writes the image and compares it by its MD5. `onProgress` is told the share that is written, 0 to 1. Throws a
   * `FlashFailure`: `write-failed`, `verify-failed` or `unplugged`.
   */
  async write(image: Uint8Array, onProgress: (share: number) => void): Promise<void> {
    const whole = padded(image);
    await this.#guard('write-failed', () =>
      this.#loader.writeFlash({
        fileArray: [{ data: whole, address: 0 }],
        flashMode: 'keep',
        flashFreq: 'keep',
        flashSize: 'keep',
        eraseAll: false,
        compress: true,
        reportProgress: (_, written, total) => onProgress(total === 0 ? 0 : written / total),
      }),
    );
    const found = await this.#guard('verify-failed', () => this.#loader.flashMd5sum(0, whole.length));
    const wanted = hexOf(md5(whole));
    // The loader in the ROM answers in digits, and esptool-js writes these as the digits of their codes.
    if (found !== wanted && found !== hexOf(new TextEncoder().encode(wanted)))
      throw new FlashFailure('verify-failed', `The flash has MD5 ${found}, the image ${wanted}.`);
  }

  /** Lets go of the port, which can be opened by others then. */
  async close(): Promise<void> {
    this.#forget();
    if (this.#port.readable) await this.#transport.disconnect();
  }

  async #reach(): Promise<void> {
    try {
      await Promise.race([this.#loader.connect('default_reset', ATTEMPTS), this.#lost]);
    } catch (cause) {
      if (cause instanceof FlashFailure) throw cause;
      const name = cause instanceof Error ? cause.name : '';
      if (name === 'NetworkError' || name === 'InvalidStateError')
        throw new FlashFailure('port-busy', String(cause), '', { cause });
      if (name.startsWith('UnexpectedChip'))
        throw new FlashFailure('chip-unknown', String(cause), '', { cause });
      throw new FlashFailure('no-answer', String(cause), '', { cause });
    }
  }

  /** The faster loader in memory, where the chip takes it; that in the ROM has to be told of its flash. */
  async #prepare(): Promise<void> {
    const loader = this.#loader;
    const stub = await Promise.race([
      loader.runStub().then(
        () => loader.IS_STUB,
        () => false,
      ),
      this.#lost,
    ]);
    if (stub) return loader.changeBaud();
    loader.FLASH_WRITE_SIZE = ROM_BLOCK;
    await loader.checkCommand('attach the flash', loader.ESP_SPI_ATTACH, new Uint8Array(8));
  }

  async #checkFlash(needed: number): Promise<void> {
    const loader = this.#loader;
    const size = await loader.detectFlashSize();
    if (!size) throw new FlashFailure('flash-unknown', 'The flash does not say how large it is.');
    const bytes = loader.flashSizeBytes(size as never);
    if (bytes < needed) throw new FlashFailure('flash-small', `The flash has ${size}.`, size);
    await loader.checkCommand('set the parameters of the flash', SET_PARAMETERS, flashParameters(bytes));
  }

  /** Runs a step until it ends or the cable is pulled; names its failure. */
  async #guard<T>(code: FlashFailure['code'], step: () => Promise<T>): Promise<T> {
    try {
      return await Promise.race([step(), this.#lost]);
    } catch (cause) {
      if (cause instanceof FlashFailure) throw cause;
      throw new FlashFailure(code, String(cause), '', { cause });
    }
  }
}

/** Identity, size, block, sector, page and status mask of the flash, as `esptool.py` sends them. */
function flashParameters(bytes: number): Uint8Array {
  const words = Uint32Array.of(0, bytes, 0x1_0000, 0x1000, 0x100, 0xffff);
  return new Uint8Array(words.buffer);
}

/** Image filled up to whole words with erased flash, as it is written. */
function padded(image: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(image.length / 4) * 4).fill(0xff);
  whole.set(image);
  return whole;
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
