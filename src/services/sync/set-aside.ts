import type { HealthIssue } from '../../core/errors.js';
import type { FailureRecord } from '../../core/failure.js';
import type { Upload } from '../../store/outbox.js';

/** An object that could not be made ready to be sent, with the reason. */
export interface SetAside extends Pick<Upload, 'kind' | 'subject' | 'parent' | 'mark'>, FailureRecord {
  /** Time of the first failure in a row, wall clock in milliseconds. */
  since: number;
  retryAt: number;
}

/** Milliseconds after which an object that was set aside is tried again; a change of it comes first. */
export const RETRY_MS = 60 * 60_000;
/** Most objects that are known to be set aside; one beyond them takes the place of the oldest, which is tried again. */
const MOST = 1000;

/** Photos that a health issue names before it counts the others. */
const MOST_NAMED = 5;

type Piece = Pick<Upload, 'kind' | 'subject' | 'parent' | 'mark'>;

/**
 * Objects that are passed over because they cannot be read or encrypted, so that the others go on. Kept in memory:
 * after a start each is tried once, and found again.
 */
export class SetAsides {
  readonly #held = new Map<string, SetAside>();

  /** Sets an object aside until an hour from `now`. */
  hold({ kind, subject, parent, mark }: Piece, failure: FailureRecord, now: number): void {
    const key = keyOf({ kind, subject });
    const since = this.#held.get(key)?.since ?? now;
    this.#held.delete(key);
    this.#held.set(key, { kind, subject, parent, mark, ...failure, since, retryAt: now + RETRY_MS });
    const [oldest] = this.#held.keys();
    if (this.#held.size > MOST && oldest !== undefined) this.#held.delete(oldest);
  }

  /** True while an object of this very state is to be passed over. */
  holds({ kind, subject, mark }: Piece, now: number): boolean {
    const held = this.#held.get(keyOf({ kind, subject }));
    return held !== undefined && held.mark === mark && now < held.retryAt;
  }

  /** Ids of the losing frames that are to be passed over. */
  frames(now: number): number[] {
    return this.list()
      .filter(({ kind, retryAt }) => kind === 'frame' && now < retryAt)
      .map(({ subject }) => subject);
  }

  /** Forgets an object that was sent. */
  release({ kind, subject }: Pick<Piece, 'kind' | 'subject'>): void {
    this.#held.delete(keyOf({ kind, subject }));
  }

  /** Forgets what could have been tried in a whole look at the store that began at `began`, and was not found there. */
  prune(began: number): void {
    for (const [key, { retryAt }] of this.#held) if (retryAt <= began) this.#held.delete(key);
  }

  list(): SetAside[] {
    return [...this.#held.values()];
  }

  /** Milliseconds from `now` until the first of them is tried again; null when there is none. */
  nextIn(now: number): number | null {
    const times = this.list().map(({ retryAt }) => retryAt);
    return times.length === 0 ? null : Math.max(0, Math.min(...times) - now);
  }
}

const keyOf = ({ kind, subject }: Pick<Piece, 'kind' | 'subject'>) => `${kind}/${subject}`;

/** Health issue about everything that is set aside, with the reason of the first; none where there is nothing. */
export function issuesOfAsides(asides: readonly SetAside[]): HealthIssue[] {
  const [first] = asides;
  if (!first) return [];
  const names = asides.map(({ kind, subject, parent }) =>
    kind === 'house' ? 'people and cameras' : `photo ${kind === 'frame' ? parent : subject}`,
  );
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, MOST_NAMED).join(', ');
  const more = distinct.length > MOST_NAMED ? ` and ${distinct.length - MOST_NAMED} more` : '';
  const since = Math.min(...asides.map((aside) => aside.since));
  const reason = `${first.reason}: ${first.detail}`;
  return [
    {
      code: 'sync-set-aside',
      since,
      text: `not sent to your storage, and tried again every hour: ${shown}${more} (${reason})`,
    },
  ];
}
