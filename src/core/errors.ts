/**
 * What can go wrong, in two families.
 *
 * A `Refusal` is somebody else's mistake (a request, a frame, a setting) that has a stable, countable name; it
 * is answered, counted and survived. A `Fault` is ours or the machine's: the one line an installer reads, with
 * the cause chained. Neither ever carries a secret or photo bytes.
 */

import type { FaultCode, RefusalCode } from './codes.js';

/** Bad input with a stable name; `message` is for people. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The hub or the machine cannot do what it should. `hint` says what a person can do about it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly hint: string;

  constructor(code: FaultCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** Something that keeps the hub from doing its whole job, now. */
export interface HealthIssue {
  /** Kebab-case, never changes. */
  code: string;
  /** Id of the one thing that it is about, where there may be several; the text may then change with its numbers. */
  about?: string;
  /** Wall time in ms at which it began, where that is known. */
  since?: number;
  /** One sentence for a person: what is wrong and, where it helps, what to do. */
  text: string;
}

/** The text of anything thrown, for a log line or a stored reason. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
