import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createFile, makeFolder } from '../core/durable-file.js';
import { Fault } from '../core/errors.js';
import { SecretBox } from '../core/secret-box.js';

const KEY_BYTES = 32;

/** Encrypts small secrets at rest, so that a copy of the database alone gives none away. */
export interface Sealer {
  /** `nonce | tag | ciphertext`, AES-256-GCM. `context` must be the same at opening; it is not stored. */
  seal(secret: Uint8Array, context: string): Buffer;
  /** Null when the key file is another one, or the bytes or the context were changed. */
  open(sealed: Uint8Array, context: string): Buffer | null;
  /** 32 bytes that are always the same for one purpose and key file, by HKDF (RFC 5869). */
  derive(purpose: string): Uint8Array;
}

/**
 * Reads `secret.key` of the data directory, and makes it (mode 0600) at the first start.
 * @throws {Fault} `secret-damaged` when it does not hold 32 bytes, `secret-missing` when it links to where none is.
 */
export function openSealer(directory: string): Sealer {
  const file = path.join(directory, 'secret.key');
  createOnce(file);
  const root = readFileSync(file);
  if (root.length !== KEY_BYTES)
    throw new Fault(
      'secret-damaged',
      `the key file has ${root.length} bytes instead of ${KEY_BYTES}`,
      'Put the right one back. Without it cameras have to be added and people to sign in again: move it away.',
    );
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', root, '', `petcam/${purpose}`, KEY_BYTES));
  const box = new SecretBox(derive('seal'));
  return {
    seal: (secret, context) => box.seal(secret, context),
    open: (sealed, context) => box.open(sealed, context),
    derive,
  };
}

function keyIsAway(file: string): Fault {
  return new Fault(
    'secret-missing',
    `the key file ${file} is kept by the service manager and is not there now`,
    'Start the service of the hub: only then is the key at hand.',
  );
}

/** A link appears whole or not at all: no start ever sees half a key, and none replaces another one's. */
function createOnce(file: string): void {
  if (existsSync(file)) return;
  makeFolder(path.dirname(file));
  if (lstatSync(file, { throwIfNoEntry: false })) throw keyIsAway(file);
  createFile(file, randomBytes(KEY_BYTES));
}
