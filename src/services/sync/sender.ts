/** Sends what is due to the owner's bucket, one object at a time, for as long as the hub runs. */
import { Backoff } from '../../core/backoff.js';
import { messageOf, Refusal } from '../../core/errors.js';
import { Worker } from '../../core/worker.js';
import type { SyncScope } from '../../store/outbox.js';
import { listInForce } from './list-keeper.js';
import { Sending, type SendingParts } from './sending.js';
import type { SetAside } from './set-aside.js';

/** State of the sync for health and API. */
export interface SyncStatus {
  scope: SyncScope;
  sent: number;
  sentBytes: number;
  /** Photos that wait. */
  waiting: number;
  /** Photos that are passed over because they, or losing frames of them, cannot be read or encrypted. */
  aside: number;
  /** Newest signed list of what is there, and its signer; null before the first. */
  list: { number: number; at: number; signer: string } | null;
  /** Why nothing is sent at present, since when; null when all is well. */
  trouble: { code: string; message: string; since: number; nextTryAt: number } | null;
}

/** Waits of 5 s, 10, 20, ... at most a quarter of an hour, each with a random part of up to a quarter. */
export const PAUSES = { firstMs: 5_000, maxMs: 15 * 60_000, jitter: 0.25 };

/** Sender of what is due to the owner's bucket, one object at a time, that goes on for as long as the hub runs. A wake-up shortens no wait: it says nothing of the storage. */
export class Sender {
  readonly #parts: SendingParts;
  readonly #sending: Sending;
  readonly #worker: Worker;
  /** Code of the failure that was logged last; null when all is well. */
  #failing: string | null = null;

  constructor(parts: SendingParts) {
    const { clock, log } = parts;
    this.#parts = parts;
    this.#sending = new Sending(parts);
    this.#worker = new Worker({
      step: (signal) => this.#sending.pass(signal),
      backoff: new Backoff(PAUSES),
      wakeEndsPause: false,
      clock,
      onFailure: (error) => this.#fail(error),
      onRecover: () => {
        this.#failing = null;
        log.info('sync: upload succeeds again');
      },
    });
  }

  start(): void {
    this.#worker.start();
  }

  /** Says that there may be something to send. */
  wake(): void {
    this.#worker.wake();
  }

  status(): SyncStatus {
    const { store, scope } = this.#parts;
    const photos = this.asides().filter(({ kind }) => kind !== 'house');
    const aside = new Set(photos.map(({ kind, subject, parent }) => (kind === 'frame' ? parent : subject)));
    const counts = { scope, ...store.syncCounts(scope), aside: aside.size, list: listInForce(store) };
    const pause = this.#worker.pause();
    if (!pause) return { ...counts, trouble: null };
    const { error, since, nextTryAt } = pause;
    return { ...counts, trouble: { code: codeOf(error), message: messageOf(error), since, nextTryAt } };
  }

  /** Objects that cannot be sent as they are; each is tried again within the hour. */
  asides(): SetAside[] {
    return this.#sending.asides();
  }

  /** Resolves when all is sent, or when sending has to wait. */
  settled(): Promise<void> {
    return this.#worker.idle();
  }

  /** Ends after what is under way, which `Bucket`'s own signal cuts short. */
  stop(): Promise<void> {
    return this.#worker.stop();
  }

  #fail(error: unknown): void {
    const code = codeOf(error);
    if (code !== this.#failing)
      this.#parts.log.warn({ code, reason: messageOf(error) }, 'sync: upload failed');
    this.#failing = code;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Refusal ? error.code : 'sync-failed';
}
