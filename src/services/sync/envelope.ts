/**
 * Encryption for a key that only the owner holds: age (age-encryption.org/v1) to an X25519 recipient. The hub knows the
 * recipient alone, so it can put photos away and never read them back.
 */
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Refusal } from '../../core/errors.js';

/** Key pair of the owner (age, X25519): identity to read, recipient to write. */
export interface OwnerKey {
  /** `AGE-SECRET-KEY-1...`, for the owner's safe alone. */
  identity: string;
  /** `age1...`, for the hub's settings. */
  recipient: string;
}

/** New key pair; the hub keeps the recipient alone. */
export async function newOwnerKey(): Promise<OwnerKey> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** A part at a time, so that the event loop of a small box goes on meanwhile. */
export async function seal(recipient: string, plain: Uint8Array): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return collected(await encrypter.encrypt(streamOf(plain)));
}

/**
 * Content of an encrypted object, opened with the owner's identity.
 * @throws {Refusal} `sync-key-wrong` for bytes that this key does not open, altered ones included.
 */
export async function open(identity: string, sealed: Uint8Array): Promise<Buffer> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return await collected(await decrypter.decrypt(streamOf(sealed)));
  } catch (cause) {
    throw new Refusal('sync-key-wrong', 'This key does not open an object of the bucket.', { cause });
  }
}

/**
 * Check that a text is an age recipient, before it is used.
 * @throws {Refusal} `sync-recipient-invalid`
 */
export function checkRecipient(recipient: string): void {
  try {
    new Encrypter().addRecipient(recipient);
  } catch (cause) {
    throw new Refusal('sync-recipient-invalid', `"${recipient}" is not an age recipient (age1...)`, {
      cause,
    });
  }
}

const PART = 64 * 1024;

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + PART));
      at += PART;
    },
  });
}

async function collected(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) {
    parts.push(part);
    await new Promise(setImmediate);
  }
  return Buffer.concat(parts);
}
