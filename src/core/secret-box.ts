import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
/** Length of a tag in bytes. Shorter ones, which GCM allows, are not accepted. */
export const TAG_BYTES = 16;

/** Ciphertext of AES-256-GCM and the tag that proves it. */
export interface Encrypted {
  ciphertext: Buffer;
  tag: Buffer;
}

/** Encrypts with a nonce of 12 bytes that must never be used again with this key. `context` is proved, not sent. */
export function encrypt(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, context = ''): Encrypted {
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
}

/** Plain bytes; null when key, nonce, context, ciphertext or tag is not that of the encryption. */
export function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  { ciphertext, tag }: { ciphertext: Uint8Array; tag: Uint8Array },
  context = '',
): Buffer | null {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    return null;
  }
}

/** Small secrets at rest, as `nonce | tag | ciphertext` with a nonce of their own each time. */
export class SecretBox {
  readonly #key: Uint8Array;

  /** Takes a key of 32 bytes. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** Encrypts `secret`. `context` must be given again to open it, and is not stored. */
  seal(secret: Uint8Array, context = ''): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const { ciphertext, tag } = encrypt(this.#key, nonce, secret, context);
    return Buffer.concat([nonce, tag, ciphertext]);
  }

  /** Secret in `sealed`; null when the key or the context is another one, or the bytes were changed. */
  open(sealed: Uint8Array, context = ''): Buffer | null {
    const [nonce, rest] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES)];
    const [tag, ciphertext] = [rest.subarray(0, TAG_BYTES), rest.subarray(TAG_BYTES)];
    return decrypt(this.#key, nonce, { ciphertext, tag }, context);
  }
}
