/** Most bytes that a live view may hold: a picture with its head, and a little of the next. */
const MOST_BYTES = 256 * 1024;

/**
 * Takes a live view apart: `multipart/x-mixed-replace` whose parts name their length. Fed with the bytes as they
 * come; gives the whole pictures in them.
 */
export class PictureReader {
  #rest = new Uint8Array(0);

  /** @throws RangeError when the stream is none of the hub's */
  push(chunk: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const bytes = new Uint8Array(this.#rest.length + chunk.length);
    bytes.set(this.#rest);
    bytes.set(chunk, this.#rest.length);
    const pictures: Uint8Array<ArrayBuffer>[] = [];
    let at = 0;
    for (let part = readPart(bytes, at); part; part = readPart(bytes, at)) {
      pictures.push(bytes.slice(part.from, part.until));
      at = part.until;
    }
    this.#rest = bytes.subarray(at);
    if (this.#rest.length > MOST_BYTES) throw new RangeError('a picture of a live view has no end');
    return pictures;
  }
}

/** Where the next picture lies, null while it is not whole. */
function readPart(bytes: Uint8Array, at: number): { from: number; until: number } | null {
  const head = endOfHead(bytes, at);
  if (head === -1) return null;
  const text = new TextDecoder('latin1').decode(bytes.subarray(at, head));
  const length = Number(/^content-length: *(\d+)\r$/im.exec(text)?.[1] ?? Number.NaN);
  if (!(length <= MOST_BYTES)) throw new RangeError('a picture of a live view has no length');
  return bytes.length < head + length ? null : { from: head, until: head + length };
}

/** Behind the empty line, -1 while there is none. */
function endOfHead(bytes: Uint8Array, at: number): number {
  for (let index = bytes.indexOf(13, at); index !== -1; index = bytes.indexOf(13, index + 1)) {
    if (bytes[index + 1] === 10 && bytes[index + 2] === 13 && bytes[index + 3] === 10) return index + 4;
  }
  return -1;
}
