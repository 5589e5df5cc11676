import type { Clock } from '../../../core/clock.js';
import { digest, newCode, plainCode } from './secrets.js';

/** Time in ms for which a code is good: as long as a phone takes from one address to the other. */
const GOOD_MS = 60_000;

/** Codes by which a sign-in moves to another address of the hub: one a session, used once, in memory alone. */
export class Moves {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #codes = new Map<number, { hash: string; userId: number; until: number }>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** A new code for a session; one of before ends. */
  begin(sessionId: number, userId: number): string {
    const now = this.#clock.monotonic();
    for (const [id, { until }] of this.#codes) if (until <= now) this.#codes.delete(id);
    const code = newCode();
    this.#codes.set(sessionId, { hash: digest(plainCode(code)), userId, until: now + GOOD_MS });
    return code;
  }

  /** Whose session the code is for, which is used up by that; null for one that is not, or not any more. */
  take(code: string): { sessionId: number; userId: number } | null {
    const hash = digest(plainCode(code));
    for (const [sessionId, begun] of this.#codes) {
      if (begun.hash !== hash) continue;
      this.#codes.delete(sessionId);
      return begun.until > this.#clock.monotonic() ? { sessionId, userId: begun.userId } : null;
    }
    return null;
  }
}
