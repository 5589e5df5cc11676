/**
 * List of what the bucket has of a hub: signed by the hub, counted, encrypted as every object. With it a restore tells
 * what the storage withholds, and an older object from the one that was sent last.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '../../core/errors.js';

const Count = Type.Integer({ minimum: 0 });
const List = Type.Object({
  hub: Type.String(),
  /** Rises by one with every list. */
  number: Count,
  /** When it was made, in wall-clock ms. */
  at: Count,
  /** Name and MD5 of each encrypted object, in the order of the names. */
  objects: Type.Array(Type.Tuple([Type.String(), Type.String()])),
});
const Signed = Type.Object({ list: Type.String(), signer: Type.String(), signature: Type.String() });
const [listSchema, signedSchema] = [Compile(List), Compile(Signed)];

/** List of the objects of one hub in a bucket. */
export type BucketList = Static<typeof List>;

/** Beginning of a PKCS #8 key of Ed25519 (RFC 8410, section 7); the 32 bytes of the seed follow. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Beginning of a public key of Ed25519 (RFC 8410, section 4). */
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

const privateKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });

/** Public key that lists of this hub are signed with: 43 characters, base64url. */
export function signerOf(seed: Uint8Array): string {
  const spki = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
  return spki.subarray(SPKI_ED25519.length).toString('base64url');
}

/** Bytes of a list with its signature, before they are encrypted. */
export function encodeList(list: BucketList, seed: Uint8Array): Buffer {
  const text = JSON.stringify(list);
  const signature = sign(null, Buffer.from(text), privateKey(seed)).toString('base64url');
  return Buffer.from(JSON.stringify({ list: text, signer: signerOf(seed), signature }));
}

/**
 * List out of decrypted bytes, and who signed it.
 * @throws {Refusal} `sync-list-invalid` for a list of another hub, and for one that its signer did not sign
 */
export function decodeList(bytes: Buffer, hub: string): { list: BucketList; signer: string } {
  const { list: text, signer, signature } = parsed(signedSchema, bytes.toString());
  const key = Buffer.from(signer, 'base64url');
  if (key.length !== 32 || !isSigned(text, key, signature)) throw invalid('is not signed by its hub');
  const list = parsed(listSchema, text);
  if (list.hub !== hub) throw invalid('is that of another hub');
  return { list, signer };
}

function isSigned(text: string, key: Buffer, signature: string): boolean {
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI_ED25519, key]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'));
}

function parsed<T>(schema: { Parse(value: unknown): T }, text: string): T {
  try {
    return schema.Parse(JSON.parse(text));
  } catch (cause) {
    throw invalid('cannot be read', cause);
  }
}

const invalid = (what: string, cause?: unknown) =>
  new Refusal('sync-list-invalid', `The list of what is in the bucket ${what}.`, { cause });
