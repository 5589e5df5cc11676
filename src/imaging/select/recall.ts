import type { Examiner } from './cascade.js';

/** One answer that an examiner gave about a frame, and the question with everything that the answer depends on. */
export interface FrameLook {
  question: string;
  answer: unknown;
}

/** Answers that were given before, by the frame's index. */
export type KnownLooks = ReadonlyMap<number, readonly FrameLook[]>;

/** Answers of earlier tries, and where new ones go. */
export interface Recall {
  known: KnownLooks;
  /** Name of the program and the models that answer now; what others answered is not taken up. */
  basis: string;
  /** Told each new answer, and waited for. */
  keep: (index: number, look: FrameLook) => Promise<void>;
}

/**
 * An examiner that answers what is `known` and asks `examiner` the rest, so that examining a burst again takes the same
 * steps and gives the same result wherever the first try ended. After an update everything is asked anew: measurements
 * of two versions do not compare. First looks are always made: they cost little, and find out whether the frame can
 * still be used.
 */
export function recalling(examiner: Examiner, { known, basis, keep }: Recall): Examiner {
  async function recall<T>(index: number, what: string, ask: () => Promise<T | null>): Promise<T | null> {
    const question = `${basis} ${what}`;
    const look = known.get(index)?.find((one) => one.question === question);
    if (look) return look.answer as T;
    const answer = await ask();
    if (answer !== null) await keep(index, { question, answer });
    return answer;
  }

  return {
    coarseStats: (index) => examiner.coarseStats(index),
    detect: (index) => recall(index, 'sight', () => examiner.detect(index)),
    analyse: (index, box) =>
      recall(index, `analyse ${JSON.stringify(box)}`, () => examiner.analyse(index, box)),
  };
}
