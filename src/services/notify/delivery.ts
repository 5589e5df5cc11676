/** Delivers what is queued: each thing once to its target, again after a failure, until it is too old. */
import { backoffMs } from '../../core/backoff.js';
import type { Clock } from '../../core/clock.js';
import { type HealthIssue, messageOf, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { Notices } from '../../store/notices.js';
import type { Target } from './target.js';
import { TargetWatch } from './target-watch.js';

/** One thing to tell in one place. */
export interface Queued {
  id: number;
  target: string;
  at: number;
  /** Failed tries. */
  attempts: number;
}

/** A queue in the database, and how what is in it is told. */
export interface DeliveryQueue<Item extends Queued> {
  /** What the log calls it. */
  what: string;
  /** Age in ms, and failed tries, from which on nobody wants to hear of it any more. */
  tooOldMs: number;
  mostTries: number;
  due(now: number): Item | null;
  settle(id: number): Promise<void>;
  postpone(id: number, nextTryAt: number): Promise<void>;
  /** How to tell a target of it; null when there is nothing to tell any more. Rejects as `Target.tell` does. */
  telling(item: Item): ((target: Target, signal: AbortSignal) => Promise<void>) | null;
}

/** Collaborators of the delivery to all targets. */
export interface DeliveryParts {
  store: Pick<Notices, 'dropPushSubscription'>;
  /** Targets that are to be told now. */
  targets: () => Target[];
  clock: Clock;
  log: Logger;
}

const RETRY = { firstMs: 15_000, maxMs: 60 * 60_000, jitter: 0 };
const REQUEST_TIMEOUT_MS = 20_000;

/** Tells targets what is due, and remembers which of them cannot be told. */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #watch = new TargetWatch();

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Targets that have not been reached for a while, or refuse what they are told. */
  issues(): HealthIssue[] {
    const { targets, clock } = this.#parts;
    const names = targets().map(({ name }) => name);
    return this.#watch.issues(names, clock.now());
  }

  /** Tells all that is due. A store that fails is the hub's affair, and is thrown on. */
  async deliver<Item extends Queued>(queue: DeliveryQueue<Item>, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    for (let item = queue.due(clock.now()); item; item = queue.due(clock.now())) {
      if (signal.aborted) return;
      await this.#tell(queue, item, signal);
    }
  }

  /** A target that fails is its own affair. */
  async #tell<Item extends Queued>(queue: DeliveryQueue<Item>, item: Item, stop: AbortSignal): Promise<void> {
    const { targets, clock, log } = this.#parts;
    const target = targets().find(({ name }) => name === item.target);
    const telling = queue.telling(item);
    const late = clock.now() - item.at > queue.tooOldMs || item.attempts >= queue.mostTries;
    if (!telling || !target || late) return queue.settle(item.id);
    try {
      await telling(target, AbortSignal.any([stop, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]));
    } catch (error) {
      if (stop.aborted) return;
      log.warn({ target: item.target, reason: messageOf(error) }, `notify: delivering ${queue.what} failed`);
      this.#watch.noteFailed(item.target, error, clock.now());
      return this.#giveUpOrWait(queue, item, error);
    }
    this.#watch.noteTold(item.target);
    await queue.settle(item.id);
  }

  async #giveUpOrWait<Item extends Queued>(
    queue: DeliveryQueue<Item>,
    item: Item,
    error: unknown,
  ): Promise<void> {
    const { store, clock } = this.#parts;
    const code = error instanceof Refusal ? error.code : '';
    if (code === 'notify-gone') await store.dropPushSubscription(Number(item.target.split('/')[1]));
    if (code !== '') return queue.settle(item.id);
    await queue.postpone(item.id, clock.now() + backoffMs(item.attempts + 1, RETRY));
  }
}
