import { Duplex } from 'node:stream';
import { PacketMeter } from '../mqtt/packet-meter.js';
import { MAX_PACKET_BYTES } from '../protocol/limits.js';

/**
 * Connection to a broker that is not trusted: the MQTT client keeps a packet in memory until it is whole, so one above
 * the limit of a frame ends the connection with a Refusal `packet-too-large`, at its header.
 */
export class BoundedPackets extends Duplex {
  readonly #socket: Duplex;
  readonly #meter = new PacketMeter(MAX_PACKET_BYTES);

  constructor(socket: Duplex) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  #receive(chunk: Buffer): void {
    try {
      for (let at = 0; at < chunk.length; ) at = this.#meter.take(chunk, at).end;
    } catch (error) {
      this.destroy(error as Error);
      return;
    }
    if (!this.push(chunk)) this.#socket.pause();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
