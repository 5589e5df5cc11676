/**
 * What the maker of a firmware image claims of it in one signed line. docs/PROTOCOL.md, "Firmware updates":
 *
 *     petcam-firmware 1 <board> <version> <length> <sha256>
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { Refusal } from '../../core/errors.js';
import { parseVersion } from './firmware-version.js';

/** Bytes of an image, at most: the OTA partition of the camera. */
export const MAX_IMAGE_BYTES = 0x1e_0000;

/** Pattern of the name of a board. */
export const BOARD = /^[a-z0-9-]{1,32}$/;
const LENGTH = /^[1-9][0-9]{0,7}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const SIGNATURE = /^[0-9a-f]{128}$/;

/** Claim of a firmware image: board, version, length and hash. */
export interface FirmwareClaim {
  board: string;
  version: string;
  /** Bytes of the image. */
  length: number;
  /** SHA-256 of the image, lower-case hexadecimal. */
  sha256: string;
}

/** Throws a `Refusal` `firmware-claim` that says what is wrong. */
export function parseClaim(text: string): FirmwareClaim {
  const [magic, format, board = '', version = '', length = '', sha256 = '', ...more] = text.split(' ');
  if (magic !== 'petcam-firmware' || format !== '1' || more.length > 0)
    throw wrong('it begins with "petcam-firmware 1" and has four words more, one space between them');
  if (!BOARD.test(board)) throw wrong('the board is 1 to 32 of a-z, 0-9 and -');
  return { board, ...imageFacts({ version, length, sha256 }, MAX_IMAGE_BYTES, wrong) };
}

/** Facts of an image that every claim ends with. Throws what `wrong` makes of the first that is not as it has to be. */
export function imageFacts(
  { version, length, sha256 }: Record<'version' | 'length' | 'sha256', string>,
  maxBytes: number,
  wrong: (what: string) => Refusal,
): Omit<FirmwareClaim, 'board'> {
  if (parseVersion(version) === null) throw wrong('the version is MAJOR.MINOR.PATCH, each from 0 to 65535');
  if (!LENGTH.test(length) || Number(length) > maxBytes)
    throw wrong(`the length is a whole number from 1 to ${maxBytes}`);
  if (!SHA256.test(sha256)) throw wrong('the SHA-256 is 64 lower-case hexadecimal digits');
  return { version, length: Number(length), sha256 };
}

/** Claim as the line that is signed. */
export function formatClaim({ board, version, length, sha256 }: FirmwareClaim): string {
  return `petcam-firmware 1 ${board} ${version} ${length} ${sha256}`;
}

/**
 * True when `signature` (r and s, 128 hexadecimal digits) is that of the claim by `publicKey` (x and y, likewise):
 * ECDSA over P-256 with SHA-256, IEEE P1363.
 */
export function isSignedBy(publicKey: string, claim: string, signature: string): boolean {
  if (!SIGNATURE.test(signature)) return false;
  const key = { key: publicKeyOf(publicKey), dsaEncoding: 'ieee-p1363' as const };
  return verify('sha256', Buffer.from(claim), key, Buffer.from(signature, 'hex'));
}

/** Signs a claim with a private key in PEM. Throws a `Refusal` `firmware-key` for any other key than one of P-256. */
export function signClaim(privateKey: string, claim: string): string {
  const key = privateKeyOf(privateKey);
  return sign('sha256', Buffer.from(claim), { key, dsaEncoding: 'ieee-p1363' }).toString('hex');
}

/** The public half, 128 hexadecimal digits. Throws as `signClaim`. */
export function publicHexOf(privateKey: string): string {
  const { x = '', y = '' } = createPublicKey(privateKeyOf(privateKey)).export({ format: 'jwk' });
  return Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('hex');
}

/** A new pair, the private half as PEM (PKCS #8). */
export function newFirmwareKey(): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { privateKey, publicKey: publicHexOf(privateKey) };
}

/** False for what is not 128 hexadecimal digits, or no point of the curve. */
export function isPublicKey(text: string): boolean {
  try {
    return SIGNATURE.test(text) && publicKeyOf(text) !== null;
  } catch {
    return false;
  }
}

function publicKeyOf(hex: string) {
  const half = (from: number) => Buffer.from(hex.slice(from, from + 64), 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: half(0), y: half(64) }, format: 'jwk' });
}

function privateKeyOf(pem: string) {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch (cause) {
    throw new Refusal('firmware-key', 'This is no private key in PEM.', { cause });
  }
  throw new Refusal('firmware-key', 'This key is not one of the curve P-256.');
}

const wrong = (what: string) =>
  new Refusal('firmware-claim', `The first line is not the claim of a firmware image: ${what}.`);
