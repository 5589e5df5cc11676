import type { Duplex } from 'node:stream';
import { freeBuffersAfter } from '../collect-garbage.js';
import { PIECE_BYTES, type Spool, SpooledBytes } from '../spool.js';

/**
 * Messages over a stream between the hub and a process that it does not trust. A message is JSON with its byte arrays behind it, so
 * that whatever the other side sends becomes plain values and nothing else.
 * Bytes that lie in a spool are sent out of it piece by piece, and what comes in may go into one in the same way: the
 * other side sees no difference, and no file.
 *
 * A frame: length of the JSON and length of all bytes, each 32 bits big-endian; the JSON, in which `{"$bytes": n}`
 * stands for the next n bytes; the bytes.
 */
export interface Connection {
  send(message: object): void;
  /** Sends nothing more, not even the rest of a spool, and listens until the other side closes. */
  end(): void;
  /** Closes both directions at once. */
  destroy(): void;
  /** Resolves when both directions are closed, with the error for which they were; null after an orderly end. */
  closed: Promise<unknown>;
}

const HEADER_BYTES = 8;
const BYTES_KEY = '$bytes';

/** Bound on the JSON of a frame. */
export const MOST_TEXT_BYTES = 1024 * 1024;

/**
 * Speaks over `stream`, which it takes over. `maxBytes` bounds the byte arrays of one message that comes in; a frame
 * beyond a bound, or that is none, and whatever `hear` throws closes the connection. Arrays go into the spool that
 * `into` gives as their message begins, as `SpooledBytes`; into memory where it gives null.
 */
export function openConnection(
  stream: Duplex,
  maxBytes: number,
  hear: (message: unknown) => void,
  into: () => Spool | null = () => null,
): Connection {
  let why: unknown = null;
  const fail = (error: unknown) => {
    why ??= error;
    stream.destroy();
  };
  const reader = new FrameReader(maxBytes, hear, into);
  const writer = new FrameWriter(stream, fail);
  stream.on('error', fail);
  stream.on('data', (chunk: Buffer) => {
    try {
      const written = reader.push(chunk);
      if (written === null) return;
      stream.pause();
      written.then(() => {
        freeBuffersAfter(chunk.length);
        stream.resume();
      }, fail);
    } catch (error) {
      fail(error);
    }
  });
  return {
    send: (message) => writer.write(encodeFrame(message)),
    end: () => writer.end(),
    destroy: () => void stream.destroy(),
    closed: new Promise((resolve) => {
      stream.once('close', () => resolve(why));
    }),
  };
}

/** Part of a frame: in memory, or in a spool. */
type FramePart = Uint8Array | SpooledBytes;

/** Writes frames in order: at once what is in memory, piece by piece what is in a spool. */
class FrameWriter {
  readonly #stream: Duplex;
  readonly #fail: (error: unknown) => void;
  #waiting: FramePart[] = [];
  #isCopying = false;

  constructor(stream: Duplex, fail: (error: unknown) => void) {
    this.#stream = stream;
    this.#fail = fail;
  }

  write(parts: FramePart[]): void {
    this.#waiting.push(...parts);
    if (!this.#isCopying) this.#advance();
  }

  end(): void {
    this.#waiting = [];
    this.#stream.end();
  }

  #advance(): void {
    for (let part = this.#waiting.shift(); part && this.#stream.writable; part = this.#waiting.shift()) {
      if (part instanceof SpooledBytes) {
        this.#isCopying = true;
        this.#copy(part).then(() => {
          this.#isCopying = false;
          this.#advance();
        }, this.#fail);
        return;
      }
      this.#stream.write(part);
    }
  }

  /** One piece is in memory at a time: the next is read when this one has left. */
  async #copy(bytes: SpooledBytes): Promise<void> {
    const buffer = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, bytes.byteLength));
    for (let at = 0; at < bytes.byteLength && this.#stream.writable; at += buffer.length) {
      const piece = buffer.subarray(0, bytes.byteLength - at);
      await bytes.read(piece, at);
      if (this.#stream.writable) await this.#written(piece);
    }
  }

  #written(piece: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** Parts of the frame of a message, in order. */
export function encodeFrame(message: object): FramePart[] {
  const arrays: FramePart[] = [];
  const text = Buffer.from(JSON.stringify(withoutBytes(message, arrays)));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(text.length, 0);
  header.writeUInt32BE(
    arrays.reduce((sum, { byteLength }) => sum + byteLength, 0),
    4,
  );
  return [header, text, ...arrays];
}

function withoutBytes(value: unknown, arrays: FramePart[]): unknown {
  if (value instanceof Uint8Array || value instanceof SpooledBytes) {
    arrays.push(value);
    return { [BYTES_KEY]: value.byteLength };
  }
  return mapValues(value, (inner) => withoutBytes(inner, arrays));
}

/** Where the next bytes of a frame go. */
interface Target {
  /** Bytes that are still to come. */
  left: number;
  /** Takes some of them; resolves when they are written, null where that is at once. */
  take(piece: Buffer): Promise<void> | null;
}

function inMemory(buffer: Buffer): Target {
  const take = (piece: Buffer) => {
    piece.copy(buffer, buffer.length - target.left);
    return null;
  };
  const target: Target = { left: buffer.length, take };
  return target;
}

/** Cuts a stream into frames. Holds the text and the arrays of one frame at most, of the lengths that it says. */
class FrameReader {
  readonly #maxBytes: number;
  readonly #hear: (message: unknown) => void;
  readonly #into: () => Spool | null;
  /** What is still to come of the part in hand, the next bytes first. */
  #targets: Target[] = [];
  /** Called when that part is complete. */
  #complete: () => void = () => {};

  constructor(maxBytes: number, hear: (message: unknown) => void, into: () => Spool | null) {
    this.#maxBytes = maxBytes;
    this.#hear = hear;
    this.#into = into;
    this.#expectHeader();
  }

  /** Null when all of it is taken; else resolves then, and nothing may be pushed before. */
  push(chunk: Buffer): Promise<unknown> | null {
    let rest = chunk;
    let writing: Promise<unknown> | null = null;
    while (rest.length > 0) {
      const [target] = this.#targets as [Target];
      const piece = rest.subarray(0, target.left);
      rest = rest.subarray(piece.length);
      const written = target.take(piece);
      if (written) writing = Promise.all([writing, written]);
      target.left -= piece.length;
      if (target.left === 0) this.#targets.shift();
      if (this.#targets.length > 0) continue;
      if (writing) return this.#afterwards(writing, rest);
      this.#complete();
    }
    return writing;
  }

  async #afterwards(writing: Promise<unknown>, rest: Buffer): Promise<void> {
    await writing;
    this.#complete();
    await this.push(rest);
  }

  #expectHeader(): void {
    const header = Buffer.alloc(HEADER_BYTES);
    this.#expect([inMemory(header)], () => {
      const [textLength, bytesLength] = [header.readUInt32BE(0), header.readUInt32BE(4)];
      if (textLength === 0 || textLength > MOST_TEXT_BYTES || bytesLength > this.#maxBytes)
        throw new Error(`a frame of ${textLength} and ${bytesLength} bytes is not taken`);
      this.#expectText(textLength, bytesLength);
    });
  }

  #expectText(length: number, bytesLength: number): void {
    const text = Buffer.allocUnsafeSlow(length);
    this.#expect([inMemory(text)], () => this.#expectArrays(text.toString('utf8'), bytesLength));
  }

  #expectArrays(text: string, bytesLength: number): void {
    const targets: Target[] = [];
    const targetOf = this.#targetFor(this.#into(), targets);
    let left = bytesLength;
    const message = withBytes(JSON.parse(text), (length) => {
      if (!Number.isInteger(length) || length < 0 || length > left)
        throw new Error('a frame has fewer bytes than its text says');
      left -= length;
      return targetOf(length);
    });
    if (left > 0) throw new Error('a frame has more bytes than its text says');
    this.#expect(targets, () => {
      this.#expectHeader();
      this.#hear(message);
    });
  }

  /** Makes the value of each array of a frame in turn, and adds where its bytes go to `targets`. */
  #targetFor(spool: Spool | null, targets: Target[]): (length: number) => FramePart {
    if (!spool)
      return (length) => {
        const array = Buffer.allocUnsafeSlow(length);
        targets.push(inMemory(array));
        return array;
      };
    let end = spool.end;
    return (length) => {
      targets.push({ left: length, take: (piece) => spool.append(piece) });
      end += length;
      return spool.part(end - length, length);
    };
  }

  /** Empty targets are complete already, and so is a part of nothing else. */
  #expect(targets: Target[], complete: () => void): void {
    this.#targets = targets.filter(({ left }) => left > 0);
    this.#complete = complete;
    if (this.#targets.length === 0) complete();
  }
}

function withBytes(value: unknown, take: (length: number) => FramePart): unknown {
  const length = lengthIn(value);
  return length === null ? mapValues(value, (inner) => withBytes(inner, take)) : take(length);
}

function lengthIn(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, BYTES_KEY)) return null;
  return (value as { [BYTES_KEY]: number })[BYTES_KEY];
}

function mapValues(value: unknown, change: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]));
}
