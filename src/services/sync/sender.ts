/** Sends what is due to the owner's bucket, one object at a time, for as long as the hub runs. */
import { createHash } from 'node:crypto';
import { Backoff } from '../../core/backoff.js';
import type { Clock } from '../../core/clock.js';
import { messageOf, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { Worker } from '../../core/worker.js';
import type { Accounts } from '../../store/contract.js';
import type { Outbox, SyncRemovals, SyncScope, Upload } from '../../store/outbox.js';
import type { Bucket } from './bucket.js';
import { seal } from './envelope.js';
import { newHubName, newObjectName } from './names.js';
import { Pace } from './pace.js';
import { encodeSyncObject } from './sync-object.js';

/** Collaborators of the sender: store, bucket, recipient, scope and pace. */
export interface SenderParts {
  store: Outbox & Pick<Accounts, 'setting' | 'setSetting'>;
  bucket: Bucket;
  /** `age1...`; who holds its identity can read, nobody else. */
  recipient: string;
  scope: SyncScope;
  removals: SyncRemovals;
  /** 0 for no limit. */
  bytesPerSecond: number;
  clock: Clock;
  log: Logger;
}

/** State of the sync for health and API. */
export interface SyncStatus {
  scope: SyncScope;
  sent: number;
  sentBytes: number;
  /** Photos that wait. */
  waiting: number;
  /** Why nothing is sent at present, since when; null when all is well. */
  trouble: { code: string; message: string; since: number; nextTryAt: number } | null;
}

/** Setting that holds the hub's corner of the bucket. */
export const HUB_SETTING = 'sync hub';

/** Photos looked at before the event loop has its turn. */
const STRIDE = 200;
/** Waits of 5 s, 10, 20, ... at most a quarter of an hour, each with a random part of up to a quarter. */
export const PAUSES = { firstMs: 5_000, maxMs: 15 * 60_000, jitter: 0.25 };

/** Sender of what is due to the owner's bucket, one object at a time, that goes on for as long as the hub runs. A wake-up shortens no wait: it says nothing of the storage. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #worker: Worker;
  /** Code of the failure that was logged last; null when all is well. */
  #failing: string | null = null;

  constructor(parts: SenderParts) {
    const { clock, log } = parts;
    const sending = new Sending(parts);
    this.#parts = parts;
    this.#worker = new Worker({
      step: async (signal) => {
        await sending.pass(signal);
        return 'idle';
      },
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
    const pause = this.#worker.pause();
    if (!pause) return { scope, ...store.syncCounts(scope), trouble: null };
    const { error, since, nextTryAt } = pause;
    const trouble = { code: codeOf(error), message: messageOf(error), since, nextTryAt };
    return { scope, ...store.syncCounts(scope), trouble };
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

class Sending {
  readonly #parts: SenderParts;
  readonly #pace: Pace;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#pace = new Pace(parts.clock, parts.bytesPerSecond);
  }

  /** Everything that is due now: people and cameras, what is to be removed, then photos from the newest to the oldest. */
  async pass(signal: AbortSignal): Promise<void> {
    const { store, scope } = this.#parts;
    const hub = await this.#hub();
    const home = store.homeUpload();
    if (home) await this.#send(hub, home, signal);
    await this.#remove(signal);
    for (let below: number | null = Number.MAX_SAFE_INTEGER; below !== null && !signal.aborted; ) {
      const { upload, next } = store.uploadBelow(below, scope, STRIDE);
      below = upload && (await this.#send(hub, upload, signal)) ? (next ?? 0) + 1 : next;
      await new Promise(setImmediate);
    }
  }

  async #hub(): Promise<string> {
    const { store } = this.#parts;
    const known = store.setting(HUB_SETTING);
    if (known !== null) return known;
    const made = newHubName();
    await store.setSetting(HUB_SETTING, made);
    return made;
  }

  async #remove(signal: AbortSignal): Promise<void> {
    const { store, bucket, removals } = this.#parts;
    for (let key = store.removalDue(removals); key && !signal.aborted; key = store.removalDue(removals)) {
      await bucket.remove(key);
      await store.finishRemoval(key);
    }
  }

  /** False when it has changed or gone meanwhile: what it is now is found again. */
  async #send(hub: string, upload: Upload, signal: AbortSignal): Promise<boolean> {
    const { store, bucket, recipient } = this.#parts;
    if (await this.#hasArrived(upload)) return true;
    const syncObject = store.syncObject(upload);
    if (!syncObject) return false;
    const sealed = await seal(recipient, encodeSyncObject(syncObject));
    const md5 = createHash('md5').update(sealed).digest('hex');
    const key = upload.key ?? newObjectName(hub, upload.kind);
    await this.#wait(this.#pace.book(sealed.length), signal);
    if (signal.aborted) return false;
    await store.beginUpload({ ...upload, key }, { md5, bytes: sealed.length });
    await bucket.put(key, sealed, md5);
    await store.finishUpload(key);
    return true;
  }

  /** The hub may have stopped between the server's answer and its own note of it. */
  async #hasArrived({ key, begun }: Upload): Promise<boolean> {
    if (key === null || begun === null) return false;
    // A storage whose marks are no MD5 is sent it once more, under the same name.
    if ((await this.#parts.bucket.etag(key)) !== begun.md5) return false;
    await this.#parts.store.finishUpload(key);
    return true;
  }

  /** Resolves after `ms`, or when `signal` aborts. */
  #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.#parts.clock.after(ms, end);
      signal.addEventListener('abort', end);
    });
  }
}
