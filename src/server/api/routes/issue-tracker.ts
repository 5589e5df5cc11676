import type { Clock } from '../../../core/clock.js';
import type { HealthIssue } from '../../../core/errors.js';

/** A health issue with the time since which it is known. */
export interface TimedIssue extends HealthIssue {
  /** Wall time in ms. */
  since: number;
}

/** Remembers since when each issue is there; one that goes and comes back is a new one. */
export class IssueTracker {
  readonly #clock: Pick<Clock, 'now'>;
  #known = new Map<string, number>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** The issues of now, each with its beginning as far as somebody has looked. */
  look(issues: readonly HealthIssue[]): TimedIssue[] {
    const now = this.#clock.now();
    const known = new Map<string, number>();
    const timed = issues.map((issue) => {
      const name = `${issue.code} ${issue.about ?? issue.text}`;
      const since = issue.since ?? this.#known.get(name) ?? now;
      known.set(name, since);
      return { ...issue, since };
    });
    this.#known = known;
    return timed;
  }
}
