/** What a test expects of bad input: a named refusal, and no other kind of throw. */
import { Refusal } from '../../src/core/errors.js';

/** The code of the `Refusal` that `run` throws; `accepted` when it throws none. Anything else thrown escapes. */
export function refusalOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code;
    throw thrown;
  }
}
