/** Messages between the hub and the radio process. */
import type { FoundCamera } from './contract.js';
import { type RadioCode, RadioError } from './failure.js';

/** Calls of the radio process. A `RadioError` is one of its answers: it says nothing against the process. */
export interface RadioCalls {
  scan: { request: undefined; response: RadioAnswer<void> };
  connect: { request: string; response: RadioAnswer<string[]> };
  exchange: { request: { endpoint: string; message: Uint8Array }; response: RadioAnswer<Uint8Array> };
  disconnect: { request: undefined; response: RadioAnswer<void> };
}

/** Result of something that the radio was asked, or why it was not done. */
export type RadioAnswer<T> = { result: T } | { code: RadioCode; message: string };

/** News of the radio process: a camera that was found, or the loss of the connection. */
export type RadioEvent = { kind: 'found'; camera: FoundCamera } | { kind: 'dropped' };

/** Answer that `work` ends with. What is no `RadioError` is thrown on. */
export async function answerOf<T>(work: Promise<T>): Promise<RadioAnswer<T>> {
  try {
    return { result: await work };
  } catch (error) {
    if (error instanceof RadioError) return { code: error.code, message: error.message };
    throw error;
  }
}

/**
 * Result in an answer of the radio process.
 * @throws {RadioError} when it is an error.
 */
export function resultOf<T>(answer: RadioAnswer<T>): T {
  if ('result' in answer) return answer.result;
  throw new RadioError(answer.code, answer.message);
}
