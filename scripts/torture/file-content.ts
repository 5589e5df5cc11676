/** Bytes of one file that grow, shrink and change in place. */
export class FileContent {
  #bytes: Buffer;
  #length: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = bytes;
    this.#length = bytes.length;
  }

  write(offset: number, bytes: Buffer): void {
    this.#grow(offset + bytes.length);
    bytes.copy(this.#bytes, offset);
  }

  /** Cuts the file, or lengthens it with zeros. */
  truncate(length: number): void {
    if (length > this.#length) this.#grow(length);
    else this.#bytes.fill(0, length, this.#length);
    this.#length = length;
  }

  copy(): FileContent {
    return new FileContent(Buffer.from(this.bytes()));
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(length: number): void {
    if (length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#bytes.length));
      this.bytes().copy(larger);
      this.#bytes = larger;
    }
    this.#length = Math.max(this.#length, length);
  }
}
