import type { FlashBoard } from '../api/flash-calls.js';
import { FlashFailure } from './failure.js';

/** Claim, as docs/PROTOCOL.md, "The flash image" has it. */
const CLAIM =
  /^petcam-flash 1 (?<board>[a-z0-9-]+) (?<chip>[a-z0-9]+) (?<version>[0-9.]+) (?<flash>[0-9]+) (?<length>[0-9]+) (?<sha256>[0-9a-f]{64})$/;

/** Bytes of the longest head. */
const HEAD_BYTES = 512;

/** Image that was proved, ready to be written. */
export interface ProvedImage {
  version: string;
  /** Bytes from the start of the flash. */
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Proves a file once more in the browser, before anything is written: the signature by one of `keys`, the hash, and that
 * it is for this board. Throws a `FlashFailure`: `image-claim`, `image-board`, `image-foreign` or `image-damaged`.
 */
export async function proveImage(
  file: Uint8Array<ArrayBuffer>,
  board: Pick<FlashBoard, 'id' | 'chip' | 'flashBytes'>,
  keys: readonly string[],
): Promise<ProvedImage> {
  const head = new TextDecoder('latin1').decode(file.subarray(0, HEAD_BYTES)).split('\n');
  const [line = '', signature = ''] = head;
  const claim = CLAIM.exec(line)?.groups;
  if (!claim || head.length < 3) throw new FlashFailure('image-claim', 'The file is no flash image.');
  const fits =
    claim['board'] === board.id &&
    claim['chip'] === board.chip &&
    claim['flash'] === String(board.flashBytes);
  if (!fits) throw new FlashFailure('image-board', `The image is for ${claim['board']}.`);
  if (!(await isSigned(line, signature, keys)))
    throw new FlashFailure('image-foreign', 'The image is signed by a key that the hub does not know.');
  const bytes = file.subarray(line.length + signature.length + 2);
  const digest = hexOf(await crypto.subtle.digest('SHA-256', bytes));
  if (String(bytes.length) !== claim['length'] || digest !== claim['sha256'])
    throw new FlashFailure('image-damaged', 'The bytes are not those of the claim.');
  return { version: claim['version'] ?? '', bytes };
}

/** ECDSA on P-256 with SHA-256, r and s as hexadecimal digits, as a browser's own cryptography takes them. */
async function isSigned(line: string, signature: string, keys: readonly string[]): Promise<boolean> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  for (const key of keys) {
    const point = Uint8Array.of(4, ...bytesOf(key));
    const publicKey = await crypto.subtle.importKey('raw', point, algorithm, false, ['verify']);
    const text = new TextEncoder().encode(line);
    if (await crypto.subtle.verify(algorithm, publicKey, bytesOf(signature), text)) return true;
  }
  return false;
}

const bytesOf = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16));

const hexOf = (buffer: ArrayBuffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
