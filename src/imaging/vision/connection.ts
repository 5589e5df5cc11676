import type { Duplex } from 'node:stream';
import { messageOf } from '../../core/errors.js';

/**
 * Messages over a stream between the hub and the vision service. A message is JSON with its byte arrays behind it, so
 * that whatever the other side sends becomes plain values and nothing else: the hub does not trust the vision process.
 *
 * A frame: length of the JSON and length of all bytes, each 32 bits big-endian; the JSON, in which `{"$bytes": n}`
 * stands for the next n bytes; the bytes.
 */
export interface Connection {
  send(message: object): void;
  /** Sends nothing more, and listens until the other side closes. */
  end(): void;
  /** Closes both directions at once. */
  destroy(): void;
  /** Resolves when both directions are closed, with why; an empty text for an orderly end. */
  closed: Promise<string>;
}

const HEADER_BYTES = 8;
const BYTES_KEY = '$bytes';

/** Bound on the JSON of a frame. */
export const MOST_TEXT_BYTES = 1024 * 1024;

/**
 * Speaks over `stream`, which it takes over. `maxBytes` bounds the byte arrays of one message that comes in; a frame
 * beyond a bound, or that is none, and whatever `hear` throws closes the connection.
 */
export function openConnection(
  stream: Duplex,
  maxBytes: number,
  hear: (message: unknown) => void,
): Connection {
  const reader = new FrameReader(maxBytes);
  let why = '';
  const fail = (error: unknown) => {
    why ||= messageOf(error);
    stream.destroy();
  };
  stream.on('error', fail);
  stream.on('data', (chunk: Buffer) => {
    try {
      reader.push(chunk, hear);
    } catch (error) {
      fail(error);
    }
  });
  return {
    send(message) {
      if (stream.writable) for (const part of encodeFrame(message)) stream.write(part);
    },
    end: () => void stream.end(),
    destroy: () => void stream.destroy(),
    closed: new Promise((resolve) => {
      stream.once('close', () => resolve(why));
    }),
  };
}

/** Parts of the frame of a message, in order. */
export function encodeFrame(message: object): Uint8Array[] {
  const arrays: Uint8Array[] = [];
  const text = Buffer.from(JSON.stringify(withoutBytes(message, arrays)));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(text.length, 0);
  header.writeUInt32BE(
    arrays.reduce((sum, { byteLength }) => sum + byteLength, 0),
    4,
  );
  return [header, text, ...arrays];
}

function withoutBytes(value: unknown, arrays: Uint8Array[]): unknown {
  if (value instanceof Uint8Array) {
    arrays.push(value);
    return { [BYTES_KEY]: value.byteLength };
  }
  return mapValues(value, (inner) => withoutBytes(inner, arrays));
}

/** Cuts a stream into frames. Holds one frame at most, of the length that its header says. */
class FrameReader {
  readonly #maxBytes: number;
  #header = Buffer.alloc(HEADER_BYTES);
  #body: Buffer | null = null;
  #filled = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer, hear: (message: unknown) => void): void {
    let rest = chunk;
    while (rest.length > 0) {
      const target = this.#body ?? this.#header;
      const taken = rest.copy(target, this.#filled);
      rest = rest.subarray(taken);
      this.#filled += taken;
      if (this.#filled === target.length) this.#advance(hear);
    }
  }

  /** The header or the body is complete. */
  #advance(hear: (message: unknown) => void): void {
    const body = this.#body;
    const textLength = this.#header.readUInt32BE(0);
    this.#filled = 0;
    if (body === null) {
      this.#body = Buffer.allocUnsafeSlow(textLength + this.#checked(textLength));
      return;
    }
    this.#body = null;
    hear(decodeBody(body, textLength));
  }

  /** Length of the bytes of a frame, once both lengths are within their bounds. */
  #checked(textLength: number): number {
    const bytesLength = this.#header.readUInt32BE(4);
    if (textLength === 0 || textLength > MOST_TEXT_BYTES || bytesLength > this.#maxBytes)
      throw new Error(`a frame of ${textLength} and ${bytesLength} bytes is not taken`);
    return bytesLength;
  }
}

function decodeBody(body: Buffer, textLength: number): unknown {
  let at = textLength;
  const take = (length: number) => {
    if (!Number.isInteger(length) || length < 0 || length > body.length - at)
      throw new Error('a frame has fewer bytes than its text says');
    at += length;
    // A copy: a view would keep the whole frame, and go with it wherever the array is sent.
    return Buffer.from(body.subarray(at - length, at));
  };
  const message = withBytes(JSON.parse(body.toString('utf8', 0, textLength)), take);
  if (at !== body.length) throw new Error('a frame has more bytes than its text says');
  return message;
}

function withBytes(value: unknown, take: (length: number) => Uint8Array): unknown {
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
