/** What the hub and the radio process say to each other. */
import type { FoundCamera } from './contract.js';
import { type RadioCode, RadioError } from './failure.js';

export type RadioRequest =
  | { kind: 'scan' }
  | { kind: 'connect'; device: string }
  | { kind: 'exchange'; endpoint: string; message: Uint8Array }
  | { kind: 'disconnect' };

/** What each request resolves with. */
export interface RadioAnswers {
  scan: undefined;
  connect: string[];
  exchange: Uint8Array;
  disconnect: undefined;
}

export type ToRadio = { id: number; request: RadioRequest } | 'end';

export type FromRadio =
  | { kind: 'done'; id: number; answer: RadioAnswers[keyof RadioAnswers] }
  | { kind: 'failed'; id: number; code: RadioCode; message: string }
  | { kind: 'found'; camera: FoundCamera }
  | { kind: 'dropped' };

/** Errors do not travel between processes as they are. */
export function carried(error: unknown): { code: RadioCode; message: string } {
  if (error instanceof RadioError) return { code: error.code, message: error.message };
  return {
    code: 'radio-failed',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}
