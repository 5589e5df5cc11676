import { MAX_FRAME_BYTES } from '../protocol/limits.js';
import { streamRefusal } from './failure.js';
import { type PartHead, readPartHead } from './part-head.js';
import { isWholeJpeg } from './whole-jpeg.js';

/** Lines before the first part, or the head of one part, in bytes. */
const MOST_HEAD_BYTES = 4096;
/** One part with its head, and the beginning of the next one. */
const BUFFER_BYTES = MAX_FRAME_BYTES + 2 * MOST_HEAD_BYTES;
const NEW_LINE = 0x0a;

/**
 * Splitter of a stream of JPEGs that take each other's place (`multipart/x-mixed-replace`, RFC 2046 section 5.1), as
 * cameras really send it: the boundary with or without its dashes and quotes, parts with or without a length, with a
 * wrong one, lines with or without a carriage return. It looks for lines and lengths only, in one buffer of a fixed
 * size; what a picture holds is the vision process's matter.
 */
export class MultipartSplitter {
  readonly #onPicture: (jpeg: Uint8Array) => void;
  readonly #declared: string | null;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  /** Line that divides the parts, without its end; null before the first one. */
  #delimiter: Buffer | null = null;
  #start = 0;
  #end = 0;
  /** Bytes from `#start` in which no delimiter begins. */
  #searched = 0;
  /** Part that is being read; null between two of them. */
  #part: PartHead | null = null;
  #lengthsHold = true;

  /** `boundary` is that of the content type, as it stands there; null where there is none. */
  constructor(boundary: string | null, onPicture: (jpeg: Uint8Array) => void) {
    this.#declared = boundary === null ? null : bare(boundary);
    this.#onPicture = onPicture;
  }

  /**
   * Takes the next bytes and hands out the pictures that are whole by then.
   *
   * @throws Refusal `stream-too-large` for a part above the limit of a frame, `stream-malformed` for what is no such
   * stream, `stream-no-picture` for parts that are something else.
   */
  push(chunk: Uint8Array): void {
    for (let taken = 0; taken < chunk.length; ) {
      this.#compact();
      const fits = chunk.subarray(taken, taken + BUFFER_BYTES - this.#end);
      this.#buffer.set(fits, this.#end);
      this.#end += fits.length;
      taken += fits.length;
      while (this.#step());
      if (this.#start === 0 && this.#end === BUFFER_BYTES) throw tooLarge();
    }
  }

  #compact(): void {
    if (this.#start === 0) return;
    this.#buffer.copyWithin(0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
  }

  /** False when more bytes are needed. */
  #step(): boolean {
    if (this.#part === null) return this.#readHead();
    const { length } = this.#part;
    return length !== null && this.#lengthsHold ? this.#readCounted(length) : this.#readDelimited();
  }

  /** Reads a delimiter and the head of the part behind it, both whole or not at all. */
  #readHead(): boolean {
    const lines: string[] = [];
    let at = this.#start;
    let begun = false;
    for (;;) {
      const newLine = this.#buffer.subarray(0, this.#end).indexOf(NEW_LINE, at);
      if (newLine < 0) {
        if (this.#end - this.#start > MOST_HEAD_BYTES) throw malformed();
        return false;
      }
      if (newLine - this.#start > MOST_HEAD_BYTES) throw malformed();
      const line = this.#buffer.toString('latin1', at, newLine).trimEnd();
      at = newLine + 1;
      if (begun && line === '') break;
      if (begun) lines.push(line);
      else if (this.#isDelimiter(line)) begun = true;
      else if (line !== '' && this.#delimiter !== null) return this.#mistrustLengths();
    }
    this.#begin(readPartHead(lines), at);
    return true;
  }

  #begin(part: PartHead, at: number): void {
    if (part.length !== null && part.length > MAX_FRAME_BYTES) throw tooLarge();
    this.#part = part;
    this.#start = at;
    this.#searched = 0;
  }

  /** The first line that divides becomes the delimiter: some cameras announce another one than they send. */
  #isDelimiter(line: string): boolean {
    if (this.#delimiter !== null) {
      const delimiter = this.#delimiter.toString('latin1');
      return line === delimiter || line === `${delimiter}--`;
    }
    const divides = line.startsWith('--') || (line !== '' && bare(line) === this.#declared);
    if (divides) this.#delimiter = Buffer.from(line, 'latin1');
    return divides;
  }

  /** Something else than a delimiter follows a part: its length was wrong. */
  #mistrustLengths(): boolean {
    this.#lengthsHold = false;
    this.#part = { length: null, isPicture: false };
    this.#searched = 0;
    return true;
  }

  #readCounted(length: number): boolean {
    if (this.#end - this.#start < length) return false;
    this.#finish(this.#start + length, this.#start + length);
    return true;
  }

  #readDelimited(): boolean {
    const delimiter = this.#delimiter as Buffer;
    const held = this.#buffer.subarray(this.#start, this.#end);
    const found = held.indexOf(delimiter, this.#searched);
    if (found < 0) {
      this.#searched = Math.max(0, held.length - delimiter.length);
      if (held.length > MAX_FRAME_BYTES + MOST_HEAD_BYTES) throw tooLarge();
      return false;
    }
    let end = found;
    if (held[end - 1] === NEW_LINE) end -= held[end - 2] === 0x0d ? 2 : 1;
    this.#finish(this.#start + Math.max(end, 0), this.#start + found);
    return true;
  }

  #finish(end: number, next: number): void {
    const { isPicture } = this.#part as PartHead;
    const bytes = this.#buffer.subarray(this.#start, end);
    this.#part = null;
    this.#start = next;
    this.#searched = 0;
    if (!isPicture || bytes.length === 0) return;
    if (bytes.length > MAX_FRAME_BYTES) throw tooLarge();
    if (bytes[0] !== 0xff || bytes[1] !== 0xd8) {
      throw streamRefusal('stream-no-picture', 'Its stream has parts that are no JPEGs.');
    }
    if (isWholeJpeg(bytes)) this.#onPicture(Uint8Array.from(bytes));
  }
}

/** Boundary without quotes and dashes in front, by which what is announced and what is sent are compared. */
function bare(boundary: string): string {
  return boundary.trim().replace(/^"|"$/g, '').replace(/^-+/, '');
}

function tooLarge() {
  return streamRefusal(
    'stream-too-large',
    `Its pictures have more than ${MAX_FRAME_BYTES / 1024} KiB: set a smaller size or a lower quality in the camera.`,
  );
}

function malformed() {
  return streamRefusal('stream-malformed', 'It sends something else than a stream of JPEGs.');
}
