/** Tells of visits and alerts: decides on visits from what was committed, and has both delivered. */
import { Backoff } from '../../core/backoff.js';
import type { Clock } from '../../core/clock.js';
import type { HealthIssue } from '../../core/errors.js';
import type { StoredEvent } from '../../core/events.js';
import type { Logger } from '../../core/log.js';
import { type StepOutcome, Worker } from '../../core/worker.js';
import type { AlertNotice, Alerts } from '../../store/alerts.js';
import type { Cameras, EventLog, Gallery } from '../../store/contract.js';
import type { Notice, Notices } from '../../store/notices.js';
import type { Pets } from '../../store/pets.js';
import type { PhotoRow } from '../../store/types.js';
import { Delivery, type DeliveryQueue } from './delivery.js';
import type { Visit } from './message.js';
import type { Target } from './target.js';
import { startsVisit } from './visit.js';

/** Collaborators of the notifier: store, targets, quiet hours. */
export interface NotifierParts {
  store: Notices &
    Alerts &
    Pick<EventLog, 'eventsSince' | 'lastEventId' | 'onEvents'> &
    Pick<Gallery, 'photo' | 'photos' | 'image'> &
    Pick<Pets, 'pets'> &
    Pick<Cameras, 'camera'>;
  /** Targets that are to be told now. */
  targets: () => Target[];
  isQuiet: (now: number) => boolean;
  /** False while visits are nobody's news: who is at home sees the pet. */
  areVisitsTold: () => boolean;
  /** A pet that comes back sooner than this is still visiting. */
  visitGapMs: number;
  /** Page of a photo. */
  urlOf: (photo: number) => string;
  clock: Clock;
  log: Logger;
}

/** Nobody wants to hear of a visit that was an hour ago; that a camera is offline is worth knowing for longer. */
const VISIT = { what: 'a visit', tooOldMs: 60 * 60_000, mostTries: 6 };
const ALERT = { what: 'an alert', tooOldMs: 6 * 60 * 60_000, mostTries: 14 };
/** Waits after a failure of the store, after which it is looked again. */
const LOOK_AGAIN = { firstMs: 60_000, maxMs: 60_000, jitter: 0 };
const SHORTEST_WAIT_MS = 1000;
const PAGE = 200;

/** Tells targets of visits, which it decides on from committed events, and of alerts. */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #worker: Worker;
  readonly #delivery: Delivery;
  #unsubscribe = () => {};

  constructor(parts: NotifierParts) {
    const { clock, log } = parts;
    this.#parts = parts;
    this.#delivery = new Delivery(parts);
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

  /** Says that an alert has been queued. */
  wake(): void {
    this.#worker.wake();
  }

  /** Resolves when nothing can be told at present. */
  settled(): Promise<void> {
    return this.#worker.idle();
  }

  /** Targets that have not been reached for a while, or refuse what they are told. */
  issues(): HealthIssue[] {
    return this.#delivery.issues();
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.#worker.stop();
  }

  async #step(signal: AbortSignal): Promise<StepOutcome> {
    await this.#decide();
    await this.#delivery.deliver(this.#visits(), signal);
    await this.#delivery.deliver(this.#alerts(), signal);
    const { store, clock } = this.#parts;
    const next = [store.nextNoticeAt(), store.nextAlertAt()].filter((at) => at !== null);
    return next.length === 0
      ? 'idle'
      : { afterMs: Math.max(Math.min(...next) - clock.now(), SHORTEST_WAIT_MS) };
  }

  /** A hub that has just learnt to tell begins with the next photo. */
  async #decide(): Promise<void> {
    const { store } = this.#parts;
    let from = store.noticedUpTo();
    if (from === null) return store.queueNotices(store.lastEventId(), []);
    for (let events = store.eventsSince(from, PAGE); events.length > 0; ) {
      const ids = events.flatMap(({ type, data }) => (type === 'photo.new' ? [data.photoId] : []));
      from = (events.at(-1) as StoredEvent).id;
      await store.queueNotices(from, this.#noticesOf(ids));
      events = store.eventsSince(from, PAGE);
    }
  }

  #noticesOf(photoIds: number[]): { photoId: number; target: string }[] {
    const { targets, isQuiet, areVisitsTold, clock } = this.#parts;
    if (isQuiet(clock.now()) || !areVisitsTold()) return [];
    const visits = photoIds.filter((id) => this.#isVisit(id));
    return visits.flatMap((photoId) => targets().map(({ name }) => ({ photoId, target: name })));
  }

  #isVisit(photoId: number): boolean {
    const { store, visitGapMs, clock } = this.#parts;
    const photo = store.photo(photoId);
    if (!photo?.pet || clock.now() - photo.takenAt > VISIT.tooOldMs) return false;
    const after = { takenAt: photo.takenAt, id: photo.id };
    const [previous] = store.photos({ cameras: [photo.camera], pet: 'any', limit: 1, after });
    return startsVisit(previous?.takenAt ?? null, photo.takenAt, visitGapMs);
  }

  #visits(): DeliveryQueue<Notice> {
    const { store } = this.#parts;
    return {
      ...VISIT,
      due: (now) => store.dueNotice(now),
      settle: (id) => store.settleNotice(id),
      postpone: (id, at) => store.postponeNotice(id, at),
      telling: ({ photoId }) => {
        const photo = store.photo(photoId);
        return (
          photo &&
          ((target, signal) =>
            target.tell(this.#visitOf(photo), store.image(photo.id, target.picture ?? 'thumb'), signal))
        );
      },
    };
  }

  #alerts(): DeliveryQueue<AlertNotice> {
    const { store } = this.#parts;
    return {
      ...ALERT,
      due: (now) => store.dueAlert(now),
      settle: (id) => store.settleAlert(id),
      postpone: (id, at) => store.postponeAlert(id, at),
      telling:
        ({ alert }) =>
        (target, signal) =>
          target.alert(alert, signal),
    };
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
