/**
 * ESP-IDF's security 1: X25519, the code mixed into the key, AES-256-CTR. It proves the code but protects no message
 * against changes, so that the owner has to allow it.
 */
import {
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { PairingError } from './failure.js';
import { decode, encode, type Security1Message } from './messages.js';
import { type Ask, type Session, sameBytes } from './security2.js';

const KEY_BYTES = 32;
const RANDOM_BYTES = 16;

/** Rejects with a PairingError: `wrong-code`, `tampered` or `unknown-protocol`. `ask` and `askProof` as in security 2. */
export async function openSecurity1(code: string, ask: Ask, askProof: Ask): Promise<Session> {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const ours = rawKey(publicKey);
  const { helloAnswer } = await say(ask, 0, { hello: { publicKey: ours } });
  const theirs = helloAnswer?.publicKey;
  if (
    helloAnswer?.status !== 0 ||
    theirs?.length !== KEY_BYTES ||
    helloAnswer.random.length !== RANDOM_BYTES
  ) {
    throw new PairingError('unknown-protocol', 'the camera refuses the session');
  }
  const cipher = createCipheriv('aes-256-ctr', sessionKey(privateKey, theirs, code), helloAnswer.random);
  // One keystream goes through everything that is sent and received.
  const session = {
    seal: (plain: Uint8Array) => cipher.update(plain),
    open: (sealed: Uint8Array) => cipher.update(sealed),
  };
  const { proofAnswer } = await say(askProof, 2, { proof: { proof: session.seal(theirs) } });
  if (proofAnswer?.status !== 0) throw new PairingError('wrong-code');
  if (!sameBytes(session.open(proofAnswer.proof), ours)) {
    throw new PairingError('tampered', 'whoever answers does not know the code');
  }
  return session;
}

async function say(ask: Ask, kind: number, message: Security1Message): Promise<Security1Message> {
  const answer = await ask(encode('SessionMessage', { security: 1, security1: { kind, ...message } }));
  return decode('SessionMessage', answer).security1 ?? {};
}

function rawKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x as string, 'base64url');
}

/** @throws PairingError `tampered` for a public key that gives every secret away (RFC 7748, section 6.1). */
function sessionKey(privateKey: KeyObject, theirs: Uint8Array, code: string): Buffer {
  const x = Buffer.from(theirs).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
  try {
    const shared = diffieHellman({ privateKey, publicKey });
    const mask = createHash('sha256').update(code).digest();
    return shared.map((byte, index) => byte ^ (mask[index] as number)) as Buffer;
  } catch (cause) {
    throw new PairingError('tampered', 'the public key of the camera is not allowed', { cause });
  }
}
