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

/** Data of anything thrown, fit to be sent. */
export function encodeError(thrown: unknown): EncodedError {
  if (thrown instanceof Refusal) return { family: 'refusal', code: thrown.code, message: thrown.message };
  if (!(thrown instanceof Fault)) return { family: 'unexpected', ...textOf(thrown) };
  const { code, message, hint, cause } = thrown;
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
  return { message: messageOf(thrown), ...(stack === undefined ? {} : { stack }) };
}

function errorOf({ message, stack }: EncodedCause): Error {
  const error = new Error(message);
  return stack === undefined ? error : Object.assign(error, { stack });
}
