import type { KeyPair } from './authority.js';

/** Certificate of the authority that a phone has to trust, with the fingerprint that a person compares. */
export interface AuthorityCertificate {
  pem: string;
  der: Uint8Array;
  /** SHA-256 of the DER in hexadecimal, in pairs with colons, as phones show it. */
  fingerprint: string;
}

/** The certificate that the server shows, kept fresh. */
export interface Certificates {
  /** `own` was given by the owner; `local` is signed by an authority of this hub. */
  kind: 'own' | 'local';
  /** Null for the owner's: whoever signed it is trusted already, or not ours to hand out. */
  authority: AuthorityCertificate | null;
  /** The certificate with its chain, and its key. */
  current(): KeyPair;
  /** When the current one ends, ms. */
  expiresAt(): number;
  /** Health issue of the certificate, for a person; null when all is well. */
  issue(): string | null;
  /** Looks now at what is looked at every few seconds anyway. */
  check(): Promise<void>;
  /** Called with each new one. */
  onChange(listener: (pair: KeyPair) => void): void;
  stop(): void;
}
