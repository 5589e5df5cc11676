/**
 * Spreads the calls of one page (the generic cell rate algorithm), so that a quick hand stays below what the hub
 * allows one client: 10 calls a second, 40 at once. Some are left for other tabs, for a page that is loaded again, and
 * for refreshing the session.
 */
export class Pace {
  readonly #everyMs: number;
  readonly #slackMs: number;
  #due = 0;

  constructor(perSecond: number, atOnce: number) {
    this.#everyMs = 1000 / perSecond;
    this.#slackMs = (atOnce - 1) * this.#everyMs;
  }

  /** Books the next call; how many milliseconds after `now` (on a clock that never goes back) it may go. */
  book(now: number): number {
    const due = Math.max(this.#due, now);
    this.#due = due + this.#everyMs;
    return Math.max(0, due - this.#slackMs - now);
  }
}
