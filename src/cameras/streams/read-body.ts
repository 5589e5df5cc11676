import type { IncomingMessage } from 'node:http';
import { MAX_FRAME_BYTES } from '../protocol/limits.js';
import { refusedByPage } from './answer.js';
import { streamRefusal } from './failure.js';
import { isWholeJpeg } from './whole-jpeg.js';

/** Bytes of a page that are looked at, to say what it is. */
const PAGE_BYTES = 64 * 1024;

/**
 * One whole JPEG from a body.
 *
 * @throws Refusal `stream-too-large`, `stream-ended` for one that ends half way, or as `refusedByPage`.
 */
export async function readPicture(message: IncomingMessage): Promise<Uint8Array> {
  const bytes = await readAtMost(message, MAX_FRAME_BYTES + 1);
  if (bytes.length > 2 && (bytes[0] !== 0xff || bytes[1] !== 0xd8)) throw refusedByPage([], textOf(bytes));
  if (bytes.length > MAX_FRAME_BYTES)
    throw streamRefusal(
      'stream-too-large',
      `Its picture has more than ${MAX_FRAME_BYTES / 1024} KiB: set a smaller size or a lower quality in the camera.`,
    );
  if (!isWholeJpeg(bytes)) throw streamRefusal('stream-ended', 'Its picture ended half way.');
  return bytes;
}

/** True for a body that begins with a delimiter: some servers, as ffmpeg's, do not say that they send a stream. */
export function beginsAsStream(message: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      const first: Buffer | null = message.read();
      if (first === null) return;
      message.unshift(first);
      decide(/^\s*--/.test(first.toString('latin1', 0, 64)));
    };
    const isOver = () => decide(false);
    function decide(is: boolean): void {
      message.off('readable', look).off('close', isOver);
      resolve(is);
    }
    message.on('readable', look).on('close', isOver);
    if (message.destroyed) isOver();
  });
}

/** Beginning of a page as text, to say what is there in place of a picture. */
export async function readPage(message: IncomingMessage): Promise<string> {
  return textOf(await readAtMost(message, PAGE_BYTES));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, PAGE_BYTES)).toString('latin1');
}

/** Bytes of a body, at most `limit`; what came before it broke off. The rest is not waited for. */
async function readAtMost(message: IncomingMessage, limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= limit) break;
    }
  } catch {
    // A body that broke off is judged by what came; whoever ended it knows why.
  }
  message.destroy();
  return new Uint8Array(Buffer.concat(chunks).subarray(0, limit));
}
