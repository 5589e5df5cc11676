/** JSON between a camera and the hub: small, strict UTF-8, checked against a schema, unknown fields dropped. */
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { RefusalCode } from '../../core/codes.js';
import { Refusal } from '../../core/errors.js';
import { MAX_JSON_BYTES } from './limits.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes in, a checked value out. Throws a `Refusal`: `message-too-large`, or `code` with the field that is wrong. */
export type Decoder<T> = (bytes: Uint8Array) => T;

/** A decoder for one kind of message; `code` names what is refused when the bytes are not of `schema`. */
export function jsonDecoder<S extends TSchema>(schema: S, code: RefusalCode): Decoder<Static<S>> {
  const validator = Compile(schema);
  return (bytes) => {
    if (bytes.length > MAX_JSON_BYTES) {
      throw new Refusal(
        'message-too-large',
        `The message has ${bytes.length} bytes, above ${MAX_JSON_BYTES}.`,
      );
    }
    const value = parseText(bytes, code);
    if (validator.Check(value)) return validator.Clean(value) as Static<S>;
    const [first] = validator.Errors(value);
    throw new Refusal(code, `${first?.instancePath || 'The message'} ${first?.message}.`);
  };
}

function parseText(bytes: Uint8Array, code: RefusalCode): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw new Refusal(code, 'The message is not JSON in UTF-8.', { cause });
  }
}

/** The canonical bytes: no white space, fields in the order of the contract's tables. */
export function encodeJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}
