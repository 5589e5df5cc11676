/** Requests of the hub and a camera's answers. docs/PROTOCOL.md, section "Commands". */
import Type from 'typebox';
import { encodeJson, jsonDecoder } from './json.js';
import type { CommandResult, Verb } from './types.js';

/** Verbs of the commands that a camera may know. */
export const VERBS = [
  'capture',
  'settings',
  'preview',
  'restart',
  'time',
  'update',
  'move',
] as const satisfies readonly Verb[];

/** One command to a camera, with the transaction that its answer repeats. */
export interface CommandRequest {
  /** `^[A-Za-z0-9_-]{1,32}$`; the answer carries the same one. */
  transaction: string;
  data: Record<string, unknown>;
}

const Transaction = Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$' });
const Data = Type.Record(Type.String(), Type.Unknown());

const RequestSchema = Type.Object({ transaction: Transaction, data: Data });

const ResponseSchema = Type.Object({
  transaction: Transaction,
  status: Type.Enum(['ok', 'error']),
  data: Type.Optional(Data),
  error: Type.Optional(
    Type.Object({
      code: Type.String({ pattern: '^[a-z][a-z-]{0,31}$' }),
      message: Type.String({ maxLength: 256 }),
    }),
  ),
});

const decodeAsked = jsonDecoder(RequestSchema, 'request-invalid');
const decodeAnswered = jsonDecoder(ResponseSchema, 'response-invalid');

/** True for a word that is a verb of the wire contract. */
export function isVerb(word: string): word is Verb {
  return (VERBS as readonly string[]).includes(word);
}

/** Bytes of a command, JSON. */
export function encodeRequest({ transaction, data }: CommandRequest): Buffer {
  return encodeJson({ transaction, data });
}

/** Throws a `Refusal` `request-invalid` or `message-too-large`. */
export function decodeRequest(bytes: Uint8Array): CommandRequest {
  return decodeAsked(bytes);
}

/** Bytes of a camera's answer, JSON. */
export function encodeResponse({ transaction, status, data, error }: CommandResult): Buffer {
  if (status === 'ok') return encodeJson({ transaction, status, data });
  return encodeJson({ transaction, status, error });
}

/**
 * An answer without `data` has an empty one; an error without `error` is `unspecified`. Throws a `Refusal`
 * `response-invalid` or `message-too-large`.
 */
export function decodeResponse(bytes: Uint8Array): CommandResult {
  const { transaction, status, data = {}, error } = decodeAnswered(bytes);
  if (status === 'ok') return { transaction, status, data };
  return { transaction, status, data, error: error ?? { code: 'unspecified', message: 'no reason given' } };
}
