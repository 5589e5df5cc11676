import type { StreamFailure } from '../../core/codes.js';
import { Refusal } from '../../core/errors.js';

/** Refusal by which reading a camera by address ends: one code and one sentence for a person. */
export function streamRefusal(code: StreamFailure, sentence: string, cause?: unknown): Refusal {
  return new Refusal(code, sentence, { cause });
}
