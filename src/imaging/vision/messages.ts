import type { FaultCode, RefusalCode } from '../../core/codes.js';
import { Fault, messageOf, Refusal } from '../../core/errors.js';

/** From the hub to the vision process. `id` is unique in the life of one process. */
export type ToProcess =
  | { kind: 'run'; id: number; task: string; request: unknown }
  /** Stop working on it; an answer is still expected, and soon. */
  | { kind: 'cancel'; id: number }
  /** There is no more work: end. */
  | { kind: 'end' };

/** From the vision process to the hub. Every `run` gets exactly one `done` or `failed`, or the process dies. */
export type FromProcess =
  | { kind: 'ready' }
  | { kind: 'progress'; id: number; done: number }
  | { kind: 'done'; id: number; response: unknown }
  | { kind: 'failed'; id: number; error: CarriedError };

/** An error as plain data, so that its family and code survive the way between processes. */
export type CarriedError =
  | { family: 'refusal'; code: RefusalCode; message: string }
  | { family: 'fault'; code: FaultCode; message: string; hint: string }
  /** Something nobody expected: the process that threw it is not trusted any longer. */
  | { family: 'unexpected'; message: string };

/** More than anybody reads. */
const LONGEST_MESSAGE = 2000;

/** Makes anything thrown fit to send. */
export function carry(thrown: unknown): CarriedError {
  const message = messageOf(thrown).slice(0, LONGEST_MESSAGE);
  if (thrown instanceof Refusal) return { family: 'refusal', code: thrown.code, message };
  if (thrown instanceof Fault) return { family: 'fault', code: thrown.code, message, hint: thrown.hint };
  return { family: 'unexpected', message };
}

/** The other end of `carry`. */
export function revive(error: CarriedError): Error {
  if (error.family === 'refusal') return new Refusal(error.code, error.message);
  if (error.family === 'fault') return new Fault(error.code, error.message, error.hint);
  return new Error(error.message);
}
