import { type HealthIssue, messageOf, Refusal } from '../../core/errors.js';

/** Failures of one target in a row. */
interface Failures {
  /** Wall time of the first, in ms. */
  since: number;
  reason: string;
  /** The target answered, and will not take it. */
  refused: boolean;
}

/** A line that is down for a few minutes is no issue: the notifier asks again by itself. */
const REPORT_AFTER_MS = 15 * 60_000;

const ADVICE: Record<string, string> = {
  ntfy: 'check PETCAM_NOTIFY_NTFY_URL and PETCAM_NOTIFY_NTFY_TOKEN_FILE, and the log of the ntfy server',
  webhook: 'check PETCAM_NOTIFY_WEBHOOK_URL, and the log of what listens there',
  push: 'look at the internet connection of the hub; if it is well, switch the notifications of that phone off and on',
};

/** Memory of the targets that have not been reached since they failed first. */
export class TargetWatch {
  readonly #failing = new Map<string, Failures>();

  noteTold(target: string): void {
    this.#failing.delete(target);
  }

  /** Notes a failure at `now`, wall time in ms. */
  noteFailed(target: string, error: unknown, now: number): void {
    const since = this.#failing.get(target)?.since ?? now;
    const refused = error instanceof Refusal;
    this.#failing.set(target, { since, reason: messageOf(error), refused });
  }

  /** Forgets the targets that are not among `targets`. Gives the issues of the others at `now`. */
  issues(targets: readonly string[], now: number): HealthIssue[] {
    for (const target of this.#failing.keys()) if (!targets.includes(target)) this.#failing.delete(target);
    return [...this.#failing]
      .filter(([, { refused, since }]) => refused || now - since >= REPORT_AFTER_MS)
      .map(([target, failures]) => issueOf(target, failures));
  }
}

function issueOf(target: string, { since, reason }: Failures): HealthIssue {
  const [kind = ''] = target.split('/');
  const where = kind === 'push' ? 'a browser' : target;
  const text = `visits of pets are not told to ${where} (${reason}): ${ADVICE[kind]}`;
  return { code: 'notify-failing', about: target, since, text };
}
