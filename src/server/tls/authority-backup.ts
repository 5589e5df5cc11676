import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyPair } from './authority.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Where the authority is kept besides its file, so that a hub that was restored from a backup is the one that the
 * phones trust.
 */
export interface AuthorityBackup {
  read(): string | null;
  write(sealed: string): Promise<void>;
  /** 32 bytes that are not where `write` writes. */
  key: Uint8Array;
}

/** AES-256-GCM: nonce, tag and ciphertext in base64. */
export function sealPair(pair: KeyPair, key: Uint8Array): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(JSON.stringify(pair)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** Null when it was sealed with another key, or was changed. */
export function unsealPair(sealed: string, key: Uint8Array): KeyPair | null {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    }).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return JSON.parse(Buffer.concat([decipher.update(body), decipher.final()]).toString());
  } catch {
    return null;
  }
}
