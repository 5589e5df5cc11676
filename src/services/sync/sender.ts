/** Sends what is due to the owner's bucket, one object at a time, for as long as the hub runs. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.js';
import { messageOf, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
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

/** Running sync of the hub to the owner's bucket. */
export interface Sender {
  status(): SyncStatus;
  /** There may be something to send. */
  wake(): void;
  /** Resolves when all is sent, or when sending has to wait. */
  settled(): Promise<void>;
  /** Ends after what is under way, which `Bucket`'s own signal cuts short. */
  stop(): Promise<void>;
}

/** Setting that holds the hub's corner of the bucket. */
export const HUB_SETTING = 'sync hub';

/** Photos looked at before the event loop has its turn. */
const STRIDE = 200;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** Starts to send what is due to the owner's bucket, one object at a time, for as long as the hub runs. */
export function startSender(parts: SenderParts): Sender {
  const { store, clock, log, scope } = parts;
  const sending = new Sending(parts);
  let trouble: SyncStatus['trouble'] = null;
  let failures = 0;
  let again = false;
  let stopped = false;
  let running: Promise<void> | null = null;
  let cancelRetry = () => {};

  function failed(error: unknown): void {
    const pause = pauseAfter(failures++);
    const code = error instanceof Refusal ? error.code : 'sync-failed';
    const since = trouble?.since ?? clock.now();
    if (trouble?.code !== code) log.warn({ code, reason: messageOf(error) }, 'nothing reaches the storage');
    trouble = { code, message: messageOf(error), since, nextTryAt: clock.now() + pause };
    cancelRetry = clock.after(pause, start);
  }

  async function passes(): Promise<void> {
    do {
      again = false;
      await sending.pass(() => stopped);
    } while (again && !stopped);
    if (trouble) log.info('the storage takes photos again');
    trouble = null;
    failures = 0;
  }

  function start(): void {
    if (stopped || running) return;
    running = passes()
      .catch((error: unknown) => (stopped ? undefined : failed(error)))
      .finally(() => {
        running = null;
        if (again && !trouble) start();
      });
  }

  start();
  return {
    status: () => ({ scope, ...store.syncCounts(scope), trouble }),
    wake() {
      again = true;
      if (!trouble) start();
    },
    settled: async () => {
      while (running) await running;
    },
    async stop() {
      stopped = true;
      cancelRetry();
      sending.interrupt();
      await running;
    },
  };
}

/** 5 s, 10, 20, ... at most a quarter of an hour, each with a random part of up to a quarter. */
export function pauseAfter(failures: number, random: () => number = Math.random): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 20), LONGEST_PAUSE_MS);
  return Math.round(pause * (1 + random() / 4));
}

class Sending {
  readonly #parts: SenderParts;
  readonly #pace: Pace;
  #interrupt = () => {};

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#pace = new Pace(parts.clock, parts.bytesPerSecond);
  }

  interrupt(): void {
    this.#interrupt();
  }

  /** Everything that is due now: people and cameras, what is to be removed, then photos from the newest to the oldest. */
  async pass(stopped: () => boolean): Promise<void> {
    const { store, scope } = this.#parts;
    const hub = await this.#hub();
    const home = store.homeUpload();
    if (home) await this.#send(hub, home, stopped);
    await this.#remove(stopped);
    for (let below: number | null = Number.MAX_SAFE_INTEGER; below !== null && !stopped(); ) {
      const { upload, next } = store.uploadBelow(below, scope, STRIDE);
      below = upload && (await this.#send(hub, upload, stopped)) ? (next ?? 0) + 1 : next;
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

  async #remove(stopped: () => boolean): Promise<void> {
    const { store, bucket, removals } = this.#parts;
    for (let key = store.removalDue(removals); key && !stopped(); key = store.removalDue(removals)) {
      await bucket.remove(key);
      await store.finishRemoval(key);
    }
  }

  /** False when it has changed or gone meanwhile: what it is now is found again. */
  async #send(hub: string, upload: Upload, stopped: () => boolean): Promise<boolean> {
    const { store, bucket, recipient } = this.#parts;
    if (await this.#hasArrived(upload)) return true;
    const syncObject = store.syncObject(upload);
    if (!syncObject) return false;
    const sealed = await seal(recipient, encodeSyncObject(syncObject));
    const md5 = createHash('md5').update(sealed).digest('hex');
    const key = upload.key ?? newObjectName(hub, upload.kind);
    await this.#wait(this.#pace.book(sealed.length));
    if (stopped()) return false;
    await store.beginUpload({ ...upload, key }, { md5, bytes: sealed.length });
    await bucket.put(key, sealed, md5);
    await store.finishUpload(key);
    return true;
  }

  /** The hub may have stopped between the server's answer and its own note of it. */
  async #hasArrived({ key, begun }: Upload): Promise<boolean> {
    if (key === null || begun === null) return false;
    const there = await this.#parts.bucket.look(key);
    if (there?.md5 !== begun.md5) return false;
    await this.#parts.store.finishUpload(key);
    return true;
  }

  #wait(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#parts.clock.after(ms, resolve);
      this.#interrupt = () => {
        cancel();
        resolve();
      };
    });
  }
}
