/**
 * Stands between a camera's socket and the broker, which itself has no limits in bytes (aedes issue 831). Before
 * the client is admitted exactly one small packet passes, its CONNECT; afterwards what passes is no larger than the
 * contract's limit: a larger message is cut to it, so that the intake can refuse it by name and the camera is told. A client that does not read what it is sent is cut off instead of being waited for.
 */
import { Duplex } from 'node:stream';
import { MAX_CONNECT_BYTES, MAX_PACKET_BYTES } from '../protocol/limits.js';
import { PacketMeter } from './packet-meter.js';
import { PacketTrimmer } from './packet-trimmer.js';

/** Bytes that may wait for a client to read them. */
export const MAX_UNREAD_BYTES = 256 * 1024;

/**
 * Stream between a camera's socket and the broker, which itself has no limits in bytes (aedes issue 831). Before the
 * client is admitted one small packet passes, its CONNECT; afterwards a packet above the contract's limit is cut to
 * it, so that the intake can refuse it by name.
 */
export class GuardedStream extends Duplex {
  readonly #socket: Duplex;
  readonly #meter = new PacketMeter(MAX_CONNECT_BYTES);
  readonly #trimmer = new PacketTrimmer(MAX_PACKET_BYTES);
  #admitted = false;
  /** Bytes that came after the CONNECT; null until that is complete. */
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
    const held = this.#held;
    this.#held = null;
    if (held !== null && held.length > 0) this.#receive(held);
    if (!this.destroyed) this.#socket.resume();
  }

  #receive(chunk: Buffer): void {
    try {
      if (this.#admitted) this.#pass(this.#trimmer.take(chunk));
      else this.#receiveConnect(chunk);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /** Lets the CONNECT pass, and holds what comes after it. */
  #receiveConnect(chunk: Buffer): void {
    const { end, complete } = this.#meter.take(chunk, 0);
    if (complete) this.#hold(chunk.subarray(end));
    this.#pass([chunk.subarray(0, end)]);
  }

  #pass(pieces: Buffer[]): void {
    for (const piece of pieces) if (!this.push(piece)) this.#socket.pause();
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
