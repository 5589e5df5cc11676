import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import { failureKind, recordOf } from '../../core/failure.js';
import type { Logger } from '../../core/log.js';
import type { StepOutcome } from '../../core/worker.js';
import type { Accounts } from '../../store/accounts.js';
import type { Outbox, SyncRemovals, SyncScope, Upload } from '../../store/outbox.js';
import type { Bucket } from './bucket.js';
import { seal } from './envelope.js';
import { ListKeeper } from './list-keeper.js';
import { newHubName, newObjectName } from './names.js';
import { Pace } from './pace.js';
import { type SetAside, SetAsides } from './set-aside.js';
import { encodeSyncObject } from './sync-object.js';

/** Collaborators of the sending: store, bucket, recipient, scope and pace. */
export interface SendingParts {
  store: Outbox & Pick<Accounts, 'setting' | 'setSetting' | 'secret'>;
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

/** Setting that holds the hub's corner of the bucket. */
export const HUB_SETTING = 'sync hub';

/** Objects that are sent before the list is written again; it has about 100 bytes for each. */
const MOST_UNLISTED = 100;

/** The list of what is there, among the objects that are put off. */
const LIST = 'list';

/** Photos looked at before the event loop has its turn. */
const STRIDE = 200;

/** People and cameras, before it is known in which state they are. */
const HOME = { kind: 'house', subject: 0, parent: 0, mark: '' } as const;

/** Failures of the bucket that may be about one object alone: the others go first. */
const ABOUT_ONE_OBJECT = new Set(['sync-damaged', 'sync-refused']);

/**
 * One look at everything that is due, object by object. One that cannot be read or encrypted is set aside with its
 * reason; one at which the hub or the storage failed comes last in the next look.
 */
export class Sending {
  readonly #parts: SendingParts;
  readonly #pace: Pace;
  readonly #asides = new SetAsides();
  readonly #putOff = new Set<string>();
  readonly #list: ListKeeper;
  /** Objects that were sent since the list was written. */
  #unlisted = 0;

  constructor(parts: SendingParts) {
    this.#parts = parts;
    this.#list = new ListKeeper(parts);
    this.#pace = new Pace(parts.clock, parts.bytesPerSecond);
  }

  /** Objects that cannot be sent as they are. */
  asides(): SetAside[] {
    return this.#asides.list();
  }

  /** Everything that is due now. Throws what keeps it from going on. */
  async pass(signal: AbortSignal): Promise<StepOutcome> {
    const { clock } = this.#parts;
    const began = clock.now();
    const hub = await this.#hub();
    await this.#sweep(hub, signal);
    if (this.#putOff.size > 0) {
      this.#putOff.clear();
      await this.#sweep(hub, signal);
    }
    if (signal.aborted) return 'idle';
    this.#asides.prune(began);
    const afterMs = this.#asides.nextIn(clock.now());
    return afterMs === null ? 'idle' : { afterMs };
  }

  /**
   * People and cameras, what is to be removed, then photos from the newest to the oldest. The list follows people and
   * cameras at once, comes before what is removed, and is never far behind the photos.
   */
  async #sweep(hub: string, signal: AbortSignal): Promise<void> {
    const { store, scope, clock } = this.#parts;
    await this.#sendHome(hub, signal);
    if (store.removalDue(this.#parts.removals) !== null) this.#list.note();
    await this.#keepList(hub);
    await this.#remove(signal);
    for (let below: number | null = Number.MAX_SAFE_INTEGER; below !== null && !signal.aborted; ) {
      const { upload, next } = store.uploadBelow(below, scope, STRIDE, this.#asides.frames(clock.now()));
      below = upload !== null && (await this.#try(hub, upload, signal)) ? next + 1 : next;
      if (this.#unlisted >= MOST_UNLISTED) await this.#keepList(hub);
      await new Promise(setImmediate);
    }
    if (!signal.aborted) await this.#keepList(hub);
  }

  /** A storage that takes everything but the list gets everything else. */
  async #keepList(hub: string): Promise<void> {
    this.#unlisted = 0;
    if (this.#putOff.has(LIST)) return;
    try {
      await this.#list.keep(hub);
    } catch (error) {
      if (isAboutOneObject(error)) this.#putOff.add(LIST);
      throw error;
    }
  }

  async #sendHome(hub: string, signal: AbortSignal): Promise<void> {
    const home = await this.#prepared(HOME, async () => this.#parts.store.homeUpload());
    if (home) await this.#try(hub, home, signal);
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

  /** True when there may be more to send of the photo: it was sent, or a losing frame of it was passed over. */
  async #try(hub: string, upload: Upload, signal: AbortSignal): Promise<boolean> {
    if (this.#putOff.has(keyOf(upload)) || this.#asides.holds(upload, this.#parts.clock.now())) return false;
    if (await this.#send(hub, upload, signal)) {
      this.#asides.release(upload);
      return true;
    }
    return upload.kind === 'frame' && this.#asides.holds(upload, this.#parts.clock.now());
  }

  /** False when it has changed or gone meanwhile, or is set aside: what it is now is found again. */
  async #send(hub: string, upload: Upload, signal: AbortSignal): Promise<boolean> {
    if (await this.#hasArrived(upload)) return true;
    const sealed = await this.#prepared(upload, () => this.#sealed(upload));
    if (!sealed) return false;
    const md5 = createHash('md5').update(sealed).digest('hex');
    const key = upload.key ?? newObjectName(hub, upload.kind);
    await this.#wait(this.#pace.book(sealed.length), signal);
    if (signal.aborted) return false;
    await this.#parts.store.beginUpload({ ...upload, key }, { md5, bytes: sealed.length });
    await this.#put(upload, key, sealed, md5);
    await this.#finish(key);
    return true;
  }

  async #put(upload: Upload, key: string, sealed: Buffer, md5: string): Promise<void> {
    try {
      await this.#parts.bucket.put(key, sealed, md5);
    } catch (error) {
      if (isAboutOneObject(error)) this.#putOff.add(keyOf(upload));
      throw error;
    }
  }

  async #sealed(upload: Upload): Promise<Buffer | null> {
    const { store, recipient } = this.#parts;
    const syncObject = store.syncObject(upload);
    return syncObject && seal(recipient, encodeSyncObject(syncObject, this.#list.next));
  }

  /** What `work` makes of an object; null when it cannot, and the object is set aside. Throws what is the hub's failure. */
  async #prepared<T>(piece: Omit<Upload, 'key' | 'begun'>, work: () => Promise<T | null>): Promise<T | null> {
    const { clock, log } = this.#parts;
    if (this.#putOff.has(keyOf(piece)) || this.#asides.holds(piece, clock.now())) return null;
    try {
      return await work();
    } catch (error) {
      if (failureKind(error) !== 'item') {
        this.#putOff.add(keyOf(piece));
        throw error;
      }
      const failure = recordOf(error);
      const { kind, subject } = piece;
      log.warn({ kind, subject, ...failure }, 'sync: setting an object aside');
      this.#asides.hold(piece, failure, clock.now());
      return null;
    }
  }

  /** The hub may have stopped between the server's answer and its own note of it. */
  async #hasArrived({ key, begun }: Upload): Promise<boolean> {
    if (key === null || begun === null) return false;
    // A storage whose marks are no MD5 is sent it once more, under the same name.
    if ((await this.#parts.bucket.etag(key)) !== begun.md5) return false;
    await this.#finish(key);
    return true;
  }

  async #finish(key: string): Promise<void> {
    await this.#parts.store.finishUpload(key);
    this.#unlisted += 1;
    this.#list.note();
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

const isAboutOneObject = (error: unknown) => error instanceof Refusal && ABOUT_ONE_OBJECT.has(error.code);

const keyOf = ({ kind, subject }: Pick<Upload, 'kind' | 'subject'>) => `${kind}/${subject}`;
