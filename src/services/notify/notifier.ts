/** Tells of visits: decides from what was committed, and delivers until it has arrived or is too old. */
import { Backoff, backoffMs } from '../../core/backoff.js';
import type { Clock } from '../../core/clock.js';
import { type HealthIssue, messageOf, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { type StepOutcome, Worker } from '../../core/worker.js';
import type { Cameras, EventLog, Gallery } from '../../store/contract.js';
import type { Notice, Notices } from '../../store/notices.js';
import type { Pets } from '../../store/pets.js';
import type { PhotoRow } from '../../store/types.js';
import type { Visit } from './message.js';
import type { Target } from './target.js';
import { TargetWatch } from './target-watch.js';
import { startsVisit } from './visit.js';

/** Collaborators of the notifier: store, targets, quiet hours. */
export interface NotifierParts {
  store: Notices &
    Pick<EventLog, 'eventsSince' | 'lastEventId' | 'onEvents'> &
    Pick<Gallery, 'photo' | 'photos' | 'image'> &
    Pick<Pets, 'pets'> &
    Pick<Cameras, 'camera'>;
  /** Targets that are to be told now. */
  targets: () => Target[];
  isQuiet: (now: number) => boolean;
  /** A pet that comes back sooner than this is still visiting. */
  visitGapMs: number;
  /** Page of a photo. */
  urlOf: (photo: number) => string;
  clock: Clock;
  log: Logger;
}

/** Nobody wants to hear of a visit that was an hour ago. */
const TOO_OLD_MS = 60 * 60_000;
const MOST_TRIES = 6;
const RETRY = { firstMs: 15_000, maxMs: TOO_OLD_MS, jitter: 0 };
/** Waits after a failure of the store, after which it is looked again. */
const LOOK_AGAIN = { firstMs: 60_000, maxMs: 60_000, jitter: 0 };
const SHORTEST_WAIT_MS = 1000;
const REQUEST_TIMEOUT_MS = 20_000;
const PAGE = 200;

/** Tells targets of visits: decides from committed events, and delivers until it has arrived or is too old. */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #worker: Worker;
  readonly #watch = new TargetWatch();
  #unsubscribe = () => {};

  constructor(parts: NotifierParts) {
    const { clock, log } = parts;
    this.#parts = parts;
    this.#worker = new Worker({
      step: (signal) => this.#step(signal),
      backoff: new Backoff(LOOK_AGAIN),
      wakeEndsPause: true,
      clock,
      onFailure: (error, waitMs) =>
        log.error({ err: error, retryMs: waitMs }, 'notify: deciding on visits failed, trying again'),
    });
  }

  start(): void {
    this.#unsubscribe = this.#parts.store.onEvents((events) => {
      if (events.some(({ type }) => type === 'photo.new')) this.#worker.wake();
    });
    this.#worker.start();
  }

  /** Resolves when nothing can be told at present. */
  settled(): Promise<void> {
    return this.#worker.idle();
  }

  /** Targets that have not been reached for a while, or refuse what they are told. */
  issues(): HealthIssue[] {
    const { targets, clock } = this.#parts;
    const names = targets().map(({ name }) => name);
    return this.#watch.issues(names, clock.now());
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.#worker.stop();
  }

  async #step(signal: AbortSignal): Promise<StepOutcome> {
    await this.#decide();
    await this.#deliver(signal);
    const { store, clock } = this.#parts;
    const next = store.nextNoticeAt();
    return next === null ? 'idle' : { afterMs: Math.max(next - clock.now(), SHORTEST_WAIT_MS) };
  }

  /** A hub that has just learnt to tell begins with the next photo. */
  async #decide(): Promise<void> {
    const { store } = this.#parts;
    let from = store.noticedUpTo();
    if (from === null) return store.queueNotices(store.lastEventId(), []);
    for (let events = store.eventsSince(from, PAGE); events.length > 0; ) {
      const ids = events.flatMap(({ type, data }) => (type === 'photo.new' ? [data.photoId] : []));
      from = events.at(-1)?.id ?? from;
      await store.queueNotices(from, this.#noticesOf(ids));
      events = store.eventsSince(from, PAGE);
    }
  }

  #noticesOf(photoIds: number[]): { photoId: number; target: string }[] {
    const { targets, isQuiet, clock } = this.#parts;
    if (isQuiet(clock.now())) return [];
    const visits = photoIds.filter((id) => this.#isVisit(id));
    return visits.flatMap((photoId) => targets().map(({ name }) => ({ photoId, target: name })));
  }

  #isVisit(photoId: number): boolean {
    const { store, visitGapMs, clock } = this.#parts;
    const photo = store.photo(photoId);
    if (!photo?.pet || clock.now() - photo.takenAt > TOO_OLD_MS) return false;
    const after = { takenAt: photo.takenAt, id: photo.id };
    const [previous] = store.photos({ cameras: [photo.camera], pet: 'any', limit: 1, after });
    return startsVisit(previous?.takenAt ?? null, photo.takenAt, visitGapMs);
  }

  async #deliver(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#parts;
    for (let notice = store.dueNotice(clock.now()); notice; notice = store.dueNotice(clock.now())) {
      if (signal.aborted) return;
      await this.#tell(notice, signal);
    }
  }

  /** A target that fails is its own affair; a store that fails is the hub's, and is thrown on. */
  async #tell(notice: Notice, stop: AbortSignal): Promise<void> {
    const { store, targets, clock, log } = this.#parts;
    const photo = store.photo(notice.photoId);
    const target = targets().find(({ name }) => name === notice.target);
    const late = clock.now() - notice.at > TOO_OLD_MS || notice.attempts >= MOST_TRIES;
    if (!photo || !target || late) return store.settleNotice(notice.id);
    const [visit, thumbnail] = [this.#visitOf(photo), store.image(photo.id, 'thumb')];
    try {
      await target.tell(visit, thumbnail, AbortSignal.any([stop, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]));
    } catch (error) {
      if (stop.aborted) return;
      log.warn({ target: notice.target, reason: messageOf(error) }, 'notify: delivering a visit failed');
      this.#watch.noteFailed(notice.target, error, clock.now());
      return this.#giveUpOrWait(notice, error);
    }
    this.#watch.noteTold(notice.target);
    await store.settleNotice(notice.id);
  }

  async #giveUpOrWait(notice: Notice, error: unknown): Promise<void> {
    const { store, clock } = this.#parts;
    const code = error instanceof Refusal ? error.code : '';
    if (code === 'notify-gone') await store.dropPushSubscription(Number(notice.target.split('/')[1]));
    if (code !== '') return store.settleNotice(notice.id);
    await store.postponeNotice(notice.id, clock.now() + backoffMs(notice.attempts + 1, RETRY));
  }

  #visitOf({ id, camera, pet: kind, pets, takenAt }: PhotoRow): Visit {
    const { store, urlOf } = this.#parts;
    const cameraName = store.camera(camera)?.name ?? camera;
    const pet = kind === 'other' ? null : kind;
    const here = store.pets().filter((one) => pets.includes(one.id));
    const names = here.map(({ name }) => name);
    return { photo: id, camera, cameraName, pet, names, takenAt, url: urlOf(id) };
  }
}
