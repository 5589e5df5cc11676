import { Fault, messageOf, Refusal } from '../errors.js';

/** Error as plain data: classes do not cross threads and processes. */
export type EncodedError =
  | { family: 'refusal'; code: Refusal['code']; message: string }
  | { family: 'fault'; code: Fault['code']; message: string; hint: string; cause?: EncodedCause }
  /** Anything else that was thrown: a mistake in the program. */
  | { family: 'unexpected'; message: string; stack?: string };

/** Cause of a fault: what a log shows of it. */
interface EncodedCause {
  message: string;
  stack?: string;
}

/** Most characters of a message or a stack that are sent: more than anybody reads. */
export const MOST_ERROR_CHARACTERS = 4000;

/** Data of anything thrown, fit to be sent; its texts are cut to `MOST_ERROR_CHARACTERS`. */
export function encodeError(thrown: unknown): EncodedError {
  const text = textOf(thrown);
  const { message } = text;
  if (thrown instanceof Refusal) return { family: 'refusal', code: thrown.code, message };
  if (!(thrown instanceof Fault)) return { family: 'unexpected', ...text };
  const { code, cause } = thrown;
  const hint = cut(thrown.hint);
  return { family: 'fault', code, message, hint, ...(cause === undefined ? {} : { cause: textOf(cause) }) };
}

/** Error that was encoded: a `Refusal` or a `Fault` as it was, anything else as an `Error` with message and stack. */
export function decodeError(encoded: EncodedError): Error {
  if (encoded.family === 'refusal') return new Refusal(encoded.code, encoded.message);
  if (encoded.family === 'unexpected') return errorOf(encoded);
  const { code, message, hint, cause } = encoded;
  return new Fault(code, message, hint, cause && { cause: errorOf(cause) });
}

function textOf(thrown: unknown): EncodedCause {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return { message: cut(messageOf(thrown)), ...(stack === undefined ? {} : { stack: cut(stack) }) };
}

function cut(text: string): string {
  return text.slice(0, MOST_ERROR_CHARACTERS);
}

function errorOf({ message, stack }: EncodedCause): Error {
  const error = new Error(message);
  return stack === undefined ? error : Object.assign(error, { stack });
}
