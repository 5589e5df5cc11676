/**
 * Passes a stream of MQTT packets on, and makes of a PUBLISH above the limit one that is exactly as large as the limit:
 * its header is written anew, its beginning passes, the rest is swallowed. So whoever reads behind it refuses what is
 * too large by name, in memory that is bounded whatever is sent. MQTT 3.1.1, section 2.2, as in `PacketMeter`.
 */
import { Refusal } from '../../core/errors.js';

const PUBLISH = 0x30;
const MAX_LENGTH_BYTES = 4;

/**
 * Passes a stream of MQTT packets on, and cuts a PUBLISH above the limit to exactly the limit: whoever reads behind
 * it can refuse it by name, in memory that is bounded whatever is sent.
 */
export class PacketTrimmer {
  readonly #limit: number;
  /** Bytes of a header that is not complete. */
  #header: number[] = [];
  /** Bytes of the body that are still to pass. */
  #passing = 0;
  /** Bytes of the body that are swallowed after those. */
  #swallowing = 0;

  /** `limit`: the largest whole packet that passes, header included, in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * What of `chunk` passes, in order. Throws a `Refusal` `packet-too-large` for a packet above the limit that is no
   * PUBLISH, and `packet-malformed` for a length of more than four bytes.
   */
  take(chunk: Buffer): Buffer[] {
    const passed: Buffer[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#passing > 0) at = this.#pass(chunk, at, passed);
      else if (this.#swallowing > 0) at = this.#swallow(chunk, at);
      else this.#takeHeader(chunk[at++] as number, passed);
    }
    return passed;
  }

  #pass(chunk: Buffer, from: number, passed: Buffer[]): number {
    const end = Math.min(chunk.length, from + this.#passing);
    this.#passing -= end - from;
    passed.push(chunk.subarray(from, end));
    return end;
  }

  #swallow(chunk: Buffer, from: number): number {
    const end = Math.min(chunk.length, from + this.#swallowing);
    this.#swallowing -= end - from;
    return end;
  }

  #takeHeader(byte: number, passed: Buffer[]): void {
    this.#header.push(byte);
    const [type = 0, ...digits] = this.#header;
    if (digits.length > MAX_LENGTH_BYTES) {
      throw new Refusal('packet-malformed', 'The remaining length has no end.');
    }
    if (digits.length === 0 || (byte & 0x80) !== 0) return;
    this.#header = [];
    const length = digits.reduce((sum, digit, position) => sum + (digit & 0x7f) * 128 ** position, 0);
    const kept = this.#keep(type, 1 + digits.length, length);
    this.#passing = kept;
    this.#swallowing = length - kept;
    passed.push(Buffer.from([type, ...(kept === length ? digits : encodeLength(kept, digits.length))]));
  }

  /** How many bytes of the body pass. */
  #keep(type: number, headerBytes: number, length: number): number {
    const size = headerBytes + length;
    if (size <= this.#limit) return length;
    if ((type & 0xf0) === PUBLISH) return this.#limit - headerBytes;
    throw new Refusal('packet-too-large', `A packet of ${size} bytes is above the limit of ${this.#limit}.`);
  }
}

/** A remaining length in exactly `bytes` bytes: zeros may follow, since each but the last says that more follows. */
function encodeLength(length: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, position) => {
    const digit = Math.floor(length / 128 ** position) % 128;
    return position < bytes - 1 ? digit | 0x80 : digit;
  });
}
