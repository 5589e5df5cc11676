import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { Fault, messageOf } from '../../core/errors.js';
import type { KeyPair } from './authority.js';

/** A certificate is an issue this long before its end: whatever renews it should have done so by now. */
export const WARN_MS = 7 * 24 * 60 * 60_000;

/** Where the owner keeps a certificate (with its chain) and its key. */
export interface OwnerFiles {
  certFile: string;
  keyFile: string;
}

/**
 * Reads the owner's certificate and key.
 * @throws {Fault} `tls-certificate`: a file is missing or unreadable, is no PEM, or the two do not belong together.
 */
export function readOwnerCertificate({ certFile, keyFile }: OwnerFiles): KeyPair {
  const cert = read(certFile);
  const key = read(keyFile);
  const leaf = parsed(() => new X509Certificate(cert), certFile, 'is not a certificate in PEM');
  const secret = parsed(
    () => createPrivateKey(key),
    keyFile,
    'is not a private key in PEM without a password',
  );
  if (!leaf.checkPrivateKey(secret)) throw unusable(`${keyFile} is not the key of ${certFile}`);
  parsed(() => createSecureContext({ cert, key }), certFile, 'cannot be used');
  return { cert, key };
}

/** Changes when one of the files was replaced, links followed. */
export function stampOf({ certFile, keyFile }: OwnerFiles): string {
  return [certFile, keyFile].map(stamp).join(' ');
}

function stamp(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.ino}:${found.mtimeMs}:${found.size}` : 'absent';
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unusable(`${file} cannot be read: ${messageOf(cause)}`, cause);
  }
}

function parsed<T>(parse: () => T, file: string, complaint: string): T {
  try {
    return parse();
  } catch (cause) {
    throw unusable(`${file} ${complaint}: ${messageOf(cause)}`, cause);
  }
}

function unusable(message: string, cause?: unknown): Fault {
  return new Fault(
    'tls-certificate',
    message,
    'PETCAM_TLS_CERT_FILE and PETCAM_TLS_KEY_FILE name both files in PEM, the certificate with its chain, readable by the user of the hub.',
    { cause },
  );
}
