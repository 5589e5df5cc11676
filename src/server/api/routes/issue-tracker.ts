import type { Clock } from '../../../core/clock.js';
import type { HealthIssue } from '../../../core/errors.js';

/** A trouble with the time since which it is known. */
export interface TimedIssue extends HealthIssue {
  /** Wall time in ms. */
  since: number;
}

/** Remembers since when each trouble is there; one that goes and comes back is a new one. */
export class IssueTracker {
  readonly #clock: Pick<Clock, 'now'>;
  #known = new Map<string, number>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** The troubles of now, each with its beginning as far as somebody has looked. */
  look(troubles: readonly HealthIssue[]): TimedIssue[] {
    const now = this.#clock.now();
    const known = new Map<string, number>();
    const causes = troubles.map((trouble) => {
      const name = `${trouble.code} ${trouble.about ?? trouble.text}`;
      const since = this.#known.get(name) ?? now;
      known.set(name, since);
      return { ...trouble, since };
    });
    this.#known = known;
    return causes;
  }
}
