import { SecretBox } from '../../core/secret-box.js';
import type { KeyPair } from './authority.js';

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

/** Text of base64 in which `pair` is sealed with `key`, 32 bytes. */
export function sealPair(pair: KeyPair, key: Uint8Array): string {
  return new SecretBox(key).seal(Buffer.from(JSON.stringify(pair))).toString('base64');
}

/** Pair in `sealed`; null when it was sealed with another key, or was changed. */
export function unsealPair(sealed: string, key: Uint8Array): KeyPair | null {
  const plain = new SecretBox(key).open(Buffer.from(sealed, 'base64'));
  return plain && JSON.parse(plain.toString());
}
