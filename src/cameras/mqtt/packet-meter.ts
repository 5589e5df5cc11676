/**
 * Finds the ends of MQTT packets in a byte stream without keeping a byte of them. MQTT 3.1.1, section 2.2:
 *
 *     byte 1      type and flags
 *     bytes 2-5   remaining length, 7 bits a byte, the lowest first; bit 7 says that another byte follows
 *     then        as many bytes as the remaining length says
 */
import { Refusal } from '../../core/errors.js';

const MAX_LENGTH_BYTES = 4;

/** Finds the ends of MQTT packets in a byte stream without keeping a byte of them (MQTT 3.1.1, section 2.2). */
export class PacketMeter {
  /** The largest whole packet, header included, in bytes. */
  readonly limit: number;
  /** Bytes of the header seen so far. */
  #header = 0;
  #length = 0;
  /** Bytes of the body still to come; null while in the header. */
  #remaining: number | null = null;

  constructor(limit: number) {
    this.limit = limit;
  }

  /**
   * Goes on in `chunk` at `from`, to the end of the packet at most. `end` is where it stopped, `complete` whether
   * a packet ended there. Throws a `Refusal` `packet-too-large` as soon as the header announces too much, and
   * `packet-malformed` for a length of more than four bytes.
   */
  take(chunk: Uint8Array, from: number): { end: number; complete: boolean } {
    let at = from;
    while (this.#remaining === null && at < chunk.length) this.#takeHeader(chunk[at++] as number);
    if (this.#remaining === null) return { end: at, complete: false };
    const used = Math.min(this.#remaining, chunk.length - at);
    this.#remaining -= used;
    const complete = this.#remaining === 0;
    if (complete) this.#reset();
    return { end: at + used, complete };
  }

  #takeHeader(byte: number): void {
    const at = this.#header++;
    if (at === 0) return;
    if (at > MAX_LENGTH_BYTES) throw new Refusal('packet-malformed', 'The remaining length has no end.');
    this.#length += (byte & 0x7f) * 128 ** (at - 1);
    if ((byte & 0x80) !== 0) return;
    const size = this.#header + this.#length;
    if (size > this.limit) {
      throw new Refusal('packet-too-large', `A packet of ${size} bytes is above the limit of ${this.limit}.`);
    }
    this.#remaining = this.#length;
  }

  #reset(): void {
    this.#header = 0;
    this.#length = 0;
    this.#remaining = null;
  }
}
