import { Readable } from 'node:stream';

const BOUNDARY = 'petcam-picture';

/** Media type of the stream, for the header that announces it. */
export const LIVE_MEDIA_TYPE = `multipart/x-mixed-replace; boundary=${BOUNDARY}`;

/** A phone that takes nothing for this many beats is let go; it comes back when it wakes up. */
const MISSED_BEATS_MAX = 3;

/**
 * Stream for one phone: pictures that take each other's place (`multipart/x-mixed-replace`, RFC 2046 section 5.1 for
 * the parts), each with its length. Pulled, not pushed: one slot holds the newest picture, and a phone that is slow
 * finds only that one in it. The boundary follows its picture at once, because a browser shows a part when it ends.
 */
export class Viewer extends Readable {
  #newest: Uint8Array | null = null;
  #hungry = false;
  #over = false;
  #missedBeats = 0;

  constructor() {
    // One byte: whatever has been read is on its way to the socket before the next picture is taken.
    super({ highWaterMark: 1 });
    this.push(`--${BOUNDARY}\r\n`);
  }

  override _read(): void {
    this.#hungry = true;
    this.#missedBeats = 0;
    this.#serve();
  }

  /** Offers a JPEG; takes the place of one that has not been read yet. */
  show(picture: Uint8Array): void {
    this.#newest = picture;
    this.#serve();
  }

  /** Finds out whether anybody reads: a phone that has not taken what it asked for is dropped after a while. */
  beat(): void {
    if (this.#over || !this.#hungry) this.#missedBeats += 1;
    if (this.#missedBeats >= MISSED_BEATS_MAX) this.destroy();
  }

  /** Ends the stream after what is on its way; whoever does not take that is let go by the next beats. */
  finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.push(null);
  }

  /** Ends the stream in good order, or at once when nobody takes what is left. */
  stop(): void {
    if (this.#hungry) this.finish();
    else this.destroy();
  }

  #serve(): void {
    const picture = this.#newest;
    if (this.#over || !this.#hungry || picture === null) return;
    this.#newest = null;
    this.#hungry = false;
    this.push(partOf(picture));
  }
}

function partOf(picture: Uint8Array): Buffer {
  const head = `Content-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), picture, Buffer.from(`\r\n--${BOUNDARY}\r\n`)]);
}
