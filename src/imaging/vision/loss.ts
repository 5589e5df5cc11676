import { Fault, Refusal } from '../../core/errors.js';

/**
 * Cause of the end of a process without an answer. `vision-crashed`: it ended itself. `vision-timeout`: it was killed
 * because its work took too long. `vision-ended`: somebody else ended it, or the machine kept it from its work.
 */
export type LossCode = 'vision-crashed' | 'vision-timeout' | 'vision-ended';

/** Error of a task whose process is gone without an answer: a failure of the picture, or of the machine. */
export type Loss = (Refusal | Fault) & { code: LossCode };

const LOSSES: ReadonlySet<string> = new Set<LossCode>(['vision-crashed', 'vision-timeout', 'vision-ended']);

/** Error that says how a process was lost; `detail` is a sentence with its last words. */
export function lossOf(code: LossCode, detail: string): Loss {
  if (code === 'vision-ended')
    return new Fault(
      code,
      `the vision process was ended from outside, or kept from its work: ${detail}`,
      'It is tried again. When it happens often, the machine has too little memory or too much to do: dmesg, free, top.',
    ) as Loss;
  const what = code === 'vision-crashed' ? 'took the vision process down' : 'takes too long';
  return new Refusal(code, `the image ${what}: ${detail}`) as Loss;
}

/** True for the error of a task whose process is lost; any other error is the answer of a process that goes on. */
export function isLoss(error: unknown): error is Loss {
  return (error instanceof Refusal || error instanceof Fault) && LOSSES.has(error.code);
}
