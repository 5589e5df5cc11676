/** ESP-IDF's security 2: SRP-6a proves the code to both ends, then AES-256-GCM with a counted nonce (sec_patch_ver 1). */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, TAG_BYTES } from '../../core/secret-box.js';
import { PairingError } from './failure.js';
import { decode, encode, type Security2Message } from './messages.js';
import { type Credentials, GROUP_3072, numberOf, publicKeyOf, shareKey } from './srp.js';

/** The encryption of one connection. The two are called in turn: each moves the state that the camera moves too. */
export interface Session {
  seal(plain: Uint8Array): Uint8Array;
  /** @throws PairingError `tampered` for anything but the camera's next answer. */
  open(sealed: Uint8Array): Uint8Array;
}

/** Writes to one endpoint and reads its answer. */
export type Ask = (message: Uint8Array) => Promise<Uint8Array>;

const SECRET_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const COUNTER_AT = 8;

/**
 * Proves to each other that both know the code. `ask` reaches `prov-session`; `askProof` is the same for the one
 * message that a camera refuses when the code is wrong.
 *
 * Rejects with a PairingError: `wrong-code`, `tampered` (the camera does not know the code), `unknown-protocol`.
 */
export async function openSecurity2(credentials: Credentials, ask: Ask, askProof: Ask): Promise<Session> {
  const secret = numberOf(randomBytes(SECRET_BYTES));
  const ours = publicKeyOf(GROUP_3072, secret);
  const hello = { user: Buffer.from(credentials.user), publicKey: ours };
  const { helloAnswer } = await say(ask, 0, { hello });
  if (helloAnswer?.status !== 0) throw new PairingError('unknown-protocol', 'the camera refuses the session');
  const { salt, publicKey: theirs } = helloAnswer;
  const shared = shareKey(GROUP_3072, credentials, { secret, ours }, { salt, theirs });
  if (shared === null) throw new PairingError('tampered', 'the public key of the camera is not allowed');
  const { proofAnswer } = await say(askProof, 2, { proof: { proof: shared.proof } });
  if (proofAnswer?.status !== 0) throw new PairingError('wrong-code');
  if (!sameBytes(proofAnswer.proof, shared.expected)) {
    throw new PairingError('tampered', 'whoever answers does not know the code');
  }
  if (proofAnswer.nonce.length !== NONCE_BYTES)
    throw new PairingError('unknown-protocol', 'nonce of odd length');
  return createGcmSession(shared.key.subarray(0, KEY_BYTES), proofAnswer.nonce);
}

async function say(ask: Ask, kind: number, message: Security2Message): Promise<Security2Message> {
  const answer = await ask(encode('SessionMessage', { security: 2, security2: { kind, ...message } }));
  return decode('SessionMessage', answer).security2 ?? {};
}

/** Compares in constant time where the lengths agree. */
export function sameBytes(given: Uint8Array, expected: Uint8Array): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Both ends count the last four bytes of the nonce on after each message in either direction, so that no nonce is used
 * twice and a message that is repeated, left out or out of turn does not open.
 */
export function createGcmSession(key: Uint8Array, firstNonce: Uint8Array): Session {
  const nonce = Buffer.from(firstNonce);
  const next = () => {
    const used = Buffer.from(nonce);
    nonce.writeUInt32BE((nonce.readUInt32BE(COUNTER_AT) + 1) >>> 0, COUNTER_AT);
    return used;
  };
  return {
    seal(plain) {
      const { ciphertext, tag } = encrypt(key, next(), plain);
      return Buffer.concat([ciphertext, tag]);
    },
    open(sealed) {
      if (sealed.length < TAG_BYTES) throw new PairingError('tampered', 'an answer without its tag');
      const parts = { ciphertext: sealed.subarray(0, -TAG_BYTES), tag: sealed.subarray(-TAG_BYTES) };
      const plain = decrypt(key, next(), parts);
      if (!plain) throw new PairingError('tampered', 'an answer that is not the next one of this session');
      return plain;
    },
  };
}
