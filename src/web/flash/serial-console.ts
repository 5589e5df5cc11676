import { answerIn, isBrownout, LineSplitter, type PairingCode, pairingCodeIn } from './console-text.js';
import { FlashFailure } from './failure.js';

/** Rate of the firmware's console. */
const BAUD = 115_200;
/** Time that a first start may take until the code is printed. */
const CODE_MS = 30_000;
const ANSWER_MS = 8000;
/** Restarts for want of power after which it is said. */
const BROWNOUTS = 2;
const RESET_MS = 100;

/** Serial console of a camera: reads lines, types lines, restarts the board. */
export class SerialConsole {
  readonly #port: SerialPort;
  readonly #listeners = new Set<(line: string | null) => void>();
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #reading: Promise<void> = Promise.resolve();

  constructor(port: SerialPort) {
    this.#port = port;
  }

  /** Opens the port and begins to read. Throws a `FlashFailure` `port-busy`. */
  async open(): Promise<void> {
    try {
      await this.#port.open({ baudRate: BAUD });
    } catch (cause) {
      throw new FlashFailure('port-busy', String(cause), '', { cause });
    }
    this.#reading = this.#read();
  }

  /**
   * Restarts the board and waits for its code. Throws a `FlashFailure`: `console-silent`, `brownout` when the board
   * starts again and again for want of power, or `unplugged`.
   */
  async readCode(): Promise<PairingCode> {
    let brownouts = 0;
    const code = this.#waitFor('console-silent', CODE_MS, (line) => {
      if (isBrownout(line)) brownouts += 1;
      if (brownouts >= BROWNOUTS) throw new FlashFailure('brownout', line);
      return pairingCodeIn(line);
    });
    code.catch(() => undefined);
    await this.#restart();
    return code;
  }

  /** Types a line and waits until the camera has taken it. Throws a `FlashFailure`: `console-silent`, `cable-refused`, `unplugged`. */
  async type(line: string): Promise<void> {
    const answer = this.#waitFor('console-silent', ANSWER_MS, answerIn);
    answer.catch(() => undefined);
    const writer = this.#port.writable?.getWriter();
    const written = writer?.write(new TextEncoder().encode(`${line}\n`)) ?? Promise.reject(unplugged());
    await written.catch(() => this.#tell(null));
    writer?.releaseLock();
    if ((await answer) === 'refused') throw new FlashFailure('cable-refused', 'The camera refused the line.');
  }

  /** Stops reading and lets go of the port. */
  async close(): Promise<void> {
    await this.#reader?.cancel().catch(() => undefined);
    await this.#reading;
    if (this.#port.readable) await this.#port.close().catch(() => undefined);
  }

  /** The lines of esptool: RTS holds the chip, DTR would have it boot into its loader. */
  async #restart(): Promise<void> {
    try {
      await this.#port.setSignals({ dataTerminalReady: false, requestToSend: true });
      await new Promise((resolve) => setTimeout(resolve, RESET_MS));
      await this.#port.setSignals({ dataTerminalReady: false, requestToSend: false });
    } catch {
      this.#tell(null);
    }
  }

  async #read(): Promise<void> {
    const lines = new LineSplitter();
    const decoder = new TextDecoder('latin1');
    while (this.#port.readable) {
      const reader = this.#port.readable.getReader();
      this.#reader = reader;
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) return;
          for (const line of lines.take(decoder.decode(value, { stream: true }))) this.#tell(line);
        }
      } catch {
        // Noise on the line leaves another stream in the place of this one; a pulled cable leaves none.
      } finally {
        reader.releaseLock();
        this.#reader = null;
      }
    }
    this.#tell(null);
  }

  /** Tells whoever waits of a line; null ends the waiting, because the port is gone. */
  #tell(line: string | null): void {
    for (const listener of [...this.#listeners]) listener(line);
  }

  /** First thing that `read` finds in a line, within `ms`. Rejects with what `read` throws. */
  #waitFor<T>(code: FlashFailure['code'], ms: number, read: (line: string) => T | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        finish();
      };
      const listener = (line: string | null) => {
        if (line === null) return end(() => reject(unplugged()));
        try {
          const found = read(line);
          if (found !== null) end(() => resolve(found));
        } catch (thrown) {
          end(() => reject(thrown));
        }
      };
      const silent = () => reject(new FlashFailure(code, `Nothing was said within ${ms / 1000} s.`));
      const timer = setTimeout(() => end(silent), ms);
      this.#listeners.add(listener);
    });
  }
}

const unplugged = () => new FlashFailure('unplugged', 'The port was disconnected.');
