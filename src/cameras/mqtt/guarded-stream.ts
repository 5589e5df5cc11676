/**
 * Stands between a camera's socket and the broker, which itself has no limits in bytes (aedes issue 831). Before
 * the client is admitted exactly one small packet passes, its CONNECT; afterwards no packet above the contract's
 * limit does. A client that does not read what it is sent is cut off instead of being waited for.
 */
import { Duplex } from 'node:stream';
import { MAX_CONNECT_BYTES, MAX_PACKET_BYTES } from '../protocol/limits.js';
import { PacketMeter } from './packet-meter.js';

/** Bytes that may wait for a client to read them. */
export const MAX_UNREAD_BYTES = 256 * 1024;

export class GuardedStream extends Duplex {
  readonly #socket: Duplex;
  readonly #meter = new PacketMeter(MAX_CONNECT_BYTES);
  #admitted = false;
  /** What came after the CONNECT; null until that is complete. */
  #held: Buffer | null = null;

  constructor(socket: Duplex) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    socket.pause();
  }

  /** Lets everything pass from now on, within the limit of an authenticated client. */
  admit(): void {
    this.#admitted = true;
    this.#meter.limit = MAX_PACKET_BYTES;
    const held = this.#held;
    this.#held = null;
    if (held !== null && held.length > 0) this.#receive(held);
    if (!this.destroyed) this.#socket.resume();
  }

  #receive(chunk: Buffer): void {
    try {
      const end = this.#measure(chunk);
      if (end < chunk.length || this.#held !== null) this.#hold(chunk.subarray(end));
      if (end > 0 && !this.push(chunk.subarray(0, end))) this.#socket.pause();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /** How far the chunk may pass: to its end, or to the end of the CONNECT. */
  #measure(chunk: Buffer): number {
    let at = 0;
    while (at < chunk.length) {
      const { end, complete } = this.#meter.take(chunk, at);
      at = end;
      if (!complete || this.#admitted) continue;
      this.#held = Buffer.alloc(0);
      break;
    }
    return at;
  }

  #hold(rest: Buffer): void {
    this.#held = rest;
    this.#socket.pause();
  }

  override _read(): void {
    if (this.#held === null) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.writableLength > MAX_UNREAD_BYTES) {
      done(new Error(`more than ${MAX_UNREAD_BYTES} bytes wait for the client to read them`));
      return;
    }
    this.#socket.write(chunk);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
